"""What processes say that train models: input lines that reach their part, and come out equal again."""

import hashlib
import json

import numpy as np
import pytest

from descant.errors import DescantError
from descant.patch import loads
from descant.performance.comeback import come_back, forward
from descant.performance.offline import Job, perform, take_inputs
from descant.performance.performance import Performance
from descant.performance.snapshots import Snapshots, latest
from descant.performance.status import Status
from descant.performance.take import DERIVED, TakeWriter, header, read_take
from descant.performance.weights import Weights, bring, nothing, path_in
from descant.sound.engine import Engine
from descant.sound.offline import make_score
from descant.sound.synthdefs import built_in

PATCH = """
descant = 1
[parts.drums]
kind = "sequencer"
bpm = 240
[parts.cubics]
kind = "cubics"
[instruments.piano]
synthdef = "piano"
notes = [30, 60]
[[cues]]
number = 1
[[cues]]
number = 2
set = { "drums/density" = 0.6 }
"""
LESSON = {"in": "worker", "part": "drums", "step": 3}


@pytest.fixture(scope="module")
def patch():
    return loads(PATCH, "beat.toml", None, {})


@pytest.fixture
def models(rhythm_file, tmp_path):
    """Return the sums of three models beside the take in `tmp_path / "take"`."""
    names = []
    for seed in range(3):
        content = rhythm_file(seed=seed, hidden=64)
        names.append(hashlib.sha256(content).hexdigest())
        path = path_in(tmp_path / "take", names[-1])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return names


def performance(patch, weights=nothing, begin=None):
    lines = []
    engine = Engine(make_score(), built_in(), tuple(patch.streams))
    made = Performance(patch, 1, engine, lines.append, lambda message: None, weights=weights)
    if begin:
        made.resume(begin)
    else:
        made.start()
    return made, lines


def hits(lines):
    return [(line["at"], line["on"], line["velocity"]) for line in lines if "at" in line]


def derived(lines):
    return [line for line in lines if any(kind in line for kind in DERIVED) and "in" not in line]


def warnings(lines):
    return [line["text"] for line in lines if "warn" in line]


def test_a_part_is_silent_until_it_has_learned_and_its_streams_tell_of_it(patch, models, tmp_path):
    made, lines = performance(patch, Weights(tmp_path / "take"))
    made.advance(1.0)
    assert not hits(lines)
    made.handle({"t": 1.0, **LESSON, "streams": {"loss": 2.5, "kl/1": 0.25, "else": 3.0}})
    told = {name: made.engine.value_of(f"drums/{name}") for name in ("loss", "kl/1", "kl/2", "trained")}
    assert told == {"loss": 2.5, "kl/1": 0.25, "kl/2": 0.0, "trained": 3.0}
    made.handle({"t": 1.1, **LESSON, "sha256": models[0]})
    made.advance(3.0)
    assert len(hits(lines)) > 8
    assert not warnings(lines)
    assert made.parts["drums"].learned().model == path_in(tmp_path / "take", models[0]).read_bytes()


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ({"part": "nobody"}, "'nobody' is no part that learns from a corpus"),
        ({"part": "cubics"}, "'cubics' is no part that learns from a corpus"),
        ({"part": ["drums"]}, "is no part that learns from a corpus"),
        ({"step": -1}, "-1 is no step of a training"),
        ({"step": True}, "True is no step of a training"),
        ({"step": "9"}, "'9' is no step of a training"),
        ({"streams": [1]}, "what it tells are no streams"),
        ({"streams": {"loss": "low"}}, "what it tells is no number"),
        ({"streams": {"loss": float("inf")}}, "what it tells is no number"),
        ({"sha256": "../../etc/passwd"}, "'../../etc/passwd' names no model"),
        ({"sha256": 4}, "'4' names no model"),
        ({"sha256": "0" * 64}, "the model 00000000 is not beside the take"),
    ],
)
def test_what_is_no_lesson_warns_and_changes_nothing(patch, tmp_path, line, text):
    made, lines = performance(patch, Weights(tmp_path))
    made.advance(0.5)
    before = made.state()["ensemble"]["parts"]["drums"]
    made.handle({"t": 0.5, **LESSON, **line})
    (found,) = warnings(lines)
    assert text in found
    np.testing.assert_equal(made.state()["ensemble"]["parts"]["drums"], before)


