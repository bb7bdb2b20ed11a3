"""The page: whole by itself, its scripts run by Node against the model that it was made from."""

import json
import re
import subprocess
from pathlib import Path

import mido
import numpy as np
import pytest
import torch

from descant.training import report_page, report_player
from descant.training.pattern_run import PatternRun
from descant.training.patterns import Settings
from descant.training.report import look
from descant.training.report_page import page

HERE = Path(__file__).parent
SCRIPT = Path(report_page.__file__).with_name("report.js")


@pytest.fixture(params=[{"latents": 3}, {"latents": 2, "labels": True}, {"latents": 1}], ids=["three", "told", "one"])
def found(request, corpus_of, tmp_path):
    data, out = corpus_of(tmp_path / "data"), tmp_path / "a run <1>"
    PatternRun(data, out, Settings(hidden=32, batch=8, steps=40, **request.param), 3, resume=False).train()
    return look(out)


def node(code, *arguments):
    """Run code in which `page` is the page's script; return what it prints, from JSON."""
    code = f"const page = require({json.dumps(str(SCRIPT))}); const given = process.argv.slice(1); {code}"
    ran = subprocess.run(["node", "-e", code, *arguments], capture_output=True, text=True, check=True)
    return json.loads(ran.stdout)


def test_it_is_whole_and_asks_for_nothing_outside_itself(found, whole):
    text = page(found, loops=[("a <loop>", b"RIFF")])
    seen = whole(text)
    assert seen.open == []
    assert len(seen.ids) == len(set(seen.ids))
    assert [asked[:22] for asked in seen.asked] == ["data:audio/flac;base64"]
    assert re.findall(r"https?:|//[a-z]+\.|url\(|@import|fetch\(|XMLHttp", text) == []
    assert "a run &lt;1&gt;" in text
    assert "broken &lt;one&gt;.mid" in text
    assert "is cut short" in text
    assert "played by nobody" in text
    for wanted in re.findall(r'\$\("(\w+)"\)', SCRIPT.read_text()):
        assert wanted in seen.ids or wanted == "label"
    assert ("label" in seen.ids) == bool(found.model.labels)


def test_a_name_cannot_end_the_page_s_data(found, whole):
    found.corpus.labels = ("</script><b>", "b")
    assert json.loads(whole(page(found)).scripts[0])["labels"][0] == "</script><b>"


def test_node_decodes_what_torch_decodes(found, tmp_path, whole):
    data = tmp_path / "run.json"
    data.write_text(whole(page(found)).scripts[0])
    points = np.random.default_rng(0).normal(size=(5, found.model.latents)).astype(np.float32)
    label = torch.tensor([0, 1, -1, 1, 0])
    with torch.no_grad():
        wanted = found.model.decode(torch.from_numpy(points), label).numpy()
    code = """
    const run = JSON.parse(require("fs").readFileSync(given[0])), decode = page.decoder(run.layers);
    const points = JSON.parse(given[1]), label = JSON.parse(given[2]);
    const told = (n) => run.conditioned ? run.labels.map((_, at) => at === n ? 1 : 0) : [];
    console.log(JSON.stringify(points.map((z, n) => Array.from(decode([...z, ...told(label[n])])))));
    """
    got = node(code, str(data), json.dumps(points.tolist()), json.dumps(label.tolist()))
    assert np.array(got) == pytest.approx(wanted, abs=1e-4)


def test_its_patterns_and_their_midi_are_the_corpus_s(found, tmp_path, whole):
    data = tmp_path / "run.json"
    data.write_text(whole(page(found)).scripts[0])
    code = """
    const run = JSON.parse(require("fs").readFileSync(given[0])), cells = page.bits(run.onsets, 7, 144);
    require("fs").writeFileSync(given[1], page.midi(cells, run, 120));
    console.log(JSON.stringify(Array.from(cells)));
    """
    got = np.array(node(code, str(data), str(tmp_path / "loop.mid"))).reshape(9, 16)
    assert (got == found.corpus.onsets[7]).all()
    file = mido.MidiFile(tmp_path / "loop.mid")
    assert file.length == pytest.approx(2.0)
    at, notes = 0, []
    for message in file.tracks[0]:
        at += message.time
        if message.type == "note_on":
            assert message.channel == 9
            notes.append((message.note, round(at / 120)))
    rows, steps = np.nonzero(got)
    assert sorted(notes) == sorted(
        (found.corpus.rows[row].note, int(step)) for row, step in zip(rows, steps, strict=True)
    )


def test_a_hand_on_the_page_moves_the_point_and_starts_the_loop(found, tmp_path, whole):
    data = tmp_path / "run.json"
    text = page(found)
    data.write_text(whole(text).scripts[0])
    ids = json.dumps(whole(text).ids)
    code = f"const ids = {ids};" + (HERE / "report_page.js").read_text()
    got = node(code, str(data))
    across, up = found.axes
    assert got["pressed"][across] == pytest.approx(got["reach"] / 2)
    assert got["spot"][across] == pytest.approx(1.0)
    if across != up:
        assert got["pressed"][up] == pytest.approx(-got["reach"] / 4)
        assert got["spot"][up] == pytest.approx(-0.5)
    assert got["item"] == pytest.approx(found.z[3].tolist(), abs=1e-3)
    assert np.array(got["cells"]).reshape(9, 16).tolist() == found.corpus.onsets[3].tolist()
    assert got["struck"] > 0
    assert got["stopped"]


def test_what_is_too_large_to_decode_with_is_left_out(found, monkeypatch, whole):
    monkeypatch.setattr(report_player, "LARGEST_WEIGHTS", 100)
    assert json.loads(whole(page(found)).scripts[0])["layers"] == []


def test_sizes_stand_in_a_table(found):
    row = {"latents": 2, "cells": 0.98, "f1": 0.9, "elbo": -14.9, "told": None, "active": 2, "seconds": 12.3}
    text = page(found, {"what": "The same <patterns>.", "sizes": [row]})
    assert "The same &lt;patterns&gt;." in text
    assert "<td class=number>98.0 %</td>" in text
    assert "<td class=number>−14.90</td><td>–</td>" in text
