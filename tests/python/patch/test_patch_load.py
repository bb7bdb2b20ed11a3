import pickle
import struct
import subprocess
import sys

import pytest

from descant.errors import DescantError
from descant.patch import load, loads, problems
from descant.patch.patch import (
    CueEntry,
    FadeEntry,
    InstrumentEntry,
    MappingEntry,
    MidiInput,
    MorphEntry,
    OscSettings,
    PartEntry,
    PictureSettings,
)
from descant.sound.table import INSTRUMENTS

SCALE = "! third.scl\nthree equal steps\n3\n400.\n800.\n2/1\n"


@pytest.fixture
def at(tmp_path, small, stand_ins):
    """Write the small patch, with replacements, beside other files, and return its path."""

    def write(*replacements, text=small):
        for old, new in replacements:
            assert text.count(old) == 1
            text = text.replace(old, new)
        path = tmp_path / "small.toml"
        path.write_text(text)
        return path

    return write


def test_everything_written_is_in_the_patch(at, stand_ins):
    patch = load(at(), stand_ins)
    assert (patch.name, patch.path, patch.title, patch.seed) == ("small.toml", at(), "Small", 0)
    assert patch.text == at().read_text()
    assert patch.parts == {"wave": PartEntry(kind="waves")}
    assert patch.instruments == {"bell": InstrumentEntry(synthdef="piano", low_note=0, high_note=127)}
    mapping = MappingEntry(sources=("wave/loss", "wave/slope"), targets=("shift/red", "shift/green"))
    assert patch.mappings == {"wave-to-shift": mapping}
    assert patch.cues == (
        CueEntry(number=1.0, name="One", notes="", set={}, fade={}),
        CueEntry(
            number=2.5, name="Two", notes="",
            set={"wave/rate": 0.75, "wave-to-shift/amount": 2.0},
            fade={"wave-to-shift/amount": FadeEntry(seconds=25.0)},
        ),
    )  # fmt: skip
    assert type(patch.cues[1].set["wave-to-shift/amount"]) is float
    assert patch.declared["wave/rate"] == 0.5
    assert patch.declared["wave/steps"] == 3
    assert patch.declared["bend/depth"] == 0.1


def test_what_patterns_stand_for_is_in_the_cue(at, stand_ins):
    written = """name = "One"
keep = ["wave/*", "shift/red"]
fade_s = 2
curve = "late"
switch = "middle"
pre_wait_s = 1.5
follow = true
missed = "global"
set = { "wave/steps" = 9 }
fade = { "wave-to-shift/floor" = 4.0, "wave-to-*/*" = { seconds = 3, curve = "early" }, "*/g?" = 1 }
"""
    patch = load(at(('name = "One"', written)), stand_ins)
    cue = patch.cues[0]
    assert cue.keep == {"wave/on", "wave/rate", "wave/steps", "wave/form", "shift/red"}
    assert cue.otherwise == FadeEntry(seconds=2.0, curve="late")
    early, late = FadeEntry(seconds=3.0, curve="early"), FadeEntry(seconds=4.0, curve="late")
    assert {name: how for name, how in cue.fade.items() if name.startswith("wave-to-")} == {
        name: early for name in patch.table if name.startswith("wave-to-")
    } | {"wave-to-shift/floor": late}
    assert {name for name in cue.fade if not name.startswith("wave-to-")} == {"bend/g1", "bend/g2"}
    assert (cue.switch_s, cue.pre_wait_s, cue.next_s, cue.missed) == (2.0, 1.5, 4.0, "global")
    assert patch.go_guard_ms == 300.0
    again = load(
        at(("number = 1\n", "number = 1\ncontinue_s = 0.5\n"), ('title = "Small"', "go_guard_ms = 0")), stand_ins
    )
    assert (again.cues[0].next_s, again.go_guard_ms) == (0.5, 0.0)


def test_a_thousand_cues_that_keep_and_fade_everything_are_read_soon_enough(small, stand_ins):
    cues = "".join(
        f'[[cues]]\nnumber = {n}\nkeep = ["*"]\nfade = {{ "*" = 1, "wave/*" = 2 }}\n' for n in range(1, 1001)
    )
    patch = loads(small[: small.index("[[cues]]")] + cues, "small.toml", None, {}, stand_ins)
    assert len({id(cue.keep) for cue in patch.cues}) == 1
    assert patch.cues[-1].fade["wave/rate"] == FadeEntry(seconds=2.0)


def test_what_is_not_written_has_the_table_s_default(at, stand_ins):
    patch = load(at(), stand_ins)
    assert patch.tick_rate_hz == 200.0
    assert patch.declared["wave/form"] == "sine"
    assert patch.declared["wave/on"] is True
    assert patch.declared["bell/level_db"] == -12.0
    assert patch.declared["wave-to-shift/ceiling"] == 1000.0
    assert patch.declared["picture/background"] == "black"
    assert patch.declared["bubbles/size"] == 0.11
    assert patch.picture == PictureSettings(width=1280, height=720, frame_rate=30, performer="", camera=None)
    assert patch.inputs == {
        "keys": MidiInput(
            port="", sustain=64, next_cue=None, next_cue_press=64, next_cue_rearm=20, program_change=False,
            cue_notes={}, cue_programs={}, channels=(),
        )
    }  # fmt: skip
    assert patch.osc == OscSettings(port=57140, allow=(), triggers={})
    assert list(patch.table) == list(patch.declared)
    assert list(patch.streams) == ["wave/loss", "wave/slope"]


