import os

import pytest

from descant.errors import DescantError
from descant.patch import load, loads, problems
from descant.sound.table import INSTRUMENTS

RATE = "must be a number from -0.5 to 2"
WAVE_KEYS = "kind, on, rate, steps, form"
WAVE = "wave/on, wave/rate, wave/steps, wave/form"

ONE_MISTAKE = [
    # numbers
    ("rate = 0.5", "rate = nan", f"9: parts.wave.rate: found nan; {RATE}"),
    ("rate = 0.5", "rate = -inf", f"9: parts.wave.rate: found -inf; {RATE}"),
    ("rate = 0.5", "rate = 1e300", f"9: parts.wave.rate: found 1e+300; {RATE}"),
    ("rate = 0.5", "rate = -1000", f"9: parts.wave.rate: found -1000; {RATE}"),
    ("rate = 0.5", 'rate = "0.5"', f'9: parts.wave.rate: found "0.5"; {RATE}'),
    ("rate = 0.5", "rate = true", f"9: parts.wave.rate: found true; {RATE}"),
    ("rate = 0.5", "rate = []", f"9: parts.wave.rate: found []; {RATE}"),
    ("rate = 0.5", "rate = [[1]]", f"9: parts.wave.rate: found an array; {RATE}"),
    ("rate = 0.5", "rate = {}", f"9: parts.wave.rate: found a table; {RATE}"),
    ("rate = 0.5", "rate = 2021-04-01", f"9: parts.wave.rate: found 2021-04-01; {RATE}"),
    ("rate = 0.5", f"rate = 0x{'F' * 5000}", f"9: parts.wave.rate: found a number that is too large; {RATE}"),
    ("rate = 0.5", f"rate = {'9' * 400}", f"9: parts.wave.rate: found a number that is too large; {RATE}"),
    ("steps = 3", "steps = 2.5", "10: parts.wave.steps: found 2.5; must be a whole number from 1 to 10"),
    ("steps = 3", "steps = 11", "10: parts.wave.steps: found 11; must be a whole number from 1 to 10"),
    # truth and choices
    ("steps = 3", "on = 1", "10: parts.wave.on: found 1; must be true or false"),
    ("steps = 3", 'on = "true"', '10: parts.wave.on: found "true"; must be true or false'),
    (
        "steps = 3", 'form = "squar"',
        "10: parts.wave.form: unknown \"squar\"; did you mean 'square'? (allowed: sine, square)",
    ),
    ("steps = 3", "form = 3", "10: parts.wave.form: found 3; must be one of sine, square"),
    # keys
    (
        "rate = 0.5", "rat = 0.5",
        f"9: parts.wave.rat: unknown key; did you mean 'rate'? (allowed: {WAVE_KEYS})",
    ),
    ("rate = 0.5", '"\\u0007" = 0.5', f'9: parts.wave."\\u0007": unknown key; allowed: {WAVE_KEYS}'),
    (
        "[picture.bend]", "[picture.bent]",
        "20: picture.bent: unknown key; did you mean 'bend'? (allowed: width, height, frame_rate, performer,"
        " camera, background, curves, older, shift, bend, bubbles)",
    ),
    *(
        (
            "[picture.bend]", f"[picture]\ncamera = {wrong}\n[picture.bend]",
            f"21: picture.camera: found {wrong}; must be a camera's number, part of its name, or its address on the"
            " network",
        )
        for wrong in ("-1", "true", "0.5", "[1]")
    ),
    (
        "[picture.bend]", "[pictures.bend]",
        "20: pictures: unknown key; did you mean 'picture'? (allowed: descant, title, seed, tick_rate, go_guard_ms,"
        " inputs, osc, parts, instruments, mappings, sound, picture, cues)",
    ),
    # the head
    ("descant = 1", "descant = 2", "1: descant: found 2, and this Descant reads format 1; install a newer Descant"),
    ("descant = 1", "descant = 0", "1: descant: found 0; must be 1, the version of this format"),
    ("descant = 1", "descant = true", "1: descant: found true; must be 1, the version of this format"),
    ("descant = 1", "descant = 1.0", "1: descant: found 1.0; must be 1, the version of this format"),
    ("descant = 1", "", "1: descant: missing; begin the patch with descant = 1"),
    (
        'title = "Small"', 'title = "a\\u0000b"',
        '2: title: found "a\\u0000b"; must be text on one line, of at most 200 characters',
    ),
    ('title = "Small"', "seed = -1", "2: seed: found -1; must be a whole number from 0 to 9007199254740992"),
    ('title = "Small"', "tick_rate = -1000", "2: tick_rate: found -1000; must be a number from 20 to 2000"),
    ('title = "Small"', "sound = 3", "2: sound: found 3; must be a table"),
    # parts and inputs
    (
        'kind = "waves"', 'kind = "wave"',
        "8: parts.wave.kind: unknown kind of part \"wave\"; did you mean 'waves'? (allowed: waves)",
    ),
    ('kind = "waves"', "", "7: parts.wave.kind: missing; it must be given"),
    ('kind = "waves"', "kind = 7", "8: parts.wave.kind: found 7; must be text in quotes"),
    ('kind = "midi"', 'kind = "osc"', '5: inputs.keys.kind: found "osc"; must be "midi"'),
    (
        'kind = "midi"', 'kind = "midi"\nsustain = 128',
        "6: inputs.keys.sustain: found 128; must be a whole number from 0 to 127",
    ),
    (
        'kind = "midi"', 'kind = "midi"\nnext_cue_rearm = 64',
        "6: inputs.keys.next_cue_rearm: re-armed at 64 and pressed from 64; re-arm must be below press",
    ),
    (
        'kind = "midi"', 'kind = "midi"\nchannels = [0]',
        "6: inputs.keys.channels: found [0]; must be an array of MIDI channels from 1 to 16",
    ),
    # names
    ("[inputs.keys]", "[inputs.ping]", '4: inputs.ping: "ping" is a word of the OSC protocol; choose another name'),
    (
        "[inputs.keys]", '[inputs."a/b"]',
        "4: inputs.\"a/b\": found the name \"a/b\"; must be a letter, then letters, digits, '_', '.' and '-',"
        " at most 64 in all",
    ),
    ("[instruments.bell]", "[instruments.wave]", "12: instruments.wave: the name is taken by parts.wave;"
     " choose another name"),
    ("[instruments.bell]", "[instruments.shift]", "12: instruments.shift: the name is taken by picture.shift;"
     " choose another name"),
    # instruments
    (
        'synthdef = "piano"', 'synthdef = "pino"\ndecay_scale = 2',
        '13: instruments.bell.synthdef: scsynth would be silent: "pino" is neither built in nor in'
        " synthdefs/pino.scsyndef beside the patch; did you mean 'piano'?"
        f" (allowed: {', '.join(INSTRUMENTS)})",
    ),
    (
        'synthdef = "piano"', 'synthdef = "piano"\nnotes = [60, 48]',
        "14: instruments.bell.notes: found [60, 48]; must be [lowest, highest], MIDI notes from 0 to 127",
    ),
    (
        'synthdef = "piano"', 'synthdef = "piano"\nnotes = [0, 128]',
        "14: instruments.bell.notes: found [0, 128]; must be [lowest, highest], MIDI notes from 0 to 127",
    ),
    # mappings
    (
        '"wave/slope"', '"wave/slop"',
        "16: mappings.wave-to-shift.from[2]: unknown stream \"wave/slop\"; did you mean 'wave/slope'?"
        " (allowed: wave/loss, wave/slope)",
    ),
    (
        '"shift/green"', '"shift/gren"',
        "17: mappings.wave-to-shift.to[2]: unknown parameter \"shift/gren\"; did you mean 'shift/green'?"
        " (allowed: shift/red, shift/green, shift/blue)",
    ),
    (
        '"shift/green"', '"qqqqqqq"',
        '17: mappings.wave-to-shift.to[2]: unknown parameter "qqqqqqq";'
        " allowed: wave/…, bell/…, wave-to-shift/…, picture/…, shift/…, bend/…, bubbles/…",
    ),
    (
        '"shift/green"', '"wave/form"',
        '17: mappings.wave-to-shift.to[2]: "wave/form" is one of sine, square; only a number is moved by a mapping',
    ),
    (
        '["shift/red", "shift/green"]', '"shift/red"',
        "17: mappings.wave-to-shift.to: found 2 from and 1 to; a mapping goes from as many streams as parameters",
    ),
    (
        '["shift/red", "shift/green"]', "[]",
        "17: mappings.wave-to-shift.to: found []; must be a name, or an array of 1 to 64 names",
    ),
    ("amount = 0.25", "curve = 0", "18: mappings.wave-to-shift.curve: found 0; must be a number from 0.1 to 10"),
    # cues
    ("number = 2.5", "number = 1.0", "28: cues[2].number: found 1.0 after 1; the numbers of cues rise"),
    ("number = 2.5", "number = 0.5", "28: cues[2].number: found 0.5; must be a number from 1 to 9999"),
    ("number = 2.5", "number = nan", "28: cues[2].number: found nan; must be a number from 1 to 9999"),
    ("number = 2.5", "", "27: cues[2].number: missing; it must be given"),
    ('name = "Two"', 'name = "One"', '29: cues[2].name: "One" is the name of cues[1]; choose another name'),
    (
        'name = "Two"', 'name = "2nd"',
        '29: cues[2].name: found "2nd"; must be a name that begins with no digit and no space',
    ),
    (
        '"wave/rate" = 0.75', '"wave/rat" = 0.75',
        f"30: cues[2].set.\"wave/rat\": unknown parameter \"wave/rat\"; did you mean 'wave/rate'? (allowed: {WAVE})",
    ),
    ('"wave/rate" = 0.75', '"wave/rate" = 3', f'30: cues[2].set."wave/rate": found 3; {RATE}'),
    ('"wave/rate" = 0.75', '"wave/form" = "sin"',
     "30: cues[2].set.\"wave/form\": unknown \"sin\"; did you mean 'sine'? (allowed: sine, square)"),
    (
        '"wave/rate" = 0.75', "wave.rate = 0.75",
        '30: cues[2].set.wave: found a table; write the whole name in quotes: "cubics/on" = true',
    ),
    (
        '"wave-to-shift/amount" = 25', '"wave/on" = 25',
        '31: cues[2].fade."wave/on": "wave/on" is true or false; only a number fades',
    ),
    (
        '"wave-to-shift/amount" = 25', '"wave-to-shift/amount" = -1',
        '31: cues[2].fade."wave-to-shift/amount": found -1; must be a number from 0 to 3600 seconds',
    ),
    (
        'name = "Two"', 'name = "Two"\nkeep = ["wave/*", "wave/rat"]',
        f"30: cues[2].keep[2]: unknown parameter \"wave/rat\"; did you mean 'wave/rate'? (allowed: {WAVE})",
    ),
    (
        'name = "Two"', 'name = "Two"\nkeep = "wve/*"',
        '30: cues[2].keep: "wve/*" is the name of no parameter;'
        " did you mean 'wave/on'? (allowed: wave/…, bell/…, wave-to-shift/…, picture/…, shift/…, bend/…, bubbles/…)",
    ),
    (
        'name = "Two"', 'name = "Two"\nkeep = ["wave/rate"]',
        '30: cues[2].keep[1]: "wave/rate" is set by this cue as well; take it out here, or there',
    ),
    (
        'name = "Two"', 'name = "Two"\nkeep = 3',
        "30: cues[2].keep: found 3; must be a name, or an array of 1 to 64 names",
    ),
    (
        '"wave-to-shift/amount" = 25', '"wave/f*" = 25',
        '31: cues[2].fade."wave/f*": "wave/f*" is no number; only a number fades',
    ),
    (
        '"wave-to-shift/amount" = 25', '"*/rates" = 25',
        '31: cues[2].fade."*/rates": "*/rates" is the name of no parameter;'
        " did you mean 'wave/rate'? (allowed: wave/…, bell/…, wave-to-shift/…, picture/…, shift/…, bend/…, bubbles/…)",
    ),
    (
        '"wave-to-shift/amount" = 25', "wave.rate = 25",
        '31: cues[2].fade.wave: found a table; write the whole name in quotes: "cubics/on" = 2.0',
    ),
    (
        '"wave-to-shift/amount" = 25', '"wave/*" = { curve = "late" }',
        '31: cues[2].fade."wave/*".seconds: missing; it must be given',
    ),
    (
        '"wave-to-shift/amount" = 25', '"wave/rate" = { seconds = 3601 }',
        '31: cues[2].fade."wave/rate".seconds: found 3601; must be a number from 0 to 3600',
    ),
    (
        '"wave-to-shift/amount" = 25', '"wave/rate" = { seconds = 1, curve = "smoth" }',
        "31: cues[2].fade.\"wave/rate\".curve: unknown \"smoth\"; did you mean 'smooth'?"
        " (allowed: linear, smooth, early, late)",
    ),
    (
        '"wave-to-shift/amount" = 25', '"wave/rate" = { secs = 1, seconds = 1 }',
        '31: cues[2].fade."wave/rate".secs: unknown key; did you mean \'seconds\'? (allowed: seconds, curve)',
    ),
    (
        'name = "One"', 'name = "One"\ncurve = "slow"',
        '26: cues[1].curve: unknown "slow"; allowed: linear, smooth, early, late',
    ),
    (
        'name = "One"', 'name = "One"\nswitch = "begin"',
        '26: cues[1].switch: unknown "begin"; allowed: start, middle, end',
    ),
    ('name = "One"', 'name = "One"\nmissed = true', "26: cues[1].missed: found true; must be one of local, global"),
    ('name = "One"', 'name = "One"\nfollow = 1', "26: cues[1].follow: found 1; must be true or false"),
    (
        'name = "One"', 'name = "One"\npre_wait_s = -1',
        "26: cues[1].pre_wait_s: found -1; must be a number from 0 to 3600",
    ),
    (
        'name = "One"', 'name = "One"\ncontinue_s = 2\nfollow = true',
        "27: cues[1].follow: found continue_s as well; the next cue goes by one of them",
    ),
    (
        'name = "Two"', 'name = "Two"\ncontinue_s = 0',
        "30: cues[2].continue_s: nothing comes after the last cue; take it out",
    ),
    (
        'title = "Small"', "go_guard_ms = 5001",
        "2: go_guard_ms: found 5001; must be a number from 0 to 5000",
    ),
    # triggers
    (
        'kind = "midi"', 'kind = "midi"\ncue_notes = { 128 = "go" }',
        '6: inputs.keys.cue_notes.128: found the number "128"; must be a whole number from 0 to 127',
    ),
    (
        'kind = "midi"', 'kind = "midi"\ncue_programs = { C1 = "go" }',
        '6: inputs.keys.cue_programs.C1: found the number "C1"; must be a whole number from 0 to 127',
    ),
    (
        'kind = "midi"', 'kind = "midi"\ncue_notes = 21',
        "6: inputs.keys.cue_notes: found 21; must be a table from numbers, 0 to 127, to cues:"
        ' { 21 = "go", 22 = 2.5 }',
    ),
    (
        'kind = "midi"', 'kind = "midi"\ncue_notes = { 21 = "Tow" }',
        "6: inputs.keys.cue_notes.21: unknown cue \"Tow\"; did you mean 'Two'? (allowed: go, back, panic, One, Two)",
    ),
    (
        'kind = "midi"', 'kind = "midi"\ncue_programs = { 0 = 7 }',
        "6: inputs.keys.cue_programs.0: found 7; there is no cue of that number; there are 1, 2.5",
    ),
    (
        'kind = "midi"', 'kind = "midi"\ncue_programs = { 0 = true }',
        '6: inputs.keys.cue_programs.0: found true; must be "go", "back", "panic", or the number or name of a cue',
    ),
    (
        'kind = "midi"', f'kind = "midi"\ncue_programs = {{ 0 = {"9" * 400} }}',
        "6: inputs.keys.cue_programs.0: found a number that is too large; there is no cue of that number;"
        " there are 1, 2.5",
    ),
    (
        'kind = "midi"', 'kind = "midi"\ncue_programs = { 0 = ["go"] }',
        '6: inputs.keys.cue_programs.0: found ["go"]; must be "go", "back", "panic", or the number or name of a cue',
    ),
    (
        'kind = "midi"', 'kind = "midi"\nmorph = { controller = 1, cue = 2, cues = [1, 2.5] }',
        "6: inputs.keys.morph.cue: unknown key; did you mean 'cues'? (allowed: controller, cues)",
    ),
    (
        'kind = "midi"', 'kind = "midi"\nmorph = { cues = [1, 2.5] }',
        "6: inputs.keys.morph.controller: missing; it must be given",
    ),
    ('kind = "midi"', 'kind = "midi"\nmorph = 1', "6: inputs.keys.morph: found 1; must be a table"),
    (
        'kind = "midi"', 'kind = "midi"\nmorph = { controller = 128, cues = [1, 2.5] }',
        "6: inputs.keys.morph.controller: found 128; must be a whole number from 0 to 127",
    ),
    (
        'kind = "midi"', 'kind = "midi"\nmorph = { controller = 1, cues = [1] }',
        "6: inputs.keys.morph.cues: found [1]; must be an array of 2 to 64 cues, by number or name:"
        ' [1, 2.5, "Storm"]',
    ),
    (
        'kind = "midi"', 'kind = "midi"\nmorph = { controller = 64, cues = ["One", "Two"] }',
        "6: inputs.keys.morph.controller: 64 is sustain as well; choose another controller",
    ),
    (
        'kind = "midi"', 'kind = "midi"\nmorph = { controller = 1, cues = ["One", "Tow"] }',
        "6: inputs.keys.morph.cues[2]: unknown cue \"Tow\"; did you mean 'Two'? (allowed: One, Two)",
    ),
    (
        'kind = "midi"', 'kind = "midi"\nmorph = { controller = 1, cues = [7, "Two"] }',
        "6: inputs.keys.morph.cues[1]: found 7; there is no cue of that number; there are 1, 2.5",
    ),
    # OSC
    ('title = "Small"', "osc = 3", "2: osc: found 3; must be a table"),
    (
        'title = "Small"', "osc.prot = 1",
        "2: osc.prot: unknown key; did you mean 'port'? (allowed: port, allow, triggers)",
    ),
    (
        'title = "Small"', 'osc.triggers = "/next"',
        '2: osc.triggers: found "/next"; must be a table from OSC addresses to cues: { "/qlab/next" = "go" }',
    ),
    ('title = "Small"', "osc.port = 65536", "2: osc.port: found 65536; must be a whole number from 0 to 65535"),
    ('title = "Small"', 'osc.port = "57140"', '2: osc.port: found "57140"; must be a whole number from 0 to 65535'),
    (
        'title = "Small"', 'osc.allow = "192.168.1.20"',
        '2: osc.allow: found "192.168.1.20"; must be an array of the IP addresses of other machines:'
        ' ["192.168.1.20"]',
    ),
    (
        'title = "Small"', 'osc.allow = ["tablet.local"]',
        '2: osc.allow: found ["tablet.local"]; must be an array of the IP addresses of other machines:'
        ' ["192.168.1.20"]',
    ),
    (
        'title = "Small"', 'osc.allow = ["192.168.1.256"]',
        '2: osc.allow: found ["192.168.1.256"]; must be an array of the IP addresses of other machines:'
        ' ["192.168.1.20"]',
    ),
    (
        'title = "Small"', 'osc.triggers = { "/descant/panic" = "go" }',
        '2: osc.triggers."/descant/panic": found the address "/descant/panic"; must be an OSC address outside of'
        " /descant, without wildcards",
    ),
    (
        'title = "Small"', 'osc.triggers = { "/qlab/*" = "go" }',
        '2: osc.triggers."/qlab/*": found the address "/qlab/*"; must be an OSC address outside of /descant,'
        " without wildcards",
    ),
    (
        'title = "Small"', 'osc.triggers = { "next" = "go" }',
        '2: osc.triggers.next: found the address "next"; must be an OSC address outside of /descant,'
        " without wildcards",
    ),
    (
        'title = "Small"', 'osc.triggers = { "/next" = "goo" }',
        "2: osc.triggers.\"/next\": unknown cue \"goo\"; did you mean 'go'? (allowed: go, back, panic, One, Two)",
    ),
    (
        'title = "Small"', 'osc.triggers = { "/next" = nan }',
        '2: osc.triggers."/next": found nan; there is no cue of that number; there are 1, 2.5',
    ),
    # sound and picture
    (
        'title = "Small"', 'sound.tuning = "equol"',
        "2: sound.tuning: unknown tuning \"equol\"; did you mean 'equal'?"
        " (allowed: equal, just, pythagorean, a Scala file: my.scl)",
    ),
    ('title = "Small"', "sound.reference_hz = 0", "2: sound.reference_hz: found 0; must be a number from 100 to 1000"),
    ('title = "Small"', "picture.width = 1281",
     "2: picture.width: found 1281; must be an even number from 16 to 7680"),
]  # fmt: skip


