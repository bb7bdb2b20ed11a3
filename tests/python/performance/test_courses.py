"""What parts are to learn: from which folder, in how many dimensions, and why they cannot."""

import pytest

from descant.corpora import keeping
from descant.corpora.making import Make, make_patterns
from descant.corpora.patterns import Grid
from descant.errors import DescantError
from descant.patch import load, with_settings
from descant.performance import check, courses
from descant.performance.courses import Course, corpora, with_corpora, with_corpus

PATCH = """
descant = 1
{parts}
[instruments.piano]
synthdef = "piano"
[[cues]]
number = 1
set = {{ "{first}/on" = true }}
"""
DRUMS = '[parts.drums]\nkind = "sequencer"\n'


@pytest.fixture
def patch(tmp_path):
    """Return a maker of patches that lie in a folder."""

    def make(parts=DRUMS, first="drums"):
        path = tmp_path / "beat.toml"
        path.write_text(PATCH.format(parts=parts, first=first))
        return load(path)

    return make


@pytest.fixture
def made(tmp_path):
    """Return a maker of corpora beside the patch."""

    def make(name="made", rhythms=(), count=2):
        keeping.save(make_patterns(Make(Grid(), rhythms=rhythms, count=count, held_out=0.0)), tmp_path / name)
        return tmp_path / name

    return make


def test_a_part_learns_from_the_folder_beside_its_patch(patch, made):
    folder = made()
    piece = patch(DRUMS + 'corpus = "made"\n')
    assert courses.courses(piece) == {"drums": Course(folder, 2, 30_000)}
    assert courses.courses(piece, 500)["drums"].steps == 500
    assert corpora(piece) == {"drums": str(folder)}
    assert courses.courses(patch()) == corpora(patch()) == {}


def test_it_learns_as_many_dimensions_as_the_model_has_that_it_plays(patch, made, rhythm_file, tmp_path):
    made()
    (tmp_path / "old.safetensors").write_bytes(rhythm_file(latents=5))
    piece = patch(DRUMS + 'corpus = "made"\nmodel = "old.safetensors"\n')
    assert courses.courses(piece)["drums"].latents == 5


def test_tonights_corpus_is_learned_as_soon_as_it_plays_and_goes_before_the_patch(patch, made):
    made()
    other = made("other")
    piece = with_corpus(patch(DRUMS + 'corpus = "made"\n'), other)
    assert courses.courses(piece)["drums"].corpus == other
    assert piece.declared["drums/train"] is True
    assert "drums/train" in piece.pinned
    later = with_corpus(with_settings(patch(), ["drums/train=0"]), other)
    assert later.declared["drums/train"] is False
    assert courses.courses(later)["drums"].corpus == other


def test_a_corpus_of_tonight_is_for_the_only_part_that_learns_from_one(patch, made):
    folder = made()
    cubics = '[parts.cubics]\nkind = "cubics"\n'
    with pytest.raises(DescantError, match=r'has no parts that learn from a corpus; .* kind "sequencer"'):
        with_corpus(patch(cubics, "cubics"), folder)
    two = patch(DRUMS + DRUMS.replace("drums", "bells"))
    with pytest.raises(DescantError, match=r"has 2 parts that learn from a corpus: drums, bells; write corpus = "):
        with_corpus(two, folder)
    both = with_corpora(two, {"drums": str(folder), "gone": "/x"})
    assert corpora(both) == {"drums": str(folder)}


WRONG = {
    "not there": "No such file",
    "empty": "No such file",
    "one pattern": "holds 1 patterns; give at least 2",
    "damaged": "is not the file that corpus.toml was written for",
    "a file": "Not a directory",
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_no_corpus_is_one_line_here_and_in_the_check(patch, made, tmp_path, what):
    folder = tmp_path / "made"
    if what == "empty":
        folder.mkdir()
    elif what == "one pattern":
        made(rhythms=("bossa nova",), count=1)
    elif what == "damaged":
        (made() / "patterns.npz").write_bytes(b"PK")
    elif what == "a file":
        folder.write_text("")
    piece = patch(DRUMS + 'corpus = "made"\n')
    for ask in (lambda: courses.courses(piece), lambda: with_corpus(patch(), folder)):
        with pytest.raises(DescantError) as error:
            ask()
        assert WRONG[what] in str(error.value)
        assert "\n" not in str(error.value)
    patch(DRUMS + 'corpus = "made"\n')
    found = [str(finding) for finding in check.of_patch(tmp_path / "beat.toml") if finding.fix]
    assert len(found) == 1
    assert WRONG[what] in found[0]


def test_the_check_says_what_it_learns_from_and_what_is_missing_for_that(patch, made, tmp_path, monkeypatch):
    folder = made()
    patch(DRUMS + 'corpus = "made"\n')
    (fact,) = check.of_patch(tmp_path / "beat.toml")
    assert str(fact) == f"parts.drums.corpus: trains on 46 patterns in {folder}"
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    (lacking,) = [finding for finding in check.of_patch(tmp_path / "beat.toml") if finding.fix]
    assert str(lacking).startswith("torch: this Python package, which trains, is missing; .venv/bin/pip install")


@pytest.mark.parametrize("cut", [0, 9, 4000])
def test_the_check_names_a_model_that_is_none(patch, rhythm_file, tmp_path, cut):
    (tmp_path / "cut.safetensors").write_bytes(rhythm_file()[:cut])
    patch(DRUMS + 'model = "cut.safetensors"\n')
    (wrong,) = check.of_patch(tmp_path / "beat.toml")
    assert "is no whole model file" in str(wrong)
    assert wrong.fix
