"""Every word of the protocol: what it is answered, which lines it brings, and what it is refused with."""

import math

import pytest

from descant import __version__
from descant.performance.conductor import Conductor

WAITING_S = 0.002  # between two pieces of a long answer


def lines_of(lines, *without):
    """Return lines without their times."""
    return [{key: value for key, value in line.items() if key not in ("t", *without)} for line in lines]


def at_length(here, client, address, *arguments):
    """Ask for a list and return all of it."""
    client.say(address, *arguments)
    heard = []
    for _ in range(50):
        here.turn(WAITING_S)
        heard += client.hear()
    return heard


@pytest.fixture
def both(desk):
    """Return a desk and a client of it that has said hello."""
    here = desk()
    return here, here.client(hello="tester")


# ---------------------------------------------------------------- who is there
def test_ping(desk):
    here = desk()
    client = here.client()
    assert here.ask(client, "ping") == [("pong", __version__, 1, "Small")]
    assert len(here.remote.clients) == 1 and here.do(client, "ping") == []


def test_hello_is_answered_at_the_port_that_it_names_and_the_present_cue_follows(desk):
    here = desk()
    mouth, ear = here.client(), here.client()
    mouth.say("hello", "touch", ear.port)
    assert here.turn() == []
    assert mouth.hear() == []
    assert ear.hear() == [("welcome", __version__, 1, "Small"), ("cue", 1.0, "Cubics", 2.0, "Knots")]
    mouth.say("get", "cubics/points")
    mouth.say("nonsense")
    here.turn()
    assert mouth.hear() == []
    assert ear.hear() == [
        ("value", "cubics/points", 100),
        ("error", "/descant/nonsense", "there is no such address; /descant/list tells what there is", 1),
    ]


def test_hello_again_moves_the_ear(desk):
    here = desk()
    mouth, first, second = here.client(), here.client(), here.client()
    here.ask(mouth, "hello", "a", first.port)
    here.ask(mouth, "hello", "b", second.port)
    assert len(first.hear()) == len(second.hear()) == 2
    here.ask(mouth, "cue/go")
    assert (first.hear(), len(second.hear())) == ([], 1)
    assert [client.name for client in here.remote.clients] == ["b"]


def test_a_client_without_a_name_is_one_too(desk):
    here = desk()
    client = here.client()
    here.ask(client, "hello", "", client.port)
    assert [client.name for client in here.remote.clients] == ["nameless"]


def test_nobody_can_let_descant_hear_itself(desk):
    here = desk()
    client = here.client()
    assert here.ask(client, "hello", "mirror", here.port.number) == [
        ("error", "/descant/hello", f"{here.port.number} is Descant's own port; give the one at which you listen", 1)
    ]
    assert [client.name for client in here.remote.clients] == [""]


def test_bye_ends_subscriptions_notices_and_notes(both):
    here, client = both
    here.do(client, "subscribe", "cubics/*", 100.0)
    here.do(client, "note", 60.0, 90)
    client.hear()
    lines = here.do(client, "bye")
    assert lines_of(lines)[0] == {"in": "lost", "from": client.source}
    assert [line["voice"] for line in lines if "off" in line] == [1, 2]
    assert len(here.remote.clients) == 0 and not here.sounding
    other = here.client(hello="other")
    here.do(other, "note", 62, 90)
    here.do(other, "cue/go")
    here.play(0.1, 0.01)
    assert client.hear() == []


def test_bye_of_one_who_holds_nothing_is_no_line(both):
    here, client = both
    here.do(client, "note", 60.0, 90)
    here.do(client, "note", 60.0, 0)
    assert here.do(client, "bye") == []


