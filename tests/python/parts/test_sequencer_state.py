"""Replays are equal: a sequencer that takes a state back goes on as the one it is of, whatever is done to both."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from descant.errors import DescantError
from descant.parts.base import Beat, Learned, NoteOn, Pad, Recalled
from descant.parts.sequencer import Sequencer
from descant.states import dumps, loads

FORMS = {row.name: row for row in Sequencer.parameters}


def value_of(row, share):
    """Return a value of a parameter's range."""
    if row.kind == "choice":
        return row.choices[int(share * (len(row.choices) - 1e-9))]
    if row.kind == "b":
        return share >= 0.5
    value = row.low + share * (row.high - row.low)
    return row.checked(round(value) if row.kind == "i" else value)


SETS = st.tuples(st.just("set"), st.sampled_from(sorted(FORMS)), st.floats(0.0, 1.0))
PADS = st.tuples(st.just("pad"), st.lists(st.floats(-5.0, 5.0), min_size=1, max_size=3))
NOTES = st.tuples(st.just("note"), st.integers(30, 60))
BEATS = st.tuples(st.just("beat"), st.floats(0.0, 40.0), st.floats(40.0, 200.0), st.booleans())
MODELS = st.tuples(st.just("learn"), st.sampled_from(("same", "other", "deeper", "junk")))
BEGINS = st.tuples(st.just("begin"), st.sampled_from((None, 1.0, 2.5)))
DEEDS = st.lists(
    st.tuples(st.floats(0.0, 0.6), st.one_of(SETS, SETS, SETS, PADS, NOTES, BEATS, MODELS, BEGINS)), max_size=25
)


@pytest.fixture(scope="module")
def models(rhythm_file):
    return {
        "first": rhythm_file(seed=3), "same": rhythm_file(seed=4), "junk": b"junk",
        "deeper": rhythm_file(latents=3, seed=6),
        "other": rhythm_file([("kick", [36]), ("bell", [56])], steps=12, seed=5, head={"steps_per_quarter": 3}),
    }  # fmt: skip


def do(here, models, deed):
    match deed:
        case ("set", name, share):
            here.take(here.part.set(name, value_of(FORMS[name], share), here.now))
        case ("pad", at):
            here.handle(Pad(here.now, tuple(at)))
        case ("note", key):
            here.handle(NoteOn(here.now, 1, float(key), 90))
        case ("beat", quarters, bpm, running):
            here.handle(Beat(here.now, quarters, bpm, running))
        case ("learn", name):
            here.handle(Learned(here.now, 5, models[name], {"loss": 1.0}))
        case ("begin", cue):
            here.take(here.part.begin(max(here.now, 0.0) + 0.03, cue))


BUSY = {
    "ratchet": 0.5, "fill_every": 1, "respond": True, "room": 0.3, "cross": 0.4, "w1": 1.0, "vary": 0.5,
    "kick__tune": 2.0, "walk": "circle",
}  # fmt: skip


def go_on_from_a_state(drums, models, before, after, **knobs):
    here = drums(models["first"], **knobs)
    here.until(0.3)
    for pause, deed in before:
        do(here, models, deed)
        here.until(here.now + pause)
    other = drums(models["first"], begin=False)
    other.ticks = here.ticks
    other.part.restore(loads(dumps(here.part.state()), "here"))
    np.testing.assert_equal(other.part.state(), here.part.state())
    here.records.clear()
    for each in (here, other):
        for pause, deed in after:
            do(each, models, deed)
            each.until(each.now + pause)
        each.until(each.now + 0.5)
    assert other.records == here.records
    np.testing.assert_equal(other.part.state(), here.part.state())


@settings(max_examples=60, deadline=None)
@given(before=DEEDS, after=DEEDS)
def test_a_state_in_mid_bar_is_everything(drums, models, before, after):
    go_on_from_a_state(drums, models, before, after)


@settings(max_examples=20, deadline=None)
@given(before=DEEDS, after=DEEDS)
def test_so_it_is_while_it_rolls_fills_answers_and_crosses(drums, models, before, after):
    go_on_from_a_state(drums, models, before, after, **BUSY)


def hit_in_order(drums, models, deeds, **knobs):
    here = drums(models["first"], density=0.8, humanise_ms=10.0, **knobs)
    for pause, deed in deeds:
        do(here, models, deed)
        until = here.now + pause
        while here.now < until:
            before = here.now
            hits = here.hits(records=here.until(before + 0.005))
            assert all(hit.time >= before + 0.03 - 0.0051 for hit in hits)
    by_row = {}
    for hit in here.hits():
        assert all(abs(hit.time - time) >= 0.001 for time in by_row.get(hit.pitch, [])[-1:])
        by_row.setdefault(hit.pitch, []).append(hit.time)


@settings(max_examples=60, deadline=None)
@given(deeds=DEEDS)
def test_whatever_is_done_no_hit_is_too_early_none_is_doubled_and_none_fails(drums, models, deeds):
    hit_in_order(drums, models, deeds)


