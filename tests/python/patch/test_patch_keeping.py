"""An edited patch reaches its file whole or not at all, the one before stays, and no other hand's change is lost."""

from pathlib import Path

import pytest

from descant.errors import DescantError
from descant.patch import captured, keeping, load
from descant.patch.captured import Captured
from descant.patch.rewrite import WrittenCue

TEXT = 'descant = 1\n[instruments.bell]\nsynthdef = "piano"\n[[cues]]\nnumber = 1\n'
STATE = captured.text_of(Captured("Piece", {}, {}, {"parts": {}}))


def cue(number=2.0, name="Two"):
    return WrittenCue(number=number, name=name, set={"bell/level_db": -3.0}, state=f"piece.states/{number:g}.json")


@pytest.fixture
def path(tmp_path):
    found = tmp_path / "piece.toml"
    found.write_text(TEXT)
    return found


def names(path):
    return sorted(str(each.relative_to(path.parent)) for each in path.parent.rglob("*") if each.is_file())


def test_the_one_before_is_kept_each_time(path):
    one = keeping.put(path, TEXT, cue(), STATE)
    assert one.written and path.read_text() == one.text and load(path).cues[1].set == {"bell/level_db": -3.0}
    two = keeping.put(path, one.text, cue(3.0, "Three"), STATE)
    assert [each.name for each in load(path).cues] == ["Cue 1", "Two", "Three"]
    assert (path.with_name("piece.toml.1").read_text(), path.with_name("piece.toml.2").read_text()) == (TEXT, one.text)
    back = keeping.put_back(path, two.text, one.text)
    assert back.written and path.read_text() == one.text and path.with_name("piece.toml.3").read_text() == two.text
    assert names(path) == [
        "piece.states/2.json", "piece.states/3.json", "piece.toml", "piece.toml.1", "piece.toml.2", "piece.toml.3",
    ]  # fmt: skip


def test_another_hands_change_is_not_written_over(path):
    path.write_text(TEXT + "# mine\n")
    kept = keeping.put(path, TEXT, cue(), STATE)
    assert not kept.written and kept.why == "piece.toml was changed by another hand"
    assert path.read_text() == TEXT + "# mine\n" and kept.where == "piece.captured.toml"
    assert [each.name for each in load(path.with_name("piece.captured.toml")).cues] == ["Cue 1", "Two"]


def test_a_file_that_has_gone_is_not_made_again(path):
    path.unlink()
    kept = keeping.put(path, TEXT, cue(), STATE)
    assert kept.where == "piece.captured.toml" and not path.exists()
    assert kept.why == "piece.toml: there is no such file"


def test_the_one_before_is_kept_also_where_files_have_one_name_only(path, monkeypatch):
    monkeypatch.setattr(Path, "hardlink_to", lambda *_: (_ for _ in ()).throw(OSError(1, "Operation not permitted")))
    one = keeping.put(path, TEXT, cue(), STATE)
    two = keeping.put(path, one.text, cue(3.0, "Three"), STATE)
    assert two.written and path.read_text() == two.text
    assert (path.with_name("piece.toml.1").read_text(), path.with_name("piece.toml.2").read_text()) == (TEXT, one.text)


def test_the_byte_order_mark_stays(path):
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.encode())
    assert keeping.put(path, TEXT, cue(), STATE).written
    assert path.read_bytes().startswith(b"\xef\xbb\xbfdescant = 1\n") and len(load(path).cues) == 2


def test_what_would_be_no_patch_is_not_written(path):
    wrong = WrittenCue(number=2.0, name="Two", set={"bell/nothing": 1}, state="piece.states/2.json")
    with pytest.raises(DescantError, match="unknown parameter"):
        keeping.put(path, TEXT, wrong, STATE)
    assert path.read_text() == TEXT and not path.with_name("piece.toml.1").exists()


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_full_disk_leaves_what_was_there(path, monkeypatch, call):
    def full(*_):
        raise OSError(28, "No space left on device")

    if call == "fsync":
        monkeypatch.setattr("descant.patch.keeping.os.fsync", full)
    else:
        monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(DescantError, match="cannot be written: No space left on device"):
        keeping.put(path, TEXT, cue(), STATE)
    assert path.read_text() == TEXT
