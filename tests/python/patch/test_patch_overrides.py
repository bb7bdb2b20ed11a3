import pytest

from descant.errors import DescantError
from descant.patch import load, loads, with_settings


@pytest.fixture
def patch(small, stand_ins):
    return loads(small, "small.toml", None, {}, stand_ins)


def test_settings_are_declared_and_pinned(patch):
    tonight = with_settings(patch, ["bell/mute=1", "wave/rate = -0.25", "wave/steps=7", "wave/form=square"])
    changed = {"bell/mute": True, "wave/rate": -0.25, "wave/steps": 7, "wave/form": "square"}
    assert tonight.declared == patch.declared | changed
    assert tonight.declared["bell/mute"] is True
    assert tonight.pinned == changed.keys()
    assert patch.pinned == frozenset()
    assert with_settings(tonight, {"wave/rate": 1}).pinned == changed.keys()
    assert with_settings(patch, []) == patch


@pytest.mark.parametrize(("text", "value"), [("1", True), ("0", False), ("true", True), ("False", False)])
def test_truth(patch, text, value):
    assert with_settings(patch, [f"bell/mute={text}"]).declared["bell/mute"] is value


def test_the_paper_as_printed(real_patch):
    settings = ["cubics-to-detune/amount=1", "cubics-to-detune/ceiling=100", "piano/mute=1"]
    tonight = with_settings(load(real_patch), settings)
    assert tonight.declared["cubics-to-detune/amount"] == 1.0
    assert tonight.declared["cubics-to-detune/ceiling"] == 100.0
    assert tonight.declared["cubics-to-detune/floor"] == 0.0
    assert tonight.declared["piano/mute"] is True


def test_a_floor_that_is_left_to_the_ceiling_follows_it(patch):
    assert patch.declared["wave-to-shift/floor"] == -1000.0
    tonight = with_settings(patch, ["wave-to-shift/ceiling=0.5"])
    assert tonight.declared["wave-to-shift/floor"] == -0.5
    both = with_settings(patch, ["wave-to-shift/floor=-3", "wave-to-shift/ceiling=0.5"])
    assert both.declared["wave-to-shift/floor"] == -3.0


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        (
            "wave/rat=1",
            "--set wave/rat: unknown parameter; did you mean 'wave/rate'?"
            " (allowed: wave/on, wave/rate, wave/steps, wave/form)",
        ),
        (
            "nobody/x=1",
            "--set nobody/x: unknown parameter; allowed: wave/…, bell/…, wave-to-shift/…, picture/…, shift/…,"
            " bend/…, bubbles/…",
        ),
        ("wave/rate", "--set \"wave/rate\": found no '='; write NAME=VALUE: piano/mute=1"),
        ("wave/rate=nan", '--set wave/rate: found "nan"; must be a number from -0.5 to 2'),
        ("wave/rate=1e300", '--set wave/rate: found "1e300"; must be a number from -0.5 to 2'),
        ("wave/rate=fast", '--set wave/rate: found "fast"; must be a number from -0.5 to 2'),
        ("wave/rate=", '--set wave/rate: found ""; must be a number from -0.5 to 2'),
        ("wave/steps=2.5", '--set wave/steps: found "2.5"; must be a whole number from 1 to 10'),
        ("wave/form=squar", '--set wave/form: found "squar"; must be one of sine, square'),
        ("bell/mute=2", '--set bell/mute: found "2"; must be true or false'),
        ("bell/mute=yes", '--set bell/mute: found "yes"; must be true or false'),
    ],
)
def test_a_setting_that_cannot_be(patch, setting, message):
    with pytest.raises(DescantError) as error:
        with_settings(patch, [setting])
    assert str(error.value) == message


@pytest.mark.parametrize("value", [10**400, float("inf"), True, None, [1]])
def test_a_value_that_cannot_be(patch, value):
    with pytest.raises(DescantError, match=r"^--set wave/rate: found .*; must be a number from -0\.5 to 2$"):
        with_settings(patch, {"wave/rate": value})
