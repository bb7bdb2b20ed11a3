"""What clients hear while a cue is waited for and while fades are under way."""

import pytest

CUES = """
[[cues]]
number = 1
name = "One"

[[cues]]
number = 2
name = "Two"
pre_wait_s = 1.0
continue_s = 3.0
set = { "bend/depth" = 0.5, "bend/wavelength" = 1.0 }
fade = { "bend/depth" = 2.0, "bend/wavelength" = 0.5 }

[[cues]]
number = 3
name = "Three"
pre_wait_s = 0.5
"""
NO_WAIT, NO_FADE = ("cue/wait", 0.0, "", 0.0), ("cue/fade", 0.0, 0.0)


@pytest.fixture
def here(desk):
    return desk(cues=CUES)


def heard(client, word):
    return [said for said in client.hear() if said[0] == word]


def let(here, seconds):
    here.play(seconds, step=0.01)


def test_a_pre_wait_counts_down_four_times_a_second_and_ends(here):
    client, silent = here.client(hello="tablet"), here.client()
    let(here, 0.5)
    assert heard(client, "cue/wait") == []
    here.ask(silent, "cue/go")
    let(here, 1.4)
    told = heard(client, "cue/wait")
    assert [name[1:3] for name in told] == [(2.0, "Two")] * 4 + [(3.0, "Three")] * 2
    assert [each[3] for each in told[:4]] == pytest.approx([0.96, 0.71, 0.46, 0.21], abs=0.05)
    assert told[4][3] == pytest.approx(3.5, abs=0.05)  # its own pre-wait is in it
    assert heard(silent, "cue/wait") == []


def test_what_is_over_is_said_once(here):
    client = here.client(hello="tablet")
    here.ask(client, "cue/go")
    let(here, 0.3)
    assert here.do(client, "cue/back")[-1]["back"]
    let(here, 2.0)
    assert heard(client, "cue/wait")[-1] == NO_WAIT
    let(here, 2.0)
    assert client.hear() == []


def test_a_wait_that_is_held_stands_still(here):
    client = here.client(hello="tablet")
    here.ask(client, "cue/go")
    let(here, 0.5)
    here.do(client, "freeze", 1)
    client.hear()
    let(here, 2.0)
    left = {each[3] for each in heard(client, "cue/wait")}
    assert len(left) == 1 and left.pop() == pytest.approx(0.5, abs=0.05)


def test_the_last_fade_is_told_and_its_end(here):
    client = here.client(hello="tablet")
    here.ask(client, "cue/goto", 2)
    let(here, 1.0)
    told = heard(client, "cue/fade")
    assert {each[2] for each in told} == {2.0}
    assert [each[1] for each in told] == pytest.approx([1.96, 1.71, 1.46, 1.21], abs=0.05)
    let(here, 1.5)
    assert heard(client, "cue/fade")[-1] == NO_FADE


def test_another_piece_ends_what_was_told(here, stage):
    client = here.client(hello="tablet")
    here.ask(client, "cue/goto", 2)
    let(here, 0.3)
    client.hear()
    here.remote.take_up(stage().performance, 2, 2)
    here.clock.now_s += 0.3
    here.remote.countdown.tick(here.clock.now_s)
    assert client.hear()[-2:] == [NO_WAIT, NO_FADE]
