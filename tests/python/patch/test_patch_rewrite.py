"""A cue is put into a patch's text: where it belongs, in the file's own style, and nothing else is touched."""

import difflib
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from descant.errors import DescantError
from descant.patch import loads
from descant.patch.rewrite import WrittenCue, between, put_cue

PATCHES = Path(__file__).parents[3] / "patches"
LOSSES = (PATCHES / "losses-dissonances-distortions.toml").read_text()
SHIPPED = [LOSSES, (PATCHES / "chorus.toml").read_text()]


def changed(before, after):
    """Return the lines that went and came, each with its sign."""
    lines = list(difflib.unified_diff(before.split("\n"), after.split("\n"), n=0, lineterm=""))[2:]
    return [line for line in lines if not line.startswith("@@")]


def cue(number=2.5, name="Storm", state=None, **settings_):
    return WrittenCue(number=number, name=name, set=settings_.get("set", {}), state=state)


@pytest.mark.parametrize(
    ("before", "after", "number"),
    [(2.0, 3.0, 2.5), (2.0, 2.5, 2.25), (2.1, 2.2, 2.15), (4.0, None, 5.0), (2.5, None, 3.0), (9999.0, None, None),
     (1.0, 1.000000000001, None), (2.0, 2.25, 2.12), (2.0, 2.01, 2.005), (100.0, 100.01, 100.005),
     (2.0, 2.000002, 2.000001), (9000.0, 9000.01, 9000.005), (9000.0, 9000.001, None)],
)  # fmt: skip
def test_numbers(before, after, number):
    assert between(before, after) == number


def test_a_new_cue_between_two():
    put = cue(set={"knots/on": True, "knots/learning_rate": 0.012345678901234}, state="x.states/2.5.json")
    own = """\
[[cues]]
number = 2.5
name = "Storm"
state = "x.states/2.5.json"
set = { "knots/on" = true, "knots/learning_rate" = 0.012345678901234 }

"""
    assert put_cue(LOSSES, put) == LOSSES.replace("[[cues]]\nnumber = 3", own + "[[cues]]\nnumber = 3")
    assert [each["number"] for each in tomllib.loads(put_cue(LOSSES, put))["cues"]] == [1, 2, 2.5, 3, 4]


def test_a_new_cue_after_the_last_one_with_much_to_say():
    wanted = {f"overtones/parameter_{n}": float(n) for n in range(6)}
    before = LOSSES.rstrip("\n")
    assert changed(before, put_cue(before, cue(9, 'Say "é"', set=wanted))) == [
        "+", "+[[cues]]", "+number = 9", '+name = "Say \\"é\\""', "+", "+    [cues.set]",
        *(f'+    "overtones/parameter_{n}" = {n}.0' for n in range(6)),
    ]  # fmt: skip


def test_a_new_cue_before_the_first_one_stays_under_its_heading():
    text = LOSSES.replace("number = 1\n", "number = 1.5\n")
    lines = put_cue(text, cue(1, "Tuning")).split("\n")
    at = lines.index("[[cues]]")
    assert lines[at - 1].startswith("# A cue is the whole state")
    assert lines[at : at + 6] == ["[[cues]]", "number = 1", 'name = "Tuning"', "", "[[cues]]", "number = 1.5"]


def test_an_updated_cue_keeps_its_notes_comments_order_and_fades():
    wanted = {
        "new/one": "sgd", "cubics/on": True, "cubics-to-detune/amount": 0.2, "overtones/decay_scale": 2.5,
        "piano/decay_scale": 1.5, "picture/background": "performer",
    }  # fmt: skip
    after = put_cue(LOSSES, cue(4, "Cubics, seen", "x.states/4.json", set=wanted))
    assert after.count('name = "Cubics, seen"\nstate = "x.states/4.json"\nnotes = ') == 1
    assert changed(LOSSES, after) == [
        '+state = "x.states/4.json"',
        '-    "overtones/decay_scale" = 1.5',
        '+    "overtones/decay_scale" = 2.5',
        '-    "bubbles/on" = true',
        '+    "new/one" = "sgd"',
    ]
    assert tomllib.loads(after)["cues"][3]["fade"] == {"cubics-to-detune/amount": 25.0}


def test_an_updated_cue_with_its_settings_on_one_line():
    text = LOSSES.replace('set = { "cubics/on" = true }', 'set = { "cubics/on" = true }  # bass and melody')
    assert changed(text, put_cue(text, cue(1, "New", set={"a/b": 2, "cubics/on": True}))) == [
        '-name = "Cubics"',
        '+name = "New"',
        '-set = { "cubics/on" = true }  # bass and melody',
        '+set = { "cubics/on" = true, "a/b" = 2 }  # bass and melody',
    ]
    assert changed(text, put_cue(text, cue(1, "Cubics", set={}))) == [
        '-set = { "cubics/on" = true }  # bass and melody'
    ]


def test_what_a_cue_lacked_stands_below_its_number_and_above_its_last_comment():
    bare = (
        "descant = 1\n[[cues]]\n  number = 1   # one\n# the end of one\n\n[[cues]]\nnumber = 2\nfade_s = 1\n# the end"
    )
    after = put_cue(bare, cue(1, "One", "x.states/1.json", set={"a/b": 1}))
    own = '  number = 1   # one\n  name = "One"\n  state = "x.states/1.json"\n  set = { "a/b" = 1 }\n# the end of one'
    assert after == bare.replace("  number = 1   # one\n# the end of one", own)
    wanted = {f"overtones/parameter_{n}": float(n) for n in range(6)}
    after = put_cue(bare, cue(2, "Cue 2", "x.states/2.json", set=wanted))
    assert after.endswith(
        'number = 2\nstate = "x.states/2.json"\nfade_s = 1\n# the end\n\n    [cues.set]\n'
        + "\n".join(f'    "{name}" = {value}' for name, value in wanted.items())
    )
    above = bare.replace("fade_s = 1", 'fade_s = 1\nname = "Two"')
    assert 'name = "Two"\nstate = "x.states/2.json"\n# the end' in put_cue(above, cue(2, "Two", "x.states/2.json"))


