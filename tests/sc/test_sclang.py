"""The runner says truly how sclang ended, and what came of each test method."""

import os
import sys
from pathlib import Path

import psutil
import pytest
from sclang import Ending, Ran, Sclang, main, run
from units import methods, run_units

TESTS = """
TestTape : UnitTest {
    var length;
    setUp { length = 3 }
    test_splice { this.assertEquals(length, 3, "setUp comes first") }
    test_tear { 0.05.wait; this.assert(length == 4, "four, after a wait"); this.assert(true, "and on") }
    test_jam { nil.rewind }
    test_echo { { nil.fadeOut }.fork; 0.1.wait; this.assert(true, "the test itself") }
    helper_test { }
}
TestReel : UnitTest {
    test_wind { this.assert(true, "wound") }
}
"""
RUINS = """
TestRuin : UnitTest {
    test_first { this.assert(true, "before the end") }
    test_last { 9.exit; 2.wait }
}
"""


def ended(tmp_path: Path, code: str, **options: object) -> Ran:
    script = tmp_path / "script.scd"
    script.write_text(code)
    return run(script, home=tmp_path / "home", include=[], **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("code", "ending"),
    [
        ('"heard".postln; 0.exit;', Ending.DONE),
        ("fork { 0.1.wait; 1.exit }", Ending.FAILED),
        ("2.exit", Ending.EMPTY),
        ("0.exit; (", Ending.PARSE),
        ("nil.foo; 0.exit;", Ending.ERROR),
        ("fork { 0.1.wait; nil.foo; 0.exit }", Ending.ERROR),
        ("9.exit", Ending.CRASHED),
        ('"kill -9 %".format(thisProcess.pid).unixCmd', Ending.CRASHED),
    ],
)
def test_the_end_of_a_script_is_told(tmp_path: Path, code: str, ending: Ending) -> None:
    ran = ended(tmp_path, code)
    assert ran.ending is ending, ran.text
    assert ran.left == ()
    if ending is Ending.DONE:
        assert ran.lines("heard") == ["heard"]


def test_a_script_that_never_ends_is_ended(tmp_path: Path) -> None:
    assert ended(tmp_path, "loop { }", seconds=2).ending is Ending.HANG


def test_one_that_says_nothing_is_not_waited_for(tmp_path: Path) -> None:
    assert ended(tmp_path, "1", seconds=600, silent_s=2).ending is Ending.HANG


def test_a_class_that_does_not_compile_is_told(tmp_path: Path) -> None:
    (tmp_path / "classes").mkdir()
    (tmp_path / "classes" / "Tape.sc").write_text("Tape { splice { ^ } ")
    (tmp_path / "script.scd").write_text("0.exit")
    ran = run(tmp_path / "script.scd", home=tmp_path / "home", include=[tmp_path / "classes"])
    assert ran.ending is Ending.LIBRARY
    assert "Tape.sc" in ran.text


def test_what_sclang_leaves_running_is_named_and_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sclang.GRACE_S", 0.5)
    asleep = ["sleep", f"{1000 + os.getpid()}"]
    ran = ended(tmp_path, f'"setsid {" ".join(asleep)}".unixCmd; fork {{ 0.5.wait; 0.exit }}')
    assert ran.ending is Ending.LEFT
    assert any(" ".join(asleep) in command for command in ran.left)
    assert not [process for process in psutil.process_iter(["cmdline"]) if process.info["cmdline"] == asleep]


def test_the_home_is_its_own(tmp_path: Path) -> None:
    ran = ended(tmp_path, '"home %".format("~".standardizePath).postln; Platform.userConfigDir.postln; 0.exit')
    assert ran.lines("home ") == [f"home {tmp_path / 'home'}"]
    assert f"{tmp_path}/home/.config/SuperCollider" in ran.text


def test_sclang_can_be_told_one_thing_after_another(tmp_path: Path) -> None:
    with Sclang(tmp_path, include=[]) as sclang:
        sclang.tell("a = 3;\nb = a + 4;")
        assert sclang.hear(r"-> (\d+)")[1] == "7"
        sclang.tell("thisProcess.recompile")
        sclang.hear("compile done")
        sclang.hear("Welcome")
        sclang.tell("a ? b ? 5")
        sclang.hear("-> 5")
        with pytest.raises(AssertionError, match="did not say 'never'"):
            sclang.hear("never", seconds=0.5)
        sclang.tell("nil.foo")
        with pytest.raises(AssertionError, match="sclang ended"):
            sclang.hear("never")
        assert sclang.finish().ending is Ending.ERROR


def test_the_command_leaves_with_the_number_of_the_ending(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "script.scd").write_text('"arguments %".format(thisProcess.argv).postln; 1.exit')
    words = ["sclang.py", "--include", str(tmp_path), str(tmp_path / "script.scd"), "one", "two"]
    monkeypatch.setattr(sys, "argv", words)
    assert main() == 1
    said = capsys.readouterr()
    assert "arguments [ one, two ]" in said.out
    assert said.err == "sclang: failed\n"


def test_each_method_has_its_own_result(tmp_path: Path) -> None:
    classes = tmp_path / "classes"
    classes.mkdir()
    (classes / "Tape.sc").write_text(TESTS)
    names = [*methods(classes)]
    assert names == [*(f"TestTape:test_{name}" for name in ("splice", "tear", "jam", "echo")), "TestReel:test_wind"]
    units = run_units([*names, "TestReel:test_lost"], tmp_path / "home", include=[classes])
    assert units["TestTape:test_splice"].failures == []
    assert units["TestTape:test_splice"].said == ["PASS: a TestTape: test_splice - setUp comes first"]
    assert units["TestTape:test_tear"].failures == ["four, after a wait"]
    assert units["TestTape:test_jam"].failures == ["threw ERROR: Message 'rewind' not understood."]
    (error,) = units["TestTape:test_echo"].failures
    assert error.startswith("an error that nobody caught: ERROR: Message 'fadeOut' not understood.")
    assert units["TestReel:test_wind"].failures == []
    assert units["TestReel:test_lost"].failures == ["there is no such method"]


def test_methods_that_sclang_did_not_come_to_have_failed(tmp_path: Path) -> None:
    classes = tmp_path / "classes"
    classes.mkdir()
    (classes / "Ruin.sc").write_text(RUINS)
    units = run_units([*methods(classes)], tmp_path / "home", include=[classes])
    assert units["TestRuin:test_first"].failures == []
    assert units["TestRuin:test_last"].failures == ["sclang did not come to its end: CRASHED"]
