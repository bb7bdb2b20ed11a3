"""The desk beside a performance: captured cues reach the patch file, edits of the file reach the performance."""

import time

import pytest

from descant.patch import load
from descant.performance.desk import Desk
from descant.performance.filewatch import FileWatch

WAIT_S = 30.0


@pytest.fixture
def beside(stage_of, small, tmp_path):
    """Return a stage whose patch lies in a file, its desk, and what was said."""
    path = tmp_path / "small.toml"
    path.write_text(small.text)
    stage, said = stage_of(load(path)), []
    stage.path, stage.said, stage.clock = path, said, 0.0

    def apply(line):
        stage.clock += 1.0
        stage.performance.handle({"t": stage.clock} | line)

    def tell(kind, **more):
        begin = len(stage.lines)
        apply({"in": kind, **more})
        stage.desk.happened(stage.lines[begin:])

    def until(condition):
        end = time.monotonic() + WAIT_S
        while not condition():
            assert time.monotonic() < end, (said, stage.lines[-3:])
            stage.desk.read()
            time.sleep(0.01)

    stage.tell, stage.until_ = tell, until
    stage.desk = Desk(stage.performance, path, apply, said.append, every_s=0.05)
    yield stage
    stage.desk.close()


def inputs(stage, kind):
    return [line for line in stage.lines if line.get("in") == kind]


def test_a_captured_cue_is_in_the_file_and_undo_takes_it_out(beside):
    before = beside.path.read_text()
    beside.tell("set", name="knots/noise", value=0.125)
    beside.tell("capture", name="Storm")
    beside.until_(lambda: inputs(beside, "written"))
    assert beside.said == ["cue 1.5 'Storm' is in small.toml"]
    assert load(beside.path).cues == beside.performance.patch.cues
    assert load(beside.path).files == beside.performance.patch.files
    assert beside.path.with_name("small.toml.1").read_text() == before
    time.sleep(0.5)
    beside.desk.read()
    beside.tell("undo")
    beside.until_(lambda: len(inputs(beside, "written")) == 2)
    assert beside.path.read_text() == before and beside.said[-1] == "cue 1.5 is as it was before in small.toml"
    time.sleep(0.5)
    beside.desk.read()
    assert not inputs(beside, "reload"), "what Descant has written itself is no edit"


def test_an_edit_is_taken_over_and_later_captures_go_into_it(beside):
    beside.path.write_text(beside.path.read_text().replace("amount = 0.1\n", "amount = 0.3\n"))
    beside.until_(lambda: inputs(beside, "reload"))
    assert beside.performance.conductor.values["cubics-to-detune/amount"] == 0.3
    beside.tell("capture", name="Storm")
    beside.until_(lambda: inputs(beside, "written"))
    assert load(beside.path).declared["cubics-to-detune/amount"] == 0.3 and len(load(beside.path).cues) == 5


def test_a_faulty_edit_is_said_with_its_line_and_a_capture_goes_beside_it(beside):
    good = beside.path.read_text()
    beside.path.write_text(good.replace("amount = 0.1\n", "amount = lots\n"))
    beside.until_(lambda: inputs(beside, "fault"))
    place = good.split("\n").index("amount = 0.1") + 1
    fault = inputs(beside, "fault")[0]
    assert fault["of"] == "patch" and f"small.toml:{place}: not TOML" in fault["text"]
    assert fault["text"].endswith("the last good one goes on") and beside.said == [f"patch: {fault['text']}"]

    beside.tell("capture", name="Storm")
    beside.until_(lambda: len(inputs(beside, "fault")) == 2)
    assert inputs(beside, "fault")[1]["text"] == (
        "cue 1.5 'Storm' is in small.captured.toml: small.toml was changed by another hand"
    )
    assert "amount = lots" in beside.path.read_text()
    assert load(beside.path.with_name("small.captured.toml")).cues == beside.performance.patch.cues

    beside.path.write_text(good.replace("amount = 0.1\n", "amount = 0.5\n"))
    beside.until_(lambda: inputs(beside, "reload"))
    assert inputs(beside, "reload")[0]["keep"] == [1.5]
    assert [cue.name for cue in beside.performance.patch.cues] == ["Cubics", "Storm", "Knots", "Slow", "Both"]
    beside.until_(lambda: inputs(beside, "written"))  # and now it can be put into the file
    assert "amount = 0.5\n" in beside.path.read_text()
    assert load(beside.path).cues == beside.performance.patch.cues
    beside.tell("undo")
    beside.until_(lambda: len(inputs(beside, "written")) == 2)
    assert beside.path.read_text() == good.replace("amount = 0.1\n", "amount = 0.5\n")


def test_captures_in_quick_succession_and_an_undo(beside):
    for n in range(3):
        beside.tell("capture", name=f"Try {n}")
    beside.tell("undo")
    beside.until_(lambda: len(inputs(beside, "written")) == 4)
    assert [cue.name for cue in load(beside.path).cues] == ["Cubics", "Try 1", "Try 0", "Knots", "Slow", "Both"]


def test_what_was_captured_last_is_written_before_the_end(beside):
    beside.tell("capture", name="Storm")
    beside.desk.close()
    assert len(load(beside.path).cues) == 5 and not inputs(beside, "written")


def test_a_folder_that_cannot_be_written(beside):
    beside.path.with_name("small.states").write_text("in the way")
    beside.tell("capture", name="Storm")
    beside.until_(lambda: inputs(beside, "fault"))
    assert inputs(beside, "fault")[0]["of"] == "capture"
    assert inputs(beside, "fault")[0]["text"].startswith("cue 1.5 'Storm' is not in small.toml")
    assert len(beside.performance.patch.cues) == 5


def test_the_reload_performs_again_from_its_line(beside, stage_of, small):
    beside.tell("capture", name="Storm")
    beside.until_(lambda: inputs(beside, "written"))
    beside.path.write_text(beside.path.read_text().replace('name = "Storm"', 'name = "Calm"'))
    beside.until_(lambda: inputs(beside, "reload"))
    again = stage_of(small)
    for line in beside.lines:
        if "in" in line:
            again.performance.handle(dict(line))
    assert again.lines == beside.lines
    assert again.performance.patch.cues == beside.performance.patch.cues
    assert again.performance.patch.cues[1].name == "Calm"


# ---------------------------------------------------------------- watching
def test_a_text_is_told_once_and_only_when_it_is_whole(tmp_path):
    path, told = tmp_path / "a.toml", []
    path.write_text("one")
    watch = FileWatch(path, "one", told.append)
    watch.look()
    path.write_text("two, half")
    watch.look()
    path.write_text("two, whole")
    watch.look()
    assert told == []
    for _ in range(3):
        watch.look()
    assert told == ["two, whole"]
    path.unlink()
    watch.look()
    path.write_bytes(b"\xef\xbb\xbfthree")
    for _ in range(3):
        watch.look()
    path.write_bytes(b"\xff")
    watch.look()
    path.write_text("own")
    watch.know("own")
    for _ in range(3):
        watch.look()
    assert told == ["two, whole", "three"]


def test_a_text_that_is_as_before_is_no_news(tmp_path):
    path, told = tmp_path / "a.toml", []
    path.write_text("one")
    watch = FileWatch(path, "one", told.append)
    path.write_text("half")
    watch.look()
    path.write_text("one")
    watch.look()
    watch.look()
    assert told == []