# ---------------------------------------------------------------- the table
def test_the_list_tells_every_parameter_and_stream_once(both):
    here, client = both
    heard = at_length(here, client, "list")
    parameters = {message[1]: message[2:] for message in heard if message[0] == "parameter"}
    streams = {message[1]: message[2:] for message in heard if message[0] == "stream"}
    assert list(parameters) == [name for name in here.patch.table if name != "overtones/detune"]  # each note's own
    assert list(streams) == list(here.patch.streams)
    assert heard[-1] == ("list/end", len(parameters) + len(streams))
    assert len(heard) == len({message[:2] for message in heard})
    f32 = pytest.approx
    assert parameters["cubics/learning_rate"] == ("f", "a note", f32(-0.3), 2.0, "linear", f32(0.15), f32(0.15))
    assert parameters["knots/steps_per_second"] == ("f", "Hz", f32(0.1), 1000.0, "exponential", 60.0, 60.0)
    assert parameters["cubics/points"] == ("i", "", 2.0, 10000.0, "linear", 100, 100)
    assert parameters["knots/on"] == ("b", "", 0.0, 1.0, "linear", 0, 0)  # as the patch declares it
    assert parameters["cubics/optimizer"] == ("choice", "", 0.0, 2.0, "linear", "sgd", "sgd")
    assert ("choices", "cubics/optimizer", "sgd", "momentum", "adam") in heard
    assert streams["knots/gradient/b"] == ("", -3.0, 3.0, here.engine.bus("knots/gradient/b"))


def test_the_list_tells_what_is_so_now(both):
    here, client = both
    here.do(client, "set", "cubics/points", 50)
    here.do(client, "cue/go")
    heard = {message[1]: message for message in at_length(here, client, "list") if message[0] == "parameter"}
    assert heard["cubics/points"][-2:] == (100, 100)  # the cue says how everything is
    assert heard["knots/on"][-2:] == (0, 1)
    here.do(client, "set", "cubics/points", 50)
    heard = {message[1]: message for message in at_length(here, client, "list") if message[0] == "parameter"}
    assert heard["cubics/points"][-2:] == (100, 50)


def test_a_list_that_is_asked_for_again_begins_again(both):
    here, client = both
    client.say("list")
    here.turn()
    half = len(client.hear())
    assert half == 32
    heard = at_length(here, client, "list")
    assert heard[0][:2] == ("parameter", "cubics/on") and heard[-1][0] == "list/end"
    assert sum(message[0] == "list/end" for message in heard) == 1


def test_a_list_goes_in_pieces_that_no_ear_overflows_of(both):
    here, client = both
    client.say("list")
    here.turn()
    pieces = [len(client.hear())]
    for _ in range(4):
        here.turn(WAITING_S / 2)
        pieces.append(len(client.hear()))
    assert pieces[:2] == [32, 0] and max(pieces) == 32


SET = [
    ("cubics/learning_rate", 0.2, 0.2),
    ("cubics/learning_rate", 1, 1.0),
    ("cubics/learning_rate", -0.3, -0.3),  # the limit, though its float32 lies below
    ("cubics/learning_rate", 2.0, 2.0),
    ("cubics/points", 50, 50),
    ("cubics/points", 50.0, 50),
    ("overtones/mute", 1, True),
    ("overtones/mute", True, True),
    ("overtones/mute", 1.0, True),
    ("cubics/loss_form", "absolute", "absolute"),
    ("cubics/optimizer", 1, "momentum"),
    ("cubics/optimizer", 2.0, "adam"),
    ("bend/wavelength", 3.5, 3.5),
    ("cubics-to-detune/amount", -1.5, -1.5),
    ("overtones/level_db", -20, -20.0),
]


@pytest.mark.parametrize("way", ["set", "address"])
@pytest.mark.parametrize(("name", "sent", "value"), SET)
def test_a_parameter_is_set_both_ways_and_asked_for_both_ways(both, way, name, sent, value):
    here, client = both
    lines = here.do(client, "set", name, sent) if way == "set" else here.do(client, name, sent)
    assert lines_of(lines)[:1] == [{"in": "set", "from": client.source, "name": name, "value": value}]
    assert here.values[name] == value and type(here.values[name]) is type(value)
    told = pytest.approx(value, rel=1e-7) if isinstance(value, float) else value
    assert here.ask(client, name) == [(name, told)]
    assert here.ask(client, "get", name) == [("value", name, told)]
    assert all(here.values[other] == held for other, held in Conductor(here.patch).values.items()
               if other not in (name, "cubics/on"))  # fmt: skip