def broken(small, old, new):
    assert small.count(old) == 1
    return small.replace(old, new)


@pytest.mark.parametrize("mistake", ONE_MISTAKE, ids=[message[:50] for *_, message in ONE_MISTAKE])
def test_one_mistake_is_one_line(small, stand_ins, tmp_path, mistake):
    old, new, message = mistake
    with pytest.raises(DescantError) as error:
        loads(broken(small, old, new), "small.toml", tmp_path, {}, stand_ins)
    assert str(error.value) == f"small.toml:{message}"


def test_all_mistakes_are_found_at_once_in_the_order_of_the_file(small, stand_ins, tmp_path):
    text = small
    for old, new in [
        ("rate = 0.5", "rate = 5"),
        ('"piano"', '"pino"'),
        ('"shift/green"', '"shift/gren"'),
        ("depth = 0.1", "dept = 0.1"),
        ("number = 2.5", "number = 1"),
    ]:
        text = broken(text, old, new)
    path = tmp_path / "small.toml"
    path.write_text(text)
    found = problems(path, stand_ins)
    assert [(problem.line, problem.key) for problem in found] == [
        (9, "parts.wave.rate"),
        (13, "instruments.bell.synthdef"),
        (17, "mappings.wave-to-shift.to[2]"),
        (21, "picture.bend.dept"),
        (28, "cues[2].number"),
    ]
    with pytest.raises(DescantError) as error:
        load(path, stand_ins)
    assert str(error.value) == (
        f"{path}:9: parts.wave.rate: found 5; {RATE} (and 4 more: descant check {path} lists them)"
    )


