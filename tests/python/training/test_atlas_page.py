"""The page of an atlas: whole, alone, and its hand brings the nearest loop, in step."""

import base64
import json
import re
import subprocess
from html.parser import HTMLParser
from importlib.resources import files

import numpy as np
import pytest

from descant.corpora.patterns import Pattern
from descant.evolution.search import Tried
from descant.models.rhythm import Rhythm
from descant.training.atlas import chart
from descant.training.atlas_loops import AtlasLoop
from descant.training.atlas_page import page

SCRIPT = files("descant.training").joinpath("atlas.js")


class Ids(HTMLParser):
    """What a page names, and the data in it."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.data, self._in = [], "", False
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        given = dict(attributes)
        self.ids += [given["id"]] if "id" in given else []
        self._in = given.get("id") == "atlas"

    def handle_data(self, data):
        if self._in:
            self.data, self._in = data, False


@pytest.fixture
def text(rhythm_file):
    rhythm = Rhythm.read(rhythm_file(seed=5, hidden=48, head={"labels": ["<a>", "b", "</script>", "d"]}), "here")
    chance = np.random.default_rng(0)
    charted = chart(rhythm, Tried(chance.normal(size=(60, 4)), chance.random(60), chance.random((60, 4))))
    silence = Pattern(*(np.zeros((9, 16), kind) for kind in (np.uint8, np.float32, np.float32)), 16)
    places = [(0, 0), (0, 4), (4, 0), (4, 4), (2, 2)]
    loops = [
        AtlasLoop(f"{column}-{line}", line, column, int(charted.chosen[line, column]), np.zeros(441, np.float32), 44100,
                  silence) for line, column in places
    ]  # fmt: skip
    return page(charted, loops, "an <atlas>", "facts & figures")


def test_it_asks_for_nothing_outside_itself_and_says_all(text):
    found = Ids(text)
    assert re.findall(r"https?:|//[a-z]+\.|url\(|@import|fetch\(|XMLHttp|src=", text) == []
    assert "an &lt;atlas&gt;" in text and "facts &amp; figures" in text and "<a>" not in text.replace("<a id", "")
    assert len(found.ids) == len(set(found.ids))
    assert set(re.findall(r'\$\("(\w+)"\)', SCRIPT.read_text())) <= set(found.ids)
    told = json.loads(found.data)
    assert [(loop["x"], loop["y"]) for loop in told["loops"]][:2] == [(0.5, 0.5), (4.5, 0.5)]
    assert base64.b64decode(told["loops"][0]["flac"])[:4] == b"fLaC"
    assert text.count('class="loop"') == 5 and text.count("<path fill") == 25


def node(code, *arguments):
    code = f"const page = require({json.dumps(str(SCRIPT))}); const given = process.argv.slice(1); {code}"
    ran = subprocess.run(["node", "-e", code, *arguments], capture_output=True, text=True, check=True)
    return json.loads(ran.stdout)


def test_the_nearest_loop_and_how_far_into_it_all_are():
    code = """
    const loops = [{x: 0.5, y: 0.5}, {x: 4.5, y: 0.5}, {x: 2.5, y: 2.5}];
    console.log(JSON.stringify([page.nearest(loops, 0, 0), page.nearest(loops, 4, 1), page.nearest(loops, 2.4, 3),
      page.phase(5.25, 1, 2), page.phase(1, 1, 2), page.phase(0.5, 1, 2)]));
    """
    assert node(code) == [0, 1, 2, 0.25, 0, 1.5]


def test_a_hand_goes_from_loop_to_loop_in_step(text):
    """The page's script on elements that remember what is done to them, and a clock that stands where it is told."""
    code = """
    const all = {}, played = [];
    const element = () => ({ style: {}, dataset: {}, value: "0.7", heard: {}, classList: { toggle() {} },
      addEventListener(name, does) { this.heard[name] = does; }, focus() {}, setPointerCapture() {},
      getBoundingClientRect: () => ({ left: 0, bottom: 500, width: 500, height: 500 }) });
    const document = { getElementById: (id) => (all[id] = all[id] || element()), querySelectorAll: () => [],
      addEventListener() {} };
    const clock = { now: 10 };
    const ramp = () => ({ setValueAtTime() {}, linearRampToValueAtTime() {}, value: 0 });
    class AudioContext {
      get currentTime() { return clock.now; }
      createGain() { return { gain: ramp(), connect(next) { return next; } }; }
      createBufferSource() {
        return { connect(next) { return next; }, stop(at) { played.push(["stop", at]); },
          start(at, offset) { played.push(["start", this.buffer.number, at, offset]); } };
      }
      async decodeAudioData() { return { duration: 2, number: (this.count = (this.count || 0) + 1) - 1 }; }
    }
    const here = page.start(JSON.parse(given[0]), document, { AudioContext });
    const press = (x, y) => all.map.heard.pointerdown({ clientX: x, clientY: y, preventDefault() {} });
    (async () => {
      const first = here.at();
      press(10, 490);
      await new Promise((done) => setTimeout(done, 20));
      clock.now = 13;
      all.map.heard.pointermove({ buttons: 1, clientX: 490, clientY: 490 });
      all.map.heard.pointermove({ buttons: 0, clientX: 10, clientY: 10 });
      const second = here.at();
      all.map.heard.keydown({ key: "ArrowUp", preventDefault() {} });
      console.log(JSON.stringify({ first, second, third: here.at(), played, where: all.where.textContent }));
    })();
    """
    got = node(code, Ids(text).data)
    assert (got["first"], got["second"], got["third"]) == (4, 1, 4)
    assert got["played"][0] == ["start", 0, 10, 0]
    assert got["played"][1] == ["start", 1, 13, 1]  # three seconds into loops of two
    assert got["played"][2] == ["stop", pytest.approx(13.04)]
    assert "density" in got["where"]