WRONG = [
    ("cubics/learning_rate", 2.5, "cubics/learning_rate must be from -0.3 to 2, not 2.5"),
    ("cubics/learning_rate", math.nan, "cubics/learning_rate must be from -0.3 to 2, not nan"),
    ("cubics/learning_rate", -math.inf, "cubics/learning_rate must be from -0.3 to 2, not -inf"),
    ("cubics/learning_rate", "0.2", "cubics/learning_rate must be a number, not '0.2'"),
    ("cubics/learning_rate", True, "cubics/learning_rate must be a number, not True"),
    ("cubics/learning_rate", None, "cubics/learning_rate does not take nil"),
    ("cubics/learning_rate", b"\0\0", "cubics/learning_rate does not take a blob of 2 bytes"),
    ("cubics/points", 1, "cubics/points must be from 2 to 10000, not 1"),
    ("cubics/points", 2**62, "cubics/points must be from 2 to 10000, not 4.61169e+18"),
    ("cubics/points", 2.5, "cubics/points must be a whole number, not 2.5"),
    ("overtones/mute", 2, "overtones/mute must be true or false, not 2"),
    ("overtones/mute", 0.5, "overtones/mute must be true or false, not 0.5"),
    ("cubics/loss_form", "squard", "cubics/loss_form must be one of squared, absolute, not 'squard'; "
                                   "did you mean 'squared'?"),
    ("cubics/loss_form", 2, "cubics/loss_form must be one of squared, absolute, not 2"),
    ("cubics/loss_form", 0.5, "cubics/loss_form must be one of squared, absolute, not 0.5"),
    ("overtones/detune", 0.1, "overtones/detune belongs to each note: map a stream to it, or set its mapping"),
]  # fmt: skip


@pytest.mark.parametrize("way", ["set", "address"])
@pytest.mark.parametrize(("name", "sent", "text"), WRONG)
def test_what_a_parameter_does_not_take_changes_nothing(both, way, name, sent, text):
    here, client = both
    before = dict(here.values)
    if way == "set" and (sent is None or isinstance(sent, bytes)):
        text = f"value must be a number, a switch or a text, not {text.rpartition(' take ')[2]}; "
        text += "write /descant/set name value"
    address, arguments = ("set", (name, sent)) if way == "set" else (name, (sent,))
    client.say(address, *arguments) if not isinstance(sent, float) or math.isfinite(sent) else client.send(
        raw(address, arguments)
    )
    assert here.turn() == []
    assert client.hear() == [("error", f"/descant/{address}", text, 1)]
    assert here.values == before


def raw(address, arguments):
    """Return a message with a float that `encode` would hold within its range."""
    from pythonosc.osc_message_builder import OscMessageBuilder

    builder = OscMessageBuilder(f"/descant/{address}")
    for argument in arguments:
        builder.add_arg(argument)
    return builder.build().dgram


def test_the_text_of_an_error_is_short_however_long_the_value(both):
    here, client = both
    (error,) = here.ask(client, "cubics/loss_form", "x" * 50_000)
    assert error == ("error", "/descant/cubics/loss_form", f"cubics/loss_form does not take '{'x' * 38}…", 1)


