"""The page of a run of sounds: whole by itself, its pad's files cut where its script cuts them, a hand walks on it."""

import base64
import io
import json
import re
import subprocess
from pathlib import Path

import cv2
import numpy as np
import pytest
import soundfile
import torch

from descant.training import sound_pad, sound_page
from descant.training.sound_findings import look
from descant.training.sound_pad import APART_S, flac, pad, picture
from descant.training.sound_page import page

HERE = Path(__file__).parent
SCRIPT = Path(sound_page.__file__).with_name("sound_report.js")


@pytest.fixture(scope="module", params=[{"latents": 3}, {"latents": 1}], ids=["three", "one"])
def found(request, tmp_path_factory, kept_sounds, trained_sounds):
    folder = tmp_path_factory.mktemp("sounds")
    return look(trained_sounds(kept_sounds(folder / "data"), folder / "a run <1>", **request.param))


@pytest.fixture(scope="module")
def played(found):
    return pad(found)


def node(code, *arguments):
    """Run code in which `page` is the page's script; return what it prints, from JSON."""
    code = f"const page = require({json.dumps(str(SCRIPT))}); const given = process.argv.slice(1); {code}"
    ran = subprocess.run(["node", "-e", code, *arguments], capture_output=True, text=True, check=True)
    return json.loads(ran.stdout)


def test_it_is_whole_and_asks_for_nothing_outside_itself(found, played, whole):
    text = page(found, played)
    seen = whole(text)
    assert seen.open == [] and len(seen.ids) == len(set(seen.ids))
    assert {asked[:22] for asked in seen.asked} == {"data:audio/flac;base64"} and len(seen.asked) == 8
    outside = re.findall(r"https?:|//[a-z]+\.|url\((?!data:image/png|\$\{picture)|@import|fetch\(|XMLHttp", text)
    assert outside == []
    for words in ("a run &lt;1&gt;", "broken &lt;one&gt;.wav", "drum &lt;low&gt;", "x.wav", "heard as the class"):
        assert words in text
    for wanted in re.findall(r'\$\("(\w+)"\)', SCRIPT.read_text()):
        assert wanted in seen.ids


def test_each_class_s_file_holds_the_sounds_of_its_places_one_after_another(found, played):
    rows = 1 if len(found.kl) == 1 else 7
    assert (played["side"], played["rows"], len(played["classes"])) == (7, rows, 2)
    sound, rate = soundfile.read(io.BytesIO(base64.b64decode(played["classes"][1]["sounds"])), dtype="float32")
    slot = round((played["sound_s"] + APART_S) * rate)
    assert rate == 44_100 and len(sound) == 7 * rows * slot
    places = torch.zeros(2, len(found.kl))
    x, y = found.axes
    places[0, x] = -2.0
    places[1, x] = 2.0 / 3.0
    if x != y:
        places[0, y] = -2.0
        places[1, y] = 4.0 / 3.0
    cells = [0, 5 * 7 + 4 if rows == 7 else 4]
    wanted = found.speaker.sounds(places, torch.tensor([1, 1])).numpy()
    for cell, own in zip(cells, wanted, strict=True):
        got = sound[cell * slot : cell * slot + 44_100]
        assert np.dot(got, own) / np.linalg.norm(got) / np.linalg.norm(own) > 0.9
        assert np.linalg.norm(got) == pytest.approx(np.linalg.norm(own), rel=0.1)
        assert np.abs(sound[cell * slot + 44_100 :][:1000]).max() < 0.02  # of the next one nothing is heard


def test_a_picture_s_opacity_is_what_was_drawn_low_bands_below(found, played):
    values = np.linspace(0.0, 1.0, 12, dtype=np.float32).reshape(3, 4)
    image = read(picture(values))
    assert (image[::-1, :, 3] == np.round(255 * values)).all()
    sheet = read(played["classes"][0]["picture"])
    drawn = found.speaker.voice.pictures(torch.zeros(1, len(found.kl)), torch.tensor([0]))[0].numpy()
    assert sheet.shape == (played["rows"] * 32, 7 * 21, 4)
    at = sheet.shape[0] // 2 - 16
    box = sheet[at : at + 32, 3 * 21 : 4 * 21, 3][::-1] / 255
    assert np.allclose(box, drawn[:, :63].reshape(32, 3, 21, 3).mean((1, 3)), atol=0.01)