@pytest.mark.parametrize("camera", [0, 12, "C920", "http://10.0.0.7:8080/video"])
def test_a_camera_is_named_by_its_number_name_or_address(at, stand_ins, camera):
    written = f"[picture]\ncamera = {camera!r}\nbackground = 'camera'\n[picture.bend]"
    patch = load(at(("[picture.bend]", written)), stand_ins)
    assert patch.picture.camera == camera
    assert type(patch.picture.camera) is type(camera)
    assert patch.declared["picture/background"] == "camera"


def test_who_may_speak_and_what_triggers_cues(at, stand_ins):
    osc = """title = "Small"

[osc]
port = 9000
allow = ["192.168.1.20", "10.0.0.7"]
triggers = { "/qlab/next" = "go", "/x32/1" = 2.5, "/light/two" = "Two", "/stop" = "panic" }
"""
    keys = 'kind = "midi"\ncue_notes = { 21 = "go", 22 = "back", 23 = 1 }\ncue_programs = { 0 = "One", 127 = 2.5 }'
    patch = load(at(('title = "Small"\n', osc), ('kind = "midi"', keys)), stand_ins)
    assert patch.osc == OscSettings(
        port=9000, allow=("192.168.1.20", "10.0.0.7"),
        triggers={"/qlab/next": "go", "/x32/1": 2.5, "/light/two": "Two", "/stop": "panic"},
    )  # fmt: skip
    assert patch.inputs["keys"].cue_notes == {21: "go", 22: "back", 23: 1.0}
    assert patch.inputs["keys"].cue_programs == {0: "One", 127: 2.5}
    again = loads(patch.text, "small.toml", None, {}, stand_ins)
    assert (again.osc, again.inputs) == (patch.osc, patch.inputs)


def test_a_controller_that_morphs(at, stand_ins):
    keys = 'kind = "midi"\nmorph = { controller = 1, cues = [1, "Two"] }'
    patch = load(at(('kind = "midi"', keys)), stand_ins)
    assert patch.inputs["keys"].morph == MorphEntry(controller=1, cues=(1.0, "Two"))


def test_controllers_that_turn_parameters(at, stand_ins):
    keys = 'kind = "midi"\nknobs = { 1 = "bend/g1", 74 = "shift/red" }'
    patch = load(at(('kind = "midi"', keys)), stand_ins)
    assert patch.inputs["keys"].knobs == {1: "bend/g1", 74: "shift/red"}


@pytest.mark.parametrize(
    ("knobs", "what"),
    [
        ('{ 1 = "bend/g9" }', 'unknown parameter "bend/g9"; did you mean'),
        ('{ 128 = "bend/g1" }', 'found the number "128"; must be a whole number from 0 to 127'),
        ('{ x = "bend/g1" }', 'found the number "x"; must be a whole number from 0 to 127'),
        ('{ 64 = "bend/g1" }', "64 is sustain as well; choose another controller"),
        ("{ 1 = 2 }", "must be a table from controllers, 0 to 127, to parameters"),
        ("[1]", "must be a table from controllers, 0 to 127, to parameters"),
    ],
)
def test_a_controller_that_cannot_turn_is_said_in_a_line(at, stand_ins, knobs, what):
    with pytest.raises(DescantError) as raised:
        load(at(('kind = "midi"', f'kind = "midi"\nknobs = {knobs}')), stand_ins)
    assert what in str(raised.value) and "small.toml:" in str(raised.value)


@pytest.mark.parametrize(
    ("source", "ceiling", "floor"),
    [("wave/loss", "", 0.0), ("wave/slope", "", -1000.0), ("wave/slope", "ceiling = 0.5", -0.5)],
)
def test_a_floor_follows_from_the_stream_and_the_ceiling(at, stand_ins, source, ceiling, floor):
    lines = f'from = "{source}"\nto = "bend/g1"\n{ceiling}'
    replaced = ('from = ["wave/loss", "wave/slope"]\nto = ["shift/red", "shift/green"]', lines)
    patch = load(at(replaced), stand_ins)
    assert patch.declared["wave-to-shift/floor"] == patch.table["wave-to-shift/floor"].default == floor


def test_the_least_patch_is_one_cue():
    patch = loads("descant = 1\n[[cues]]\nnumber = 1.5\n", "least.toml", None, {}, {})
    assert patch.title == "least"
    assert [(cue.number, cue.name) for cue in patch.cues] == [(1.5, "Cue 1.5")]
    assert patch.path is None


def test_the_order_is_that_of_the_file(stand_ins):
    head = "descant = 1\n[[cues]]\nnumber = 1\n"
    parts = "".join(f'[parts.{name}]\nkind = "waves"\n' for name in "zyx")
    patch = loads(head + parts, "order.toml", None, {}, stand_ins)
    assert list(patch.parts) == ["z", "y", "x"]