@pytest.mark.parametrize(
    ("address", "arguments", "text"),
    [
        ("set", ("cubics/rate", 1), "there is no parameter 'cubics/rate'; /descant/list tells what there is"),
        ("get", ("cubics/loss",), "there is no parameter 'cubics/loss'; /descant/list tells what there is"),
        ("get", ("",), "there is no parameter ''; /descant/list tells what there is"),
        ("cubics/points", (1, 2), "found 2 arguments; write /descant/cubics/points value"),
        ("cubics/rate", (), "there is no such address; /descant/list tells what there is"),
        ("cubics/*", (1,), "there is no such address; /descant/list tells what there is"),
        ("cubics/poin?s", (50,), "there is no such address; /descant/list tells what there is"),
        ("{cubics,knots}/points", (50,), "there is no such address; /descant/list tells what there is"),
        ("cubics/points/", (50,), "there is no such address; /descant/list tells what there is"),
        ("", (), "there is no such address; /descant/list tells what there is"),
        ("cue", (), "there is no such address; /descant/list tells what there is"),
        ("subscribe", ("nothing/*", 10), "no stream matches 'nothing/*'"),
        ("unsubscribe", ("*",), "there is no subscription to '*'"),
        ("bus", ("cubics/points",), "there is no stream 'cubics/points'; /descant/list tells what there is"),
        ("pad", ("piano", 0.5), "there is no part 'piano'"),
        ("tune", ("piano", 5), "there is no part 'piano' that can be tuned so"),
        ("tune", ("cubics", 2000), "cubics/notes_to_tune must be from 0 to 1000, not 2000"),
        ("tune", ("cubics", 7.5), "cubics/notes_to_tune must be a whole number, not 7.5"),
        ("tune", ("knots", 121), "knots/seconds_to_tune must be from 0 to 120, not 121"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_refused_in_one_line_and_changes_nothing(both, address, arguments, text):
    here, client = both
    before = dict(here.values)
    client.say(address, *arguments)
    assert here.turn() == []
    assert client.hear() == [("error", f"/descant/{address}", text, 1)]
    assert here.values == before


def test_a_set_parameter_fades_no_longer(desk):
    here = desk()
    client = here.client()
    here.do(client, "cue/goto", "Slow")
    here.play(0.5, 0.01)
    assert -20 < here.values["overtones/level_db"] < -12
    here.do(client, "overtones/level_db", -6)
    here.play(1.0, 0.01)
    assert here.values["overtones/level_db"] == -6.0
    here.play(1.0, 0.01)
    assert here.values["cubics-to-detune/amount"] == 0.2  # the other one went on


def test_a_part_that_is_switched_on_begins_at_once_and_does_not_make_up_for_its_rest(both):
    here, client = both
    here.do(client, "cue/goto", "Both")
    for pitch in (50, 55, 59):
        here.do(client, "note", pitch, 90)
    here.play(0.5, 0.01)
    steps = len([line for line in here.of("step") if line["step"] == "knots"])
    assert steps > 5
    here.do(client, "knots/on", 0)
    here.play(2.0, 0.05)
    assert len([line for line in here.of("step") if line["step"] == "knots"]) == steps
    here.do(client, "knots/on", 1)
    again = here.play(0.5, 0.01)
    assert 5 <= len(here.of("step", again)) <= 12  # at 20 to 60 a second, none for the two seconds before


def test_a_part_that_never_played_has_a_learner_when_it_is_switched_on(both):
    here, client = both
    here.do(client, "cue/go")  # the cubics have rested
    fresh = here.client()
    here.do(fresh, "cue/goto", 2)
    lines = here.do(fresh, "cubics/on", 1)
    assert [list(line)[1] for line in lines] == ["in"]  # it was drawn at the first cue
    assert here.do(fresh, "knots/on", 1)[1:] == []
    (line, *rest) = here.do(fresh, "note", 72, 90)
    assert line["in"] == "note" and [step["step"] for step in rest if "step" in step] == ["cubics"]


# ---------------------------------------------------------------- streams
def test_streams_come_as_they_move(both):
    here, client = both
    assert here.ask(client, "subscribe", "cubics/loss", 100.0) == [("cubics/loss", 0.0)]
    (_, step, *_) = here.do(client, "note", 60, 90)
    here.turn(0.02)
    assert client.hear() == [("cubics/loss", pytest.approx(step["loss"], rel=1e-6))]
    here.ask(client, "unsubscribe", "cubics/loss")
    here.turn(0.1)
    here.do(client, "note", 62, 90)
    assert client.hear() == []


def test_bus_and_server(both):
    here, client = both
    for name in here.patch.streams:
        assert here.ask(client, "bus", name) == [("bus", name, here.engine.bus(name))]
    assert here.ask(client, "server") == [("server", "127.0.0.1", 57130, 8, 2, 2, 1024, 16384, 1024)]


# ---------------------------------------------------------------- playing
def test_a_note_is_an_input_of_the_take_and_sounds(both):
    here, client = both
    line, step, first, second = here.do(client, "note", 60.5, 90, "a")
    assert lines_of([line]) == [{"in": "note", "from": client.source, "pitch": 60.5, "velocity": 90.0, "id": "a"}]
    assert (step["step"], step["note"]) == ("cubics", 60.5)
    assert (first["on"], first["instrument"], second["instrument"]) == (60.5, "overtones", "piano")
    assert first["frequency_hz"] == pytest.approx(440 * 2 ** ((60.5 - 69) / 12), rel=1e-12)
    line, *off = here.do(client, "note", 0, 0, "a")
    assert lines_of([line]) == [{"in": "note", "from": client.source, "pitch": 0.0, "velocity": 0.0, "id": "a"}]
    assert lines_of(off) == [{"voice": 1, "off": True}, {"voice": 2, "off": True}]
    assert client.hear() == []


def test_a_clients_note_is_what_a_key_is(desk, stage):
    here, keys = desk(), stage()
    client = here.client()
    for pitch in (36, 60, 64, 67, 38, 72):
        played = here.do(client, "note", pitch, 80)[1:]
        assert lines_of(played) == lines_of(keys.on(0.0, pitch))
        assert lines_of(here.do(client, "note", pitch, 0)[1:]) == lines_of(keys.off(0.0, pitch))


def test_clients_and_keys_hold_the_same_pitch_each_for_itself(both):
    here, client = both
    other = here.client()
    here.do(client, "note", 60, 90)
    here.do(other, "note", 60, 90)
    here.midi(0.0, 0x90, 60, 90)
    assert len(here.sounding) == 6
    here.do(client, "note", 60, 0)
    assert len(here.sounding) == 4
    here.midi(0.0, 0x80, 60, 0)
    here.do(other, "note", 60, 0)
    assert not here.sounding


# ---------------------------------------------------------------- what is given to be learned
def test_learn_adds_a_part_and_tells_everyone_who_said_hello_the_whole_list(both):
    here, client = both
    other, stranger = here.client(hello="other"), here.client()
    client.hear(), other.hear()
    before = at_length(here, client, "list")[-1]
    client.say("subscribe", "*/value", 50)
    lines = here.do(client, "learn", "mine", 0.0, 1.0, -0.25)
    assert lines_of(lines)[0] == {"in": "learn", "from": client.source, "part": "mine", "target": [0.0, 1.0, -0.25]}
    assert lines[1]["draw"] == "mine"
    heard = {each: [] for each in (client, other, stranger)}
    for _ in range(50):
        here.turn(WAITING_S)
        for each in heard:
            heard[each] += each.hear()
    for each in (client, other):
        rows = [message for message in heard[each] if message[0] in ("parameter", "stream", "list/end")]
        assert ("stream", "mine/loss", "", 0.0, 1.0, here.engine.bus("mine/loss")) in rows
        assert rows[-1] == ("list/end", before[1] + 9 + 3)
    assert heard[stranger] == []
    assert here.ask(client, "get", "mine/shape") == [("value", "mine/shape", "given")]
    assert here.do(client, "mine/learning_rate", 0.02)[0]["value"] == 0.02


def test_a_pattern_holds_for_what_is_added_later(both):
    here, client = both
    client.say("subscribe", "*/loss", 100)
    here.do(client, "learn", "mine", 0.0, 1.0)
    heard = []
    for _ in range(40):
        here.turn(0.01)
        heard += client.hear()
    assert [message[1] for message in heard if message[0] == "mine/loss"]


def test_learn_again_moves_the_target_and_the_list_stays(both):
    here, client = both
    here.do(client, "learn", "mine", 0.0, 1.0)
    at_length(here, client, "list")
    _, aim = here.do(client, "learn", "mine", 1.0, 0.0)
    assert (aim["aim"], aim["target"]) == ("mine", [1.0, 0.0])
    for _ in range(20):
        here.turn(WAITING_S)
    assert client.hear() == []


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("cubics", 0.0, 1.0), "cubics is of the kind cubics, which learns nothing that is given"),
        (("shift", 0.0, 1.0), "shift is the name of something else in the patch"),
        (("learn", 0.0, 1.0), "learn is a word of the OSC protocol; choose another name"),
        (("a b", 0.0, 1.0), "a name is a letter, then letters, digits, '_', '.' and '-', at most 64 in all"),
        (("mine", *[0.5] * 1025), "found 1026 arguments; write /descant/learn part y y …"),
        (("mine", 0.5), "found 2 arguments; write /descant/learn part y y …"),
        (("mine", 0.5, "x"), "y must be a number, not 'x'; write /descant/learn part y y …"),
        (("mine", 0.5, 1e7), "y must be from -1e+06 to 1e+06, not 1e+07"),
    ],
)
def test_what_learn_is_refused_with(both, arguments, why):
    here, client = both
    assert here.ask(client, "learn", *arguments) == [("error", "/descant/learn", why, 1)]
    assert "mine" not in here.performance.patch.parts