def read(uri):
    data = base64.b64decode(uri.removeprefix("data:image/png;base64,"))
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)


def test_marks_are_the_places_of_a_class_s_sounds(found, played):
    marks = np.array(played["classes"][1]["marks"])
    own = np.flatnonzero(found.sounds.label == 1)
    z = torch.from_numpy(found.z[own])
    places = found.speaker.voice.places(z, torch.ones(len(own), dtype=torch.long)).numpy()
    assert marks[:, 0] == pytest.approx(places[:, found.axes[0]], abs=0.006)
    assert marks[:, 2].tolist() == [1, 1, 0, 0, 0, 0, 0, 0]


def test_a_hand_walks_on_the_pad_and_takes_the_same_place_as_another_class(found, played, tmp_path, whole):
    seen = whole(page(found, played))
    (tmp_path / "run.json").write_text(seen.scripts[0])
    code = f"const ids = {json.dumps(seen.ids)};" + (HERE / "sound_report_page.js").read_text()
    got = node(code, str(tmp_path / "run.json"))
    rows, slot = played["rows"], played["sound_s"] + APART_S
    last = 7 * rows - 1
    assert got["seen"] == [[0, last], [0, 0], [0, 1], [1, 1]]
    begun = [
        (name, pytest.approx(cell * slot), length) for name, _, cell, length in zip(*cells(got, slot), strict=True)
    ]
    assert begun == [(0, pytest.approx(c * slot), 1) for c in (last, 0, 1)] + [(1, pytest.approx(slot), 1)]
    every = got["started"][got["walked"] :]
    assert [name for name, *_ in every] == [0, 1] and every[1][1] - every[0][1] == pytest.approx(0.3)
    assert got["decoded"] == 2 and got["pressed"] == [False, True]
    assert got["sheet"] == f"url({played['classes'][1]['picture']})"
    at = "(−1.33, −2.00)" if rows == 7 else "−1.33"
    assert got["where"] == f"drum <low> at {at}"
    assert got["saved"] == f"drum <low> -1.33 {'-2.00' if rows == 7 else '0.00'}.wav"
    assert got["marks"].count("<circle") == 8 and got["marks"].count("held") == 2
    assert got["here"]["x"] == pytest.approx(-1.0 - 2.0 / 3.0)


def cells(got, slot):
    """Return names, times, boxes and lengths of what was struck before all were."""
    walked = got["started"][: got["walked"]]
    return (
        [name for name, *_ in walked],
        [at for _, at, *_ in walked],
        [start / slot for *_, start, _ in walked],
        [length for *_, length in walked],
    )


def test_a_wav_that_is_saved_is_the_sound(tmp_path):
    code = """
    require("fs").writeFileSync(given[0], page.wav([0, 0.5, -1, 2], 44100));
    const cell = page.cellAt({side: 7, rows: 7}, 0.5, 0.99), place = page.placeOf({side: 5, rows: 5, reach: 2}, 7);
    console.log(JSON.stringify([cell, place]));
    """
    cell, place = node(code, str(tmp_path / "x.wav"))
    assert cell == 45 and place == [0, -1]
    sound, rate = soundfile.read(tmp_path / "x.wav")
    assert rate == 44_100 and sound == pytest.approx([0.0, 0.5, -1.0, 1.0], abs=1e-4)


def test_many_classes_have_smaller_pads_and_a_sound_s_silence_is_left_out(found, monkeypatch):
    monkeypatch.setattr(sound_pad, "MOST_SOUNDS", 50)
    monkeypatch.setattr(sound_pad, "MOST_CLASSES", 1)
    fewer = pad(found)
    assert (fewer["side"], [own["name"] for own in fewer["classes"]]) == (7, ["block"])
    assert "1 classes of few sounds are left out" in page(found, fewer)
    monkeypatch.setattr(sound_pad, "MOST_SOUNDS", 30)
    assert pad(found)["side"] == 5
    short = np.zeros(44_100, np.float32)
    short[:1000] = 0.5
    assert len(soundfile.read(io.BytesIO(flac(short, 44_100)))[0]) == 1000
    assert len(soundfile.read(io.BytesIO(flac(0 * short, 44_100)))[0]) == 1