def test_a_file_that_is_no_model_warns_and_the_part_plays_on(patch, models, tmp_path):
    made, lines = performance(patch, Weights(tmp_path / "take"))
    made.handle({"t": 0.0, **LESSON, "sha256": models[0]})
    path_in(tmp_path / "take", models[1]).write_bytes(b"not a model")
    made.handle({"t": 0.5, **LESSON, "sha256": models[1]})
    made.advance(3.0)
    (text,) = warnings(lines)
    assert "it plays on what it has" in text
    assert len(hits(lines)) > 8


def test_every_client_hears_that_a_training_is_over_and_the_terminal_how_it_goes(desk):
    here, status = desk(), Status()
    client, other = here.client(hello="one"), here.client(hello="two")
    client.hear(), other.hear()
    for line in ({"step": 120, "streams": {"loss": 3.14159}}, {"step": 900, "done": True}):
        here._apply(1000.5, {"in": "worker", "part": "drums", **line})
        status.note(next(each for each in reversed(here.lines) if each.get("in") == "worker"))
        assert ("drums: step 120, loss 3.14" in status.text(0, 0)) == ("done" not in line)
    assert "drums: trained 900" in status.text(0, 0)
    for each in (client, other):
        assert [told for told in each.hear() if told[0] == "trained"] == [("trained", "drums", 900)]


# ---------------------------------------------------------------- again
def a_night(models):
    """Return the inputs of a night in which three models come, and figures between them."""
    lines = [{"t": 0.2 + 0.9 * n, **LESSON, "step": 10 * n, "sha256": name} for n, name in enumerate(models)]
    lines += [{"t": 0.05 + 0.1 * n, **LESSON, "step": n, "streams": {"loss": 9.0 - n / 10}} for n in range(30)]
    lines.append({"t": 1.55, "in": "cue", "do": "go"})
    return [*sorted(lines, key=lambda line: line["t"]), {"t": 4.0, "in": "stop"}]


@pytest.fixture
def night(patch, models, tmp_path):
    """Perform it into the take; return the lines that it brought."""
    made, lines = performance(patch, Weights(tmp_path / "take"))
    writer = TakeWriter(tmp_path / "take" / "take.jsonl")
    writer.write(header(patch, seed=1, settings={}, assets={}, sample_rate=48000))
    for line in a_night(models):
        made.handle(dict(line))
    made.advance(5.0)
    for line in lines:
        writer.write(line)
    writer.close()
    return lines


def replayed(patch, tmp_path, out="out"):
    _, lines = read_take(tmp_path / "take" / "take.jsonl")
    job = Job(patch=patch, inputs=take_inputs(lines), seed=1, movie=False, take=tmp_path / "take")
    perform(job, tmp_path / out, lambda stage, done: None)
    return read_take(tmp_path / out / "take.jsonl")[1]


def test_a_take_is_performed_again_with_the_models_beside_it(patch, night, models, tmp_path):
    again = replayed(patch, tmp_path)
    assert derived(again) == json.loads(json.dumps(derived(night)))
    assert len(hits(night)) > 20
    for name in models:
        assert path_in(tmp_path / "out", name).read_bytes() == path_in(tmp_path / "take", name).read_bytes()
    before = path_in(tmp_path / "out", models[0])
    replayed(patch, tmp_path)  # what stood there is kept
    assert (tmp_path / "out" / "earlier" / "1" / "weights" / before.name).exists()


