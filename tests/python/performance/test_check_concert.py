"""What could go wrong in a concert is said under the name of its piece."""

import shutil
from pathlib import Path

import pytest

from descant.errors import DescantError
from descant.patch.concert import load_concert
from descant.patch.machine import Machine
from descant.performance import check, check_concert, check_live

PATCHES = next(folder for folder in Path(__file__).parents if (folder / "patches").is_dir()) / "patches"


@pytest.fixture
def night(tmp_path):
    """Return a function that writes a concert of both pieces, the second one changed, and gives its path."""
    for name in ("losses-dissonances-distortions.toml", "chorus.toml", "harmonics.scl"):
        shutil.copy(PATCHES / name, tmp_path)

    def write(*changes, more=""):
        text = (tmp_path / "chorus.toml").read_text()
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (tmp_path / "chorus.toml").write_text(text)
        (tmp_path / "night.toml").write_text(
            'concert = 1\n[[pieces]]\npatch = "losses-dissonances-distortions.toml"\n'
            f'[[pieces]]\npatch = "chorus.toml"\n{more}\n'
        )
        return tmp_path / "night.toml"

    return write


def wrong(path):
    return [str(finding) for finding in check_concert.findings(path) if finding.fix]


def test_all_is_well(night):
    assert wrong(night()) == []
    assert wrong(PATCHES / "concert.toml") == []


def test_a_patch_that_is_wrong_and_its_broken_cue(night, tmp_path):
    path = night(('kind = "chorus"', 'kind = "chorus"\nlerning_rate = 3'), ('{ "picture/background"', '{ "pict/x"'))
    found = wrong(path)
    assert len(found) == 3
    assert all(line.startswith("piece 2, chorus: ") for line in found)
    assert f"{tmp_path / 'chorus.toml'}:23: parts.chorus.lerning_rate: unknown key; " in found[0]
    assert 'cues[2].set."pict/x"' in found[1]
    assert found[2] == (
        'piece 2, chorus: cue 2 "One sound": is broken; correct it as it says above, or take it out'
    )  # fmt: skip


def test_files_and_settings_that_are_missing(night, tmp_path):
    path = night(more='set = { "chorus/learnin_rate" = 1 }\n[[pieces]]\npatch = "third.toml"')
    (tmp_path / "harmonics.scl").unlink()
    found = wrong(path)
    assert found[0].startswith("piece 2, chorus: ") and "harmonics.scl: there is no such file" in found[0]
    assert found[-1] == (
        f'piece 3, third: {path}:8: patch: "third.toml" is not beside the concert; put it there, or correct its name'
    )
    shutil.copy(PATCHES / "harmonics.scl", tmp_path)
    assert f'piece 2, chorus: {path}:6: set."chorus/learnin_rate": unknown parameter' in wrong(path)[0]


@pytest.mark.parametrize(
    ("name", "what"),
    [("folder.toml", "is no file; name a patch"),
     ("night.toml", "is a concert itself; name its patches here, each under [[pieces]]")],
)  # fmt: skip
def test_a_piece_that_is_no_patch_is_named_in_one_line(night, tmp_path, name, what):
    (tmp_path / "folder.toml").mkdir()
    path = night(more=f'[[pieces]]\npatch = "{name}"')
    assert wrong(path) == [f'piece 3, {name.removesuffix(".toml")}: {path}:7: patch: "{name}" {what}']
    with pytest.raises(DescantError) as error:
        load_concert(path)
    assert str(error.value) == f'{path}:7: patch: "{name}" {what}'


def test_pieces_are_counted_as_they_are_written_and_told_apart_where_they_have_one_name(night, tmp_path):
    path = night(more='sead = 1\n[[pieces]]\npatch = "nowhere.toml"')
    assert wrong(path)[1].startswith("piece 3, nowhere: ")
    for folder, rate in (("a", 48000), ("b", 44100)):
        (tmp_path / folder).mkdir()
        shutil.copy(tmp_path / "harmonics.scl", tmp_path / folder)
        text = (tmp_path / "chorus.toml").read_text().replace("sample_rate = 48000", f"sample_rate = {rate}")
        (tmp_path / folder / "p.toml").write_text(text)
    path.write_text('concert = 1\n[[pieces]]\npatch = "a/p.toml"\n[[pieces]]\npatch = "b/p.toml"\n')
    assert [line for line in wrong(path) if "sample_rate: 48000 in piece 1, p, 44100 in piece 2, p" in line]


def test_cues_that_are_no_tables_are_a_line_each(night, tmp_path):
    path = night()
    text = (tmp_path / "chorus.toml").read_text()
    (tmp_path / "chorus.toml").write_text("cues = [3]\n" + text[: text.index("[[cues]]")])
    assert [line.split("; ")[0] for line in wrong(path)] == [
        "piece 2, chorus: " + str(tmp_path / "chorus.toml") + ":1: cues[1]: found 3"
    ]


def test_applause_and_a_pause_are_one_too_many(night):
    path = night(more='applause = true\npause_s = 5\n[[pieces]]\npatch = "chorus.toml"')
    assert wrong(path) == [
        f"{path}:7: pieces[2].pause_s: applause = true waits for GO, however long pause_s is; leave one of them out"
    ]


def test_the_concert_file_itself(night):
    path = night(more="sead = 1")
    assert wrong(path) == [
        f"{path}:6: pieces[2].sead: unknown key; did you mean 'seed'? (allowed: patch, seed, set, fade_s, pause_s, "
        "applause, notes)"
    ]


def test_pieces_that_do_not_go_together(night):
    path = night(("sample_rate = 48000", "sample_rate = 44100"), ("width = 1280", "width = 640"))  # its own picture
    assert wrong(path) == [
        f"{path}: the pieces differ in sample_rate: 48000 in piece 1, losses-dissonances-distortions, "
        "44100 in piece 2, chorus; JACK has one: give all pieces the same in [sound]",
    ]


def test_room_for_the_whole_evening(night, monkeypatch):
    class Usage:
        free = check.LEAST_FREE_BYTES + check.PIECE_BYTES - 1

    monkeypatch.setattr(check.shutil, "disk_usage", lambda folder: Usage)
    assert "MiB are free on its disk" in wrong(night())[0]
    Usage.free += 1
    assert wrong(night()) == []


def test_live_the_machine_once_and_each_piece_under_its_name(night, monkeypatch):
    monkeypatch.setattr(check_live.midi, "port_names", lambda api="auto": [("Disklavier:out",)])
    machine = Machine(midi={"piano": "Disklavier", "keys": "Clavinova"})
    found = [str(finding) for finding in check_concert.live(night(), machine=machine, picture=False)]
    assert sum("port 57130" in line for line in found) == 1
    assert "piece 1, losses-dissonances-distortions: inputs.piano: plays from Disklavier:out" in found
    assert any('piece 2, chorus: inputs.keys: no MIDI port has "Clavinova" in its name' in line for line in found)