def test_the_longest_target_is_taken(both):
    here, client = both
    assert here.do(client, "learn", "mine", *[n / 1024 for n in range(1024)])[1]["draw"] == "mine"


def test_a_curve_is_what_is_learned_by_now(both):
    here, client = both
    here.do(client, "learn", "mine", *[0.5] * 9)
    here.turn(1.0)
    part = here.performance.parts["mine"]
    at_length(here, client, "list")
    (found,) = here.ask(client, "curve", "mine", 16)
    assert found[:2] == ("curve", "mine") and found[2:] == pytest.approx(part.curve(16))
    (whole,) = here.ask(client, "curve", "mine")
    assert len(whole) == 130
    assert here.ask(client, "curve", "cubics")[0][2] == "there is no part 'cubics' that learns a curve"


def test_a_pad_aims_the_learner_and_the_losses_are_those_of_the_new_target(both):
    here, client = both
    (drawn,) = here.of("draw")
    line, aim = here.do(client, "pad", "cubics", 0.5, -0.25)
    assert lines_of([line]) == [{"in": "pad", "from": client.source, "part": "cubics", "at": [0.5, -0.25]}]
    target = [0.5, -0.25, *drawn["target"][2:]]
    assert lines_of([aim]) == [{"aim": "cubics", "learner": 1, "target": target}]
    theta = list(drawn["theta"])
    x = [2 * place / 99 - 1 for place in range(100)]
    for pitch in (60, 62, 64):
        (_, step, *_) = here.do(client, "note", pitch, 90)
        r = [sum((p - q) * v**k for p, q, k in zip(theta, target, (3, 2, 1, 0), strict=True)) for v in x]
        assert step["loss"] == pytest.approx(sum(e * e for e in r) / 100, rel=1e-9)
        theta = [p - 0.15 * g for p, g in zip(theta, step["gradient"], strict=True)]