@settings(max_examples=20, deadline=None)
@given(deeds=DEEDS)
def test_nor_is_any_while_it_rolls_fills_answers_and_crosses(drums, models, deeds):
    hit_in_order(drums, models, deeds, **BUSY)


def test_a_hit_that_was_given_is_not_given_again_after_a_state_was_taken_back(drums, models):
    here, other = drums(models["first"]), drums(models["first"], begin=False)
    here.take(here.part.advance(0.03))
    assert {hit.time for hit in here.hits()} == {0.03}
    other.part.restore(loads(dumps(here.part.state()), "here"))
    other.take(other.part.begin(0.03, None))
    other.take(other.part.advance(0.03))
    assert other.hits() == [] and other.stream("step") == [0.0]


@pytest.mark.parametrize("more", [{}, BUSY | {"walk": "random"}], ids=["neutral", "busy"])
def test_it_does_not_matter_how_it_is_let_advance(drums, models, more):
    knobs = {"temperature": 1.0, "mutate": 0.3, "walk": "random", "humanise_ms": 20.0, "swing": 60.0} | more
    here, other = (drums(models["first"], **knobs) for _ in range(2))
    here.until(10.0)
    other.take(other.part.advance(here.part._playing.horizon))
    assert other.hits() == here.hits() and len(here.hits()) > 100
    assert other.loops() == here.loops()


def test_a_model_that_was_learned_is_in_the_state_and_the_patchs_own_is_not(drums, models):
    here = drums(models["first"])
    assert len(dumps(here.part.state())) < 12_000
    here.handle(Learned(0.0, 5, models["same"], {}))
    here.until(2.5)
    other = drums(None, begin=False)
    other.part.restore(loads(dumps(here.part.state()), "here"))
    assert other.part.state()["model"] == here.part.state()["model"]


def test_a_state_of_a_model_that_is_no_longer_there_is_refused_and_recalled_without_it(drums, models):
    state = drums(models["first"], z1=1.5, bpm=90.0).part.state()
    other = drums(models["same"])
    with pytest.raises(
        DescantError, match=r"^drums: the model that it played is not the one that the patch names now; "
    ):
        other.part.restore(state)
    here = drums(models["same"])
    here.until(1.0)
    assert here.take(here.part.recall(state, here.now, ()))[0] == Recalled(())
    assert "it plays on what it has" in here.warned()[0]
    here.until(3.0)
    assert here.stream("point/1")[-1] == 1.5 and here.loops()[-1].step_s == pytest.approx(60 / 90 / 4)


@settings(max_examples=30, deadline=None)
@given(slices=st.lists(st.floats(0.001, 0.7), min_size=1, max_size=12), taps=st.lists(st.integers(0, 79), max_size=8))
def test_it_does_not_matter_how_it_is_let_advance_between_what_hands_do(drums, models, slices, taps):
    """Taps and the button at the same times, with other slices of `advance` between them: the same hits."""
    here, other = (drums(models["first"], **BUSY | {"humanise_ms": 5.0}) for _ in range(2))
    for tap in sorted(taps):
        moment = tap / 8
        here.take(here.part.advance(moment + 0.03))
        now = 0.0
        for each in slices:
            now = min(now + each, moment + 0.03)
            other.take(other.part.advance(max(now, other.part._playing.horizon)))
        other.take(other.part.advance(moment + 0.03))
        for part in (here, other):
            part.handle(NoteOn(moment, tap, 36.0 + tap % 7, 90))
            if tap % 3 == 0:
                part.take(part.part.set("fill", True, moment))
    for part in (here, other):
        part.take(part.part.advance(12.0))
    assert other.hits() == here.hits() and here.hits()


def test_a_state_of_before_there_were_two_points_is_taken_back(drums, models):
    here = drums(models["first"], walk="circle", z1=1.0)
    here.until(1.3)
    state = here.part.state()
    places, striking = state.pop("places"), state.pop("striking")
    old = state | {"wandering": places["first"], "last": striking["last"]}
    old["loop"] = {name: value for name, value in state["loop"].items() if name != "gains"}
    new = {"w", "cross", "fill", "ratchet", "respond", "room", "answer", "wait", "vary"}
    old["values"] = {
        name: value for name, value in state["values"].items()
        if name.split("_")[0].rstrip("12345678") not in new and name.split("/")[-1] not in ("ratchet", "tune", "bright")
    }  # fmt: skip
    assert len(old["values"]) < len(state["values"]) - 30
    other = drums(models["first"], begin=False)
    other.ticks = here.ticks
    other.part.restore(loads(dumps(old), "here"))
    again = drums(models["first"])
    again.until(1.3)
    again.take(again.part.recall(loads(dumps(old), "here"), again.now, ()))
    here.records.clear()
    for each in (here, other):
        each.until(4.0)
    assert other.hits() == here.hits() and len(here.hits()) > 20
    assert again.warned() == []
