"""What the panel knows: each message taken in, and whatever is none left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from descant.panel.facts import Cue, Learner, Parameter
from descant.panel.forms import FORMS
from descant.panel.model import LOG_LINES, Model


def told(*messages):
    model = Model()
    model.asked()
    for word, *arguments in messages:
        model.take(f"/descant/{word}", tuple(arguments))
    return model


RATE = ("parameter", "cubics/learning_rate", "f", "a note", -0.3, 2.0, "linear", 0.15, 0.2)
LOSS = ("stream", "cubics/loss", "", 0.0, 3.0, 514)
CUES = (("cue/entry", 1.0, "One", "first"), ("cue/entry", 2.0, "Two", ""), ("cue/entry", 2.5, "Half", "half"))


def test_a_whole_list_becomes_the_table():
    model = told(RATE, LOSS, ("list/end", 2))
    assert model.parameters == {
        "cubics/learning_rate": Parameter("cubics/learning_rate", "f", "a note", -0.3, 2.0, "linear", 0.15)
    }
    assert model.values == {"cubics/learning_rate": 0.2}
    assert list(model.streams) == ["cubics/loss"]
    assert model.listed
    assert "table" in model.look()
    assert model.look() == set()


def test_a_list_that_lost_a_line_is_not_taken():
    model = told(RATE, ("list/end", 2))
    assert (model.listed, model.parameters, model.look()) == (False, {}, set())


def test_the_same_list_again_is_no_news_but_its_values_are():
    model = told(RATE, LOSS, ("list/end", 2))
    model.look()
    model.asked()
    for word, *arguments in ((*RATE[:-1], 0.5), LOSS, ("list/end", 2)):
        model.take(f"/descant/{word}", tuple(arguments))
    assert model.look() == set()
    assert model.values == {"cubics/learning_rate": 0.5}
    assert model.moved_values == {"cubics/learning_rate"}


def test_choices_belong_to_their_parameter():
    model = told(
        ("parameter", "a/b", "choice", "", 0.0, 1.0, "linear", "x", "y"), ("choices", "a/b", "x", "y"), ("list/end", 1)
    )
    assert model.parameters["a/b"].choices == ("x", "y")
    assert (model.parameters["a/b"].owner, model.parameters["a/b"].own_name) == ("a", "b")


def test_values_and_streams_that_are_not_known_are_left_out():
    model = told(RATE, LOSS, ("list/end", 2), ("watch/value", "x/y", 1.0), ("x/loss", 1.0), ("cubics/loss", 0.5))
    assert model.newest == {"cubics/loss": 0.5}
    assert model.moved_streams == {"cubics/loss"}
    assert "x/y" not in model.values


def test_cues_know_their_notes_and_neighbours():
    model = told(*CUES, ("cue/list/end", 3), ("cue", 2.0, "Two", 2.5, "Half"))
    assert model.present == Cue(2.0, "Two", "")
    assert model.standby == Cue(2.5, "Half", "half")
    assert [[cue.number for cue in cues] for cues in model.around()] == [[1.0], [2.5]]


def test_a_cue_that_came_before_the_list_gets_its_notes_with_it():
    model = told(("cue", 1.0, "One", 2.0, "Two"), *CUES, ("cue/list/end", 3))
    assert model.present.notes == "first"
    assert model.around()[1][0] == Cue(2.0, "Two", "")


def test_before_the_list_the_next_cue_is_known_all_the_same():
    assert told(("cue", 1.0, "One", 2.0, "Two")).around() == ([], [Cue(2.0, "Two", "")])


def test_a_refusal_is_news():
    model = told(("cue/refused", "this is the last cue"))
    assert (model.refusal, model.look()) == ("this is the last cue", {"refused"})


def test_status():
    status = told(("watch/status", 61.5, 2, 1, 0, 100, 3, 4, 5)).status
    assert (status.elapsed_s, status.late, status.frozen, status.panicking) == (61.5, 2, True, False)
    assert (status.received, status.refused, status.strangers, status.clients) == (100, 3, 4, 5)


def test_learners_of_both_forms():
    model = told(
        ("watch/learner", "cubics", 3, "cubic", *[0.5] * 4, *[0.25] * 4),
        ("watch/learner", "knots", 1, "knot", *[1.0] * 3, *[2.0] * 3, 3.0, 5.0, 7.0),
    )
    assert model.learners["cubics"] == Learner("cubics", 3, "cubic", (0.5,) * 4, (0.25,) * 4)
    assert model.learners["knots"] == Learner("knots", 1, "knot", (1.0,) * 3, (2.0,) * 3, (3.0, 5.0, 7.0))


def test_what_moves_a_parameter():
    model = told(("watch/moved", "shift/red", "cubics/loss", "knots/loss"), ("watch/part", "cubics", "learner"))
    assert model.sources == {"shift/red": "cubics/loss, knots/loss"}
    assert model.parts == {"cubics": "learner"}


def test_a_function_has_any_number_of_points_as_long_as_they_are_pairs():
    model = told(
        ("watch/learner", "mine", 1, "function", 0.5, 0.25, -0.5, -0.25), ("watch/learner", "mine", 2, "function")
    )
    assert model.learners["mine"] == Learner("mine", 1, "function", (0.5, 0.25), (-0.5, -0.25))


def test_a_list_that_comes_by_itself_brings_what_was_added():
    more = ("stream", "mine/loss", "", 0.0, 1.0, 520)
    model = told(RATE, LOSS, ("list/end", 2), RATE, LOSS, more, ("list/end", 3))
    assert list(model.streams) == ["cubics/loss", "mine/loss"]


CUBIC = ("watch/learner", "cubics", 3, "cubic", *[0.5] * 4, *[0.25] * 4)


@pytest.mark.parametrize("another", [("pong", "0.1.0", 1, "Another"), ("watch/status", 0.1, 0, 0, 0, 0, 0, 0, 1)])
def test_another_performance_has_no_learners_yet(another):
    model = told(("pong", "0.1.0", 1, "One"), ("watch/status", 9.0, 0, 0, 0, 0, 0, 0, 1), CUBIC)
    for same in (("pong", "0.1.0", 1, "One"), ("watch/status", 9.3, 0, 0, 0, 0, 0, 0, 1)):
        model.take(f"/descant/{same[0]}", same[1:])
    assert list(model.learners) == ["cubics"]
    model.look()
    model.take(f"/descant/{another[0]}", another[1:])
    assert model.learners == {}
    assert "learners" in model.look()


def test_the_log_keeps_its_last_lines():
    model = told(*(("watch/log", f"line {n}") for n in range(LOG_LINES + 50)))
    assert (len(model.log), model.log[0], model.log[-1]) == (200, "line 50", "line 249")


def test_an_error_names_the_parameter_that_was_refused():
    model = told(("error", "/descant/cubics/points", "must be a whole number", 1))
    assert (model.failed, model.error) == ("cubics/points", "/descant/cubics/points must be a whole number")


@pytest.mark.parametrize(
    "message",
    [
        ("cue", "one", "One", 2.0, "Two"), ("cue", 1.0), ("cue", float("nan"), "One", 2.0, "Two"), ("cue/refused", 5),
        ("watch/status", 1.0, 2, 3), ("watch/status", float("inf"), 0, 0, 0, 0, 0, 0, 0),
        ("watch/learner", "cubics", 1, "cubic", 0.5, 0.5), ("watch/learner", "cubics", 1, "spline", *[0.5] * 8),
        ("watch/learner", "cubics", 1, "cubic", *["x"] * 8), ("watch/learner", "cubics", 1, "cubic", *[b"x"] * 8),
        ("watch/value", "cubics/learning_rate", None), ("watch/value", b"blob", 1.0),
        ("cubics/loss", float("nan")), ("cubics/loss", "loud"), ("cubics/loss", 1.0, 2.0), ("cubics/loss",),
        ("list/end", "all"), ("parameter", "a/b", "z", "", 0.0, 1.0, "linear", 0.0, 0.0), ("nonsense", 1), ("", 1),
        ("parameter", "a/b", "f", "", 1.0, 0.0, "linear", 0.0, 0.0), ("error", 1, 2, 3), ("watch/log", 3.0),
        ("pad", "a"), ("pad", 1, "a"), ("points", 5, 1.0, 1.0, 0), ("points/end", "a"), ("points/changed", 3),
    ],
)  # fmt: skip
def test_what_is_no_message_changes_nothing(message):
    model, same = (told(RATE, LOSS, ("list/end", 2), ("cue", 1.0, "One", 2.0, "Two")) for _ in range(2))
    model.take(f"/descant/{message[0]}", message[1:])
    model.take("/descant/list/end", (2,))  # were a row added, the list would be another
    same.take("/descant/list/end", (2,))
    assert known(model) == known(same)


def known(model):
    return {
        name: value
        for name, value in vars(model).items()
        if not name.startswith("_") and name not in ("log", "grounds")
    } | {"log": list(model.log), "grounds": vars(model.grounds)}


anything = st.one_of(st.floats(), st.integers(), st.text(max_size=5), st.binary(max_size=5), st.none(), st.booleans(),
                     st.lists(st.integers(), max_size=2))  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from([*FORMS, "cubics/loss"]), st.lists(anything, max_size=14)), max_size=12))
def test_no_message_raises(messages):
    model = told(RATE, LOSS, ("list/end", 2))
    for word, arguments in messages:
        model.take(f"/descant/{word}", tuple(arguments))
    model.around()


def test_texts_are_short_and_can_be_shown():
    model = told(("watch/log", "a\nb\0c" + "x" * 1000))
    assert model.log[0].startswith("a b c")
    assert len(model.log[0]) == 300