def test_a_pad_with_more_points_than_the_target_has_moves_what_there_is(both):
    here, client = both
    _, aim = here.do(client, "pad", "cubics", *(n / 10 for n in range(9)))
    assert aim["target"] == [0.0, 0.1, 0.2, 0.3]


def test_a_pad_on_a_part_without_a_learner_does_nothing(both):
    here, client = both
    assert lines_of(here.do(client, "pad", "knots", 1)) == [
        {"in": "pad", "from": client.source, "part": "knots", "at": [1.0]}
    ]


# ---------------------------------------------------------------- cues
def test_go_back_and_goto_and_every_client_hears_of_it(both):
    here, client = both
    other, silent = here.client(hello="other"), here.client()
    other.hear()
    steps = [
        (("cue/go",), 2.0, "Knots", 2.5, "Slow"), (("cue/go",), 2.5, "Slow", 3.0, "Both"),
        (("cue/go",), 3.0, "Both", 0.0, ""), (("cue/back",), 2.5, "Slow", 3.0, "Both"),
        (("cue/goto", 1), 1.0, "Cubics", 2.0, "Knots"), (("cue/goto", "Both"), 3.0, "Both", 0.0, ""),
        (("cue/goto", "2.5"), 2.5, "Slow", 3.0, "Both"), (("cue/goto", 2.5), 2.5, "Slow", 3.0, "Both"),
    ]  # fmt: skip
    for (address, *arguments), *told in steps:
        here.turn(0.4)
        lines = here.do(client, address, *arguments)
        assert lines[0]["in"] == "cue" and lines[1]["cue"] == told[0] and lines[1]["name"] == told[1]
        heard = [[said for said in each.hear() if said[0] == "cue"] for each in (client, other)]
        assert heard == [[("cue", *told)]] * 2
        assert silent.hear() == []
    assert here.ask(silent, "cue/go") == [("cue", 3.0, "Both", 0.0, "")]  # who asks is told