def test_a_wrong_kind_is_not_blamed_on_those_who_use_it(small, stand_ins):
    text = broken(small, 'kind = "waves"', 'kind = "knots"')
    with pytest.raises(DescantError) as error:
        loads(text, "small.toml", None, {}, stand_ins)
    assert str(error.value) == 'small.toml:8: parts.wave.kind: unknown kind of part "knots"; allowed: waves'


WHOLE_FILES = {
    b"": ": the file is empty; a patch begins with descant = 1 and has at least one [[cues]]",
    b"  \n\n": ": the file is empty; a patch begins with descant = 1 and has at least one [[cues]]",
    b"descant = 1\ncues = []": ":2: cues: found no cue; a patch has at least one [[cues]]",
    b"descant = 1\n": ":1: cues: missing; a patch has at least one [[cues]]",
    b"descant = 1\n[cues]\nnumber = 1": ":2: cues: found a table; must be an array of tables, each begun by [[cues]]",
    b"descant = 1\nx = = 2\n": ":2: not TOML: ",
    b"descant = 1\ndescant = 1\n": ":2: not TOML: ",
    b"descant = 1\n\nx = [1,\n": ":3: not TOML: ",
    b"descant = 1\n\nx = \xff": ":3: not text in UTF-8: found the byte 0xff; save the file as UTF-8",
    b"\x7fELF\x02\x01\x00": ":1: not TOML: ",
    b"x = " + b"9" * 5000: ": a number of thousands of digits; write a shorter one",
    b"x = " + b"[" * 4000 + b"]" * 4000: ": tables or arrays nested too deeply; no more than four are needed",
    b"a." * 6000 + b" = 1": ":1: a line of 12004 characters; a line has at most 10000",
    b"#" * (2**20 + 1): ": longer than 1 MiB; that is no text that Descant reads",
}


