"""A concert's file: what it says, and what is wrong with it in one line each."""

import math
import shutil
from pathlib import Path

import pytest

from descant.errors import DescantError
from descant.patch.concert import is_concert, load_concert
from descant.patch.patch import Leaves

PATCHES = next(folder for folder in Path(__file__).parents if (folder / "patches").is_dir()) / "patches"


@pytest.fixture
def night(tmp_path):
    """Return a function that writes a concert beside the two pieces, and gives its path."""
    for name in ("losses-dissonances-distortions.toml", "chorus.toml", "harmonics.scl"):
        shutil.copy(PATCHES / name, tmp_path)

    def write(*pieces, top="concert = 1"):
        text = "\n".join([top, *(f"[[pieces]]\n{piece}" for piece in pieces)])
        (tmp_path / "night.toml").write_text(text + "\n")
        return tmp_path / "night.toml"

    return write


CHORUS, LOSSES = 'patch = "chorus.toml"', 'patch = "losses-dissonances-distortions.toml"'


def test_the_concert_that_comes_with_descant():
    concert = load_concert(PATCHES / "concert.toml")
    assert concert.title == "An Evening of Learning"
    assert [piece.patch.title for piece in concert.pieces] == ["Losses, Dissonances, and Distortions", "Clearing"]
    assert [piece.patch.leaves for piece in concert.pieces] == [
        Leaves(fade_s=0.5), Leaves(fade_s=0.5, followed=False)
    ]  # fmt: skip
    assert [piece.seed for piece in concert.pieces] == [None, None]
    assert all(piece.notes for piece in concert.pieces)


def test_what_a_concert_says_of_a_piece_goes_before_its_patch(night):
    path = night(
        f'{CHORUS}\nseed = 5\nfade_s = 2\npause_s = 7\nset = {{ "chorus/learning_rate" = 0.5, "piano/mute" = true }}',
        f"{LOSSES}\napplause = true",
        CHORUS,
        top='concert = 1\ntitle = "Night"\nfade_s = 0.1',
    )
    first, second, third = load_concert(path).pieces
    assert (first.seed, second.seed, third.seed) == (5, None, None)
    assert first.patch.leaves == Leaves(fade_s=2.0, pause_s=7.0)
    assert second.patch.leaves == Leaves(fade_s=0.1, pause_s=math.inf)
    assert third.patch.leaves == Leaves(fade_s=0.1, followed=False)
    assert first.patch.declared["chorus/learning_rate"] == 0.5
    assert first.patch.pinned == {"chorus/learning_rate", "piano/mute"}
    assert third.patch.declared["chorus/learning_rate"] == 0.02


def test_a_patch_is_no_concert(night, tmp_path):
    assert is_concert(night(CHORUS))
    assert not is_concert(tmp_path / "chorus.toml")
    assert not is_concert(tmp_path / "nowhere.toml")


@pytest.mark.parametrize(
    ("pieces", "top", "line"),
    [
        ((), "concert = 1", ":1: pieces: missing; a concert has at least one [[pieces]] with patch = \"…\""),
        ((CHORUS,), "title = 'x'", ":1: concert: missing; begin the concert with concert = 1"),
        ((CHORUS,), "concert = 2", ":1: concert: found 2; must be 1, the version of this format"),
        ((CHORUS,), "concert = 1\nfade_s = 0.01", ":2: fade_s: found 0.01; must be a number from 0.05 to 3"),
        ((CHORUS, "seed = 1"), "concert = 1", ":4: pieces[2].patch: missing; it must be given"),
        (('patch = "chorus"',), "concert = 1",
         ':3: pieces[1].patch: found "chorus"; must be the name of a patch file beside this one: it ends with .toml'),
        ((f"{CHORUS}\nsead = 1",), "concert = 1", ":4: pieces[1].sead: unknown key; did you mean 'seed'?"),
        ((f"{CHORUS}\npause_s = -1",), "concert = 1", ":4: pieces[1].pause_s: found -1; must be a number from 0 to"),
        ((CHORUS, 'patch = "other.toml"'), "concert = 1",
         ':5: patch: "other.toml" is not beside the concert; put it there, or correct its name'),
        ((f'{CHORUS}\nset = {{ "chorus/learnin_rate" = 1 }}',), "concert = 1",
         ":4: set.\"chorus/learnin_rate\": unknown parameter; did you mean 'chorus/learning_rate'?"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_in_one_line(night, pieces, top, line):
    path = night(*pieces, top=top)
    with pytest.raises(DescantError) as error:
        load_concert(path)
    assert str(error.value).startswith(f"{path}{line}")


def test_what_is_wrong_in_a_patch_is_said_with_its_line(night, tmp_path):
    text = (tmp_path / "chorus.toml").read_text().replace('kind = "chorus"', 'kind = "corus"')
    (tmp_path / "chorus.toml").write_text(text)
    with pytest.raises(DescantError, match=r"chorus\.toml:\d+: parts\.chorus\.kind: unknown kind of part \"corus\""):
        load_concert(night(LOSSES, CHORUS))


def test_two_synthdefs_of_one_name_are_not_on_one_scsynth(night, tmp_path):
    for folder, name in (("a", "overtones"), ("b", "piano")):
        from descant.sound.synthdefs import built_in

        (tmp_path / folder / "synthdefs").mkdir(parents=True)
        own = built_in()[name].compile().replace(bytes([len(name)]) + name.encode(), b"\x04gong", 1)
        (tmp_path / folder / "synthdefs" / "gong.scsyndef").write_bytes(own)
        patch = (tmp_path / "losses-dissonances-distortions.toml").read_text()
        head, _, _ = patch.partition("# ------------------------------------------------------------------ who learns")
        (tmp_path / folder / "p.toml").write_text(
            head + '[instruments.bell]\nsynthdef = "gong"\n[[cues]]\nnumber = 1\n'
        )
    same = night('patch = "a/p.toml"', 'patch = "a/p.toml"')
    assert len(load_concert(same).pieces) == 2
    with pytest.raises(DescantError, match='different SynthDefs named "gong"; rename one of them'):
        load_concert(night('patch = "a/p.toml"', 'patch = "b/p.toml"'))