def test_a_state_that_is_no_more_is_taken_out():
    text = put_cue(LOSSES, cue(1, "Cubics", "x.states/1.json", set={"cubics/on": True}))
    assert text != LOSSES and put_cue(text, cue(1, "Cubics", set={"cubics/on": True})) == LOSSES


def test_what_is_the_same_is_not_written_anew():
    assert put_cue(LOSSES, cue(2, "Knots", set={"knots/on": True})) == LOSSES
    text = LOSSES.replace('amount" = 25.0', 'amount" = 25').replace(
        '"piano/decay_scale" = 2.0', '"piano/decay_scale" = 2'
    )
    same = tomllib.loads(text)["cues"][2]["set"] | {"piano/decay_scale": 2.0}
    assert put_cue(text, cue(3, "Knots, seen", set=same)) == text


def test_windows_lines_and_the_missing_last_one():
    text = LOSSES.replace("\n", "\r\n")
    assert put_cue(text, cue(set={"a/b": 1})) == put_cue(LOSSES, cue(set={"a/b": 1})).replace("\n", "\r\n")
    with pytest.raises(DescantError, match="its lines end in two ways"):
        put_cue(text + "# more\n", cue())


def test_cues_as_one_array_are_left_alone():
    with pytest.raises(DescantError, match=r"its cues are one array; write each as a table begun by \[\[cues\]\]"):
        put_cue("descant = 1\ncues = [{ number = 1 }]\n", cue())


def test_a_text_that_looks_like_a_cue_is_none():
    notes = 'notes = """\n[[cues]]\nnumber = 7\n# end\n"""\n'
    text = f"descant = 1\n[[cues]]\nnumber = 1\n{notes}\n# two\n[[cues]]\nnumber = 3\n"
    after = put_cue(text, cue(2, "Two"))
    assert after == text.replace('"""\n\n# two', '"""\n\n[[cues]]\nnumber = 2\nname = "Two"\n\n# two')


def test_tables_after_the_cues_stay_there():
    text = "descant = 1\n[[cues]]\nnumber = 1\n# mine\n\n# OSC\n[osc]\nport = 1\n"
    assert put_cue(text, cue(2, "Two")) == text.replace("# mine\n", '# mine\n\n[[cues]]\nnumber = 2\nname = "Two"\n')


VALUES = st.one_of(
    st.booleans(), st.integers(-1000, 1000), st.floats(allow_nan=False, allow_infinity=False), st.text(max_size=20)
)
NAMES = st.one_of(
    st.sampled_from(["knots/on", "overtones/decay_scale", "picture/background"]),
    st.text(min_size=1, max_size=12).filter(str.isprintable),
)


@settings(max_examples=150, deadline=None)
@given(
    text=st.sampled_from(SHIPPED),
    number=st.one_of(st.sampled_from([1, 2, 3, 4]), st.floats(1, 9999).map(lambda x: float(f"{x:.12g}"))),
    name=st.text(min_size=1, max_size=20).filter(str.isprintable),
    set_=st.dictionaries(NAMES, VALUES, max_size=6),
    state=st.one_of(st.none(), st.just("piece.states/1.json")),
)
def test_only_the_cues_own_lines_are_touched(text, number, name, set_, state):
    after = put_cue(text, WrittenCue(number=number, name=name, set=set_, state=state))
    before, now = tomllib.loads(text), tomllib.loads(after)
    old = next((each for each in before["cues"] if each["number"] == number), {})
    fresh = next(each for each in now["cues"] if each["number"] == number)
    assert fresh["name"] == name and fresh.get("set", {}) == set_ and fresh.get("state") == state
    rest = {"name", "set", "state"}
    assert {k: v for k, v in fresh.items() if k not in rest} == {"number": number} | {
        k: v for k, v in old.items() if k not in rest
    }
    others = [each for each in now["cues"] if each["number"] != number]
    assert others == [each for each in before["cues"] if each["number"] != number]
    assert [each["number"] for each in now["cues"]] == sorted(each["number"] for each in now["cues"])
    assert {k: v for k, v in now.items() if k != "cues"} == {k: v for k, v in before.items() if k != "cues"}
    lines = iter(after.split("\n"))
    gone = [line for line in changed(text, after) if line.startswith("-")]
    own = text.split("[[cues]]\nnumber = " + f"{number:g}\n")[-1].split("\n\n[[cues]]")[0] if old else ""
    assert all(line[1:] in own for line in gone)
    kept = [line for line in text.split("\n") if "-" + line not in gone]
    assert all(line in lines for line in kept), "every other line is there, in its order"


def test_a_patch_is_loaded_without_the_writer():
    code = "import sys, descant.patch, descant.patch.rewrite; sys.exit('tomlkit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_was_put_in_loads():
    text = put_cue(LOSSES, cue(set={"knots/on": True, "overtones/level_db": -13.25}))
    patch = loads(text, "losses.toml", None, {})
    assert patch.cues[2].set == {"knots/on": True, "overtones/level_db": -13.25}