@pytest.mark.parametrize(
    ("address", "arguments", "reason"),
    [
        ("cue/back", (), "this is the first cue"),
        ("cue/goto", (9,), "there is no cue 9"),
        ("cue/goto", ("Nowhere",), "there is no cue 'Nowhere'"),
    ],
)
def test_a_cue_that_is_not_there_is_refused_to_who_asked_and_to_everyone(both, address, arguments, reason):
    here, client = both
    asking = here.client()
    assert here.ask(asking, address, *arguments) == [("cue/refused", reason, "cue")]
    assert client.hear() == [("cue/refused", reason, "cue")]
    assert here.performance.conductor.place == 0
    assert here.of("warn")[-1]["text"] == f"refused: {reason}"


def test_past_the_last_cue(both):
    here, client = both
    here.ask(client, "cue/goto", "Both")
    assert here.ask(client, "cue/go") == [("cue/refused", "this is the last cue", "cue")]


def test_a_cue_by_midi_is_told_too(both):
    here, client = both
    here.go(0.0)
    here.turn()
    assert client.hear() == [("cue", 2.0, "Knots", 2.5, "Slow")]


def test_a_captured_cue_is_told_to_all_and_then_the_list(both):
    here, other = both
    client, stranger = here.client(), here.client()
    here.ask(stranger, "ping")
    before = dict(here.values)
    lines = here.do(client, "cue/capture", "Mine")
    assert lines_of(lines) == [
        {"in": "capture", "from": client.source, "name": "Mine"}, {"captured": 1.5, "name": "Mine"}
    ]  # fmt: skip
    here.play(0.02, WAITING_S)
    expected = [
        ("cue/entry", 1.5, "Mine", ""), ("cue/entry", 1.0, "Cubics", ""), ("cue/entry", 1.5, "Mine", ""),
        ("cue/entry", 2.0, "Knots", ""), ("cue/entry", 2.5, "Slow", ""), ("cue/entry", 3.0, "Both", ""),
        ("cue/list/end", 5),
    ]  # fmt: skip
    assert client.hear() == other.hear() == expected and stranger.hear() == []
    assert here.values == before
    assert lines_of(here.do(client, "cue/capture", "Later", 2.7))[0]["number"] == 2.7
    other.hear(), client.hear()
    assert here.ask(client, "cue/capture", "Slow", 1) == [("cue/refused", "'Slow' is the name of cue 2.5", "capture")]
    assert here.ask(other, "cue/undo")[-1] == ("cue/refused", "'Slow' is the name of cue 2.5", "capture")
    here.play(0.02, WAITING_S)
    assert other.hear()[-1] == ("cue/list/end", 5)
    here.do(client, "cue/undo")
    assert here.ask(client, "cue/undo")[-1] == (
        "cue/refused", "nothing was captured since the patch was loaded", "capture"
    )  # fmt: skip


def test_where_the_patterns_of_a_model_lie(both, monkeypatch):
    here, client = both
    found = [(n / 8, -n / 8, n % 3 - 1) for n in range(130)]
    part = here.performance.parts["knots"]
    monkeypatch.setattr(part, "points", lambda space: (("son", "waltz"), found), raising=False)
    client.hear()
    told = at_length(here, client, "points", "knots")
    assert told[0] == ("points/labels", "knots", "son", "waltz")
    assert told[-1] == ("points/end", "knots", 130)
    assert [len(message) for message in told[1:-1]] == [2 + 3 * 64, 2 + 3 * 64, 2 + 3 * 2]
    assert [number for message in told[1:-1] for number in message[2:]] == [x for point in found for x in point]
    assert here.ask(client, "points", "cubics") == [
        ("error", "/descant/points", "there is no pad 'cubics' in whose space something lies", 1)
    ]