def test_a_patch_goes_to_another_process(at, stand_ins):
    patch = load(at(), stand_ins)
    assert pickle.loads(pickle.dumps(patch)) == patch


def test_channels_and_pedals(at, stand_ins):
    patch = load(at(('kind = "midi"', 'kind = "midi"\nchannels = [3, 1, 3]\nnext_cue = 67')), stand_ins)
    assert patch.inputs["keys"].channels == (1, 3)
    assert patch.inputs["keys"].next_cue == 67


def test_a_scala_file_travels_with_the_patch(at, tmp_path, stand_ins):
    (tmp_path / "third.scl").write_text(SCALE)
    path = at(("[inputs.keys]", '[sound]\ntuning = "third.scl"\ntuning_root = 69\n[inputs.keys]'))
    patch = load(path, stand_ins)
    assert patch.files == {"third.scl": SCALE}
    assert patch.tuning().frequency_hz(72) == pytest.approx(880.0)
    again = loads(patch.text, patch.name, None, patch.files, stand_ins)
    assert again.tuning() == patch.tuning()
    with pytest.raises(DescantError) as error:
        loads(patch.text, patch.name, None, {}, stand_ins)
    assert str(error.value) == (
        "small.toml:5: sound.tuning: third.scl: there is no such file in the take; name the patch with --patch"
    )


def test_a_performer_s_video_is_missed_by_who_wants_it(at, tmp_path, stand_ins):
    path = at(("[picture.bend]", '[picture]\nperformer = "hands.mp4"\n[picture.bend]'))
    patch = load(path, stand_ins)
    found = problems(path, stand_ins)
    assert [(problem.line, problem.severity) for problem in found] == [(21, "missing")]
    assert str(found[0]) == (f'{path}:21: picture.performer: "hands.mp4" is not beside the patch; put the video there')
    with pytest.raises(DescantError, match="is not beside the patch"):
        patch.performer_path()
    (tmp_path / "hands.mp4").touch()
    assert patch.performer_path() == tmp_path / "hands.mp4"
    assert problems(path, stand_ins) == []
    assert load(at(), stand_ins).performer_path() is None


def compiled(name, version=2):
    return b"SCgf" + struct.pack(">ihB", version, 1, len(name)) + name.encode()


def test_a_composer_s_own_synthdef(at, tmp_path, stand_ins):
    path = at(('"piano"', '"glass"'))
    (tmp_path / "synthdefs").mkdir()
    file = tmp_path / "synthdefs" / "glass.scsyndef"
    file.write_bytes(compiled("glass"))
    patch = load(path, stand_ins)
    assert patch.synthdef_path("bell") == file
    assert load(at(), stand_ins).synthdef_path("bell") is None
    assert [name for name in patch.declared if name.startswith("bell/")] == ["bell/level_db", "bell/mute"]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (None, "neither built in nor in synthdefs/glass.scsyndef beside the patch"),
        (compiled("glas"), "not in synthdefs/glass.scsyndef, which holds glas"),
        (b"RIFF and so on", "not in synthdefs/glass.scsyndef: not a compiled SynthDef"),
        (b"", "not in synthdefs/glass.scsyndef: not a compiled SynthDef"),
        (compiled("glass", version=77), "not in synthdefs/glass.scsyndef: not a compiled SynthDef"),
        (bytes(2**20 + 1), "not in synthdefs/glass.scsyndef: longer than 1 MiB"),
    ],
)
def test_a_synthdef_that_scsynth_would_not_have(at, tmp_path, stand_ins, data, reason):
    path = at(('"piano"', '"glass"'))
    if data is not None:
        (tmp_path / "synthdefs").mkdir()
        (tmp_path / "synthdefs" / "glass.scsyndef").write_bytes(data)
    with pytest.raises(DescantError) as error:
        load(path, stand_ins)
    assert str(error.value) == (
        f'{path}:13: instruments.bell.synthdef: scsynth would be silent: "glass" is {reason}; '
        f"allowed: {', '.join(INSTRUMENTS)}"
    )


def test_the_first_piece(real_patch):
    patch = load(real_patch)
    assert problems(real_patch) == []
    assert [cue.name for cue in patch.cues] == ["Cubics", "Knots", "Knots, seen", "Cubics, seen"]
    assert patch.seed == 6758201
    assert list(patch.parts) == ["cubics", "knots"]
    assert list(patch.instruments) == ["overtones", "piano"]
    assert patch.declared["cubics-to-detune/amount"] == 0.1
    assert patch.declared["cubics-to-detune/floor"] == 0.0
    assert patch.declared["knots-to-shift/floor"] == -1000.0
    assert patch.declared["cubics/on"] is False
    assert patch.cues[2].set["picture/background"] == "performer"
    assert patch.tuning().frequency_hz(69) == 440.0


def test_loading_brings_nothing_slow_along(real_patch):
    program = (
        "import sys; from descant.patch import load; load(sys.argv[1]);"
        "print([name for name in ('torch', 'supriya', 'cv2', 'av', 'matplotlib') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program, str(real_patch)], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
