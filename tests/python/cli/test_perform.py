"""What `descant perform` hands on: tonight's words go before the patch's."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from descant.cli import main
from descant.corpora import keeping
from descant.corpora.making import Make, make_patterns
from descant.corpora.patterns import Grid
from descant.performance import live

ROOT = next(folder for folder in Path(__file__).parents if (folder / "patches").is_dir())
PATCH = ROOT / "patches" / "losses-dissonances-distortions.toml"


@pytest.fixture
def show(monkeypatch, tmp_path):
    """Return a function that gives the show of a patch, with a line in its [picture], and options."""
    shows = []

    class Watched:
        def __init__(self, show, say):
            shows.append(show)

        def run(self):
            pass

    monkeypatch.setattr(live, "Live", Watched)

    def perform(*options, picture=""):
        text = PATCH.read_text().replace('performer = ""', "").replace('camera = ""', picture)
        (tmp_path / "piece.toml").write_text(text)
        for film in ("hands.mp4", "other.mp4"):
            (tmp_path / film).touch()
        assert main._run(["perform", str(tmp_path / "piece.toml"), *map(str, options)]) == 0
        return shows[-1]

    return perform


BOTH = 'performer = "hands.mp4"\ncamera = "C920"'


@pytest.mark.parametrize(
    ("picture", "options", "camera", "film"),
    [
        ("", (), None, None),
        ("camera = 2", (), 2, None),
        (BOTH, (), "C920", "hands.mp4"),
        (BOTH, ("--camera", "GoPro"), "GoPro", None),  # it is to be seen where the cues say "performer"
        (BOTH, ("--camera", "0"), 0, None),
        (BOTH, ("--camera", "1", "--video", "other.mp4"), 1, "other.mp4"),
        (BOTH, ("--camera", ""), None, "hands.mp4"),
        (BOTH, ("--no-video",), "C920", None),
        ("", ("--camera", "http://10.0.0.7:8080/"), "http://10.0.0.7:8080/", None),
    ],
)
def test_camera_and_film(show, picture, options, camera, film):
    found = show(*options, picture=picture)
    assert (found.camera, found.performer and found.performer.name) == (camera, film)


def test_the_port_of_scsynth(show):
    assert show().port is None
    assert show("--scsynth-port", 57200).port == 57200


BEAT = """
descant = 1
[parts.drums]
kind = "sequencer"
[instruments.piano]
synthdef = "piano"
[[cues]]
number = 1
"""


def test_tonights_corpus(show, descant, tmp_path, monkeypatch):
    keeping.save(make_patterns(Make(Grid(), count=1)), tmp_path / "made")
    beat = tmp_path / "beat.toml"
    beat.write_text(BEAT)
    shown = []
    monkeypatch.setattr(live, "Live", lambda show, say: shown.append(show) or SimpleNamespace(run=lambda: None))
    assert main._run(["perform", str(beat), "--corpus", str(tmp_path / "made"), "--train-steps", "70"]) == 0
    (found,) = shown
    assert found.patch.parts["drums"].files == {"corpus": str(tmp_path / "made")}
    assert found.settings == {"drums/train": True}
    assert found.training_steps == 70
    status, _, wrong = descant("perform", beat, "--corpus", tmp_path / "nowhere")
    assert (status, wrong.count("\n")) == (1, 1)
    assert wrong.startswith("error: ") and "nowhere" in wrong
    status, _, wrong = descant("perform", PATCH, "--corpus", tmp_path / "made")
    assert (status, wrong.count("\n")) == (1, 1)
    assert "has no parts that learn from a corpus" in wrong
    status, _, wrong = descant("perform", beat, "--corpus", tmp_path / "made", "--resume")
    assert (status, wrong.count("\n")) == (2, 1)
    assert "leave --seed, --set, --corpus, --patterns and --sounds out" in wrong