@pytest.mark.parametrize("what", ["missing", "damaged", "misnamed"])
def test_a_model_that_lacks_is_one_line_before_anything_is_rendered(patch, night, models, tmp_path, what):
    path = path_in(tmp_path / "take", models[1])
    if what == "missing":
        path.unlink()
    elif what == "damaged":
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    else:
        take = tmp_path / "take" / "take.jsonl"
        take.write_text(take.read_text().replace(models[1], "../" + models[1]))
    with pytest.raises(DescantError) as error:
        replayed(patch, tmp_path)
    text = str(error.value)
    assert {"missing": "is not there, which is heard from 1.1 s on", "damaged": "is damaged, which is heard from 1.1",
            "misnamed": "heard at 1.1 s, names no model"}[what] in text  # fmt: skip
    assert "\n" not in text
    assert not (tmp_path / "out").exists()


def test_all_models_are_found_whole_before_one_is_copied(models, tmp_path):
    path_in(tmp_path / "take", models[2]).unlink()
    (tmp_path / "new").mkdir()
    inputs = [{"t": 0.0, **LESSON, "sha256": name} for name in models]
    with pytest.raises(DescantError, match="is not there"):
        bring(inputs, tmp_path / "take", tmp_path / "new")
    assert list((tmp_path / "new").iterdir()) == []


# ---------------------------------------------------------------- after a crash, and in cues
def test_a_state_holds_what_was_learned_and_a_snapshot_keeps_it_once(patch, models, tmp_path):
    made, lines = performance(patch, Weights(tmp_path / "take"))
    snapshots, written = Snapshots(tmp_path / "take", pytest.fail), 0
    inputs = a_night(models)[:-1]
    for count, line in enumerate(inputs):
        made.handle(dict(line))
        for each in lines[written:]:
            snapshots.note(each)
        written = len(lines)
        if count % 4 == 0:
            snapshots._taken_s = -99.0
            snapshots.take(line["t"], made.state)
    snapshots.close()
    folder = tmp_path / "take" / "snapshots"
    assert max(path.stat().st_size for path in folder.glob("*.json")) < 80_000
    long = [path for path in (folder / "lasting").iterdir() if path.stat().st_size > 80_000]
    assert len(long) == len(models)
    for snapshot in latest(tmp_path / "take", len(inputs)):
        rest = inputs[snapshot.inputs :]
        found = forward(patch, 1, snapshot.state, rest, 4.0, weights=Weights(tmp_path / "take"))
        whole = forward(patch, 1, None, inputs, 4.0, weights=Weights(tmp_path / "take"))
        np.testing.assert_equal(found["ensemble"], whole["ensemble"])
    assert len(list(latest(tmp_path / "take", len(inputs)))) > 5


def test_a_take_that_broke_off_is_come_back_to_with_what_was_learned(patch, night, models, tmp_path):
    take = tmp_path / "take" / "take.jsonl"
    raw = take.read_text().splitlines()
    cut = next(n for n, line in enumerate(raw) if models[2] in line) + 9
    take.write_text("\n".join(raw[:cut]) + "\n")
    back = come_back(patch, tmp_path / "take", safe="", say=pytest.fail)
    made, _ = performance(patch, begin=back.state)
    assert made.parts["drums"].learned().model == path_in(tmp_path / "take", models[2]).read_bytes()


def test_a_captured_cue_and_one_begun_at_have_what_was_learned(patch, models, tmp_path):
    made, lines = performance(patch, Weights(tmp_path / "take"))
    first, second = (path_in(tmp_path / "take", name).read_bytes() for name in models[:2])
    made.handle({"t": 0.0, **LESSON, "sha256": models[0]})
    made.handle({"t": 2.0, "in": "capture", "name": "Learned"})
    made.handle({"t": 2.1, **LESSON, "sha256": models[1]})
    made.advance(5.0)
    assert made.parts["drums"].learned().model == second
    made.handle({"t": 5.0, "in": "cue", "do": "scrub", "to": 1})  # the captured one is not before it
    assert made.parts["drums"].learned().model == second
    before = len(hits(lines))
    made.advance(7.0)
    assert len(hits(lines)) > before
    made.handle({"t": 8.0, "in": "cue", "do": "goto", "to": "Learned"})
    made.advance(9.0)
    assert made.parts["drums"].learned().model == first
    assert not warnings(lines)