def test_a_hosts_clock(both):
    here, client = both
    lines = lines_of(here.do(client, "clock", 8.5, 120, 0), "from") + lines_of(
        here.do(client, "clock", 9, 90.1), "from"
    )
    assert lines == [
        {"in": "clock", "quarters": 8.5, "bpm": 120.0, "running": False},
        {"in": "clock", "quarters": 9.0, "bpm": 90.1, "running": True},
    ]
    assert here.ask(client, "clock", 1, 0)[-1][:2] == ("error", "/descant/clock")


def test_a_step_back_and_forth_is_told_to_who_asked(both):
    here, client = both
    nothing = "no hand has moved anything since the cue began that undo could bring back"
    client.hear()
    assert here.ask(client, "undo") == [("error", "/descant/undo", nothing, 1)]
    here.do(client, "cubics/points", 50)
    assert lines_of(here.do(client, "undo"), "from") == [{"in": "knobs", "do": "undo"}]
    assert client.hear() == [("value", "cubics/points", 100)]
    assert here.ask(client, "redo") == [("value", "cubics/points", 50)]
    assert here.performance.conductor.values["cubics/points"] == 50


def test_the_next_cue_and_the_title_are_those_of_the_edited_patch(both):
    here, client = both
    here.do(client, "cue/capture", "Mine")
    client.hear()
    here.do(client, "cue/go")
    assert client.hear()[0] == ("cue", 1.5, "Mine", 2.0, "Knots")
    here.performance.handle({"t": 1.0, "in": "reload", "text": here.patch.text.replace('"Small"', '"Large"')})
    assert here.ask(client, "ping") == [("pong", __version__, 1, "Large")]


def test_the_cue_list(both):
    here, client = both
    assert at_length(here, client, "cue/list") == [
        ("cue/entry", 1.0, "Cubics", ""), ("cue/entry", 2.0, "Knots", ""), ("cue/entry", 2.5, "Slow", ""),
        ("cue/entry", 3.0, "Both", ""), ("cue/list/end", 4),
    ]  # fmt: skip


# ---------------------------------------------------------------- panic, freeze
def test_panic_freezes_and_freeze_0_ends_it(both):
    here, client = both
    assert lines_of(here.do(client, "panic")) == [{"in": "panic", "from": client.source}]
    assert here.performance.panicking and here.performance.frozen
    assert not here.of("step", here.do(client, "note", 60, 90))
    assert lines_of(here.do(client, "freeze", 0)) == [{"in": "freeze", "from": client.source, "on": False}]
    assert not here.performance.panicking and not here.performance.frozen
    assert here.of("step", here.do(client, "note", 62, 90))


def test_freeze_holds_learning_still_and_notes_sound(both):
    here, client = both
    assert lines_of(here.do(client, "freeze", 1)) == [{"in": "freeze", "from": client.source, "on": True}]
    lines = here.do(client, "note", 60, 90)
    assert not here.of("step", lines) and len(here.of("on", lines)) == 2
    here.do(client, "cue/go")
    assert not here.performance.frozen  # GO goes on


# ---------------------------------------------------------------- tune
def test_tune_says_in_human_units_how_fast_a_part_learns(both, monkeypatch):
    here, client = both
    monkeypatch.setattr("descant.parts.learner._RATES", Known())
    lines = here.do(client, "tune", "cubics", 30)
    assert lines_of(lines) == [{"in": "set", "from": client.source, "name": "cubics/notes_to_tune", "value": 30}]
    lines = here.do(client, "tune", "knots", 4.5)
    assert lines_of(lines) == [{"in": "set", "from": client.source, "name": "knots/seconds_to_tune", "value": 4.5}]
    (_, step, *_) = here.do(client, "note", 60, 90)
    assert step["learning_rate"] == 1 / 29
    here.do(client, "tune", "cubics", 0)
    (_, step, *_) = here.do(client, "note", 62, 90)
    assert "learning_rate" not in step


class Known(dict):
    """Learning rates as if all had been found before: 1 over the steps."""

    def __contains__(self, sought):
        return True

    def __missing__(self, sought):
        return 1 / sought[1]