@pytest.mark.parametrize("data", WHOLE_FILES, ids=range(len(WHOLE_FILES)))
def test_a_file_that_is_no_patch(tmp_path, data, stand_ins):
    path = tmp_path / "no.toml"
    path.write_bytes(data)
    with pytest.raises(DescantError) as error:
        load(path, stand_ins)
    assert str(error.value).startswith(f"{path}{WHOLE_FILES[data]}")
    assert str(error.value).count("\n") == 0
    assert [str(problem) for problem in problems(path, stand_ins)] == [str(error.value)]


def test_a_byte_order_mark_is_no_mistake(tmp_path, small, stand_ins):
    path = tmp_path / "bom.toml"
    path.write_bytes(b"\xef\xbb\xbf" + small.replace("\n", "\r\n").encode())
    assert load(path, stand_ins).title == "Small"


def test_places_that_hold_no_file(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for path, what in [
        (tmp_path / "none.toml", "there is no such file; correct the name"),
        (tmp_path, "not a file; name a text file"),
        (pipe, "not a file; name a text file"),
        (tmp_path / ("x" * 300), "cannot be read: File name too long; correct the name or the rights"),
    ]:
        with pytest.raises(DescantError) as error:
            load(path)
        assert str(error.value) == f"{path}: {what}"
        assert [str(problem) for problem in problems(path)] == [f"{path}: {what}"]
    with pytest.raises(DescantError, match="there is no such file"):
        load("a\0b")


@pytest.mark.parametrize(
    ("scale", "message"),
    [
        (None, "FOLDER/x.scl: there is no such file; correct the name"),
        (b"", "x.scl: not a Scala file; it needs a description, a number of notes, and the notes"),
        (b"d\n2\n3/2\nsol\n", "x.scl:4: found 'sol'; a pitch is a ratio such as 3/2 or cents such as 701.955"),
    ],
)
def test_a_scale_that_is_none(tmp_path, small, stand_ins, scale, message):
    if scale is not None:
        (tmp_path / "x.scl").write_bytes(scale)
    text = broken(small, 'title = "Small"', 'sound.tuning = "x.scl"')
    with pytest.raises(DescantError) as error:
        loads(text, "small.toml", tmp_path, {}, stand_ins)
    assert str(error.value) == f"small.toml:2: sound.tuning: {message}".replace("FOLDER", str(tmp_path))


def test_a_cue_without_a_name_has_that_of_its_number(small, stand_ins, tmp_path):
    text = broken(broken(small, 'name = "One"\n', ""), 'name = "Two"', 'name = "Cue 1"')
    with pytest.raises(DescantError, match=r'cues\[2\].name: "Cue 1" is the name of cues\[1\]; choose another name'):
        loads(text, "small.toml", tmp_path, {}, stand_ins)
