"""What clients notice of a change of piece."""

from dataclasses import replace

import pytest

OTHER = """
[parts.cubes]
kind = "cubics"
"""


@pytest.fixture
def other(stage_of, patch):
    """Another piece, with a part of another name, begun."""
    return stage_of(replace(patch(top='[osc]\ntriggers = { "/two" = 2 }', inputs=OTHER), title="Other"), 9)


def begun(desk, other):
    """Let clients play the other piece."""
    desk.remote.take_up(other.performance, 2, 3)
    desk.performance, desk.lines, desk.shown = other.performance, other.lines, other.shown
    desk._told = [0, 0]
    desk._report()


def test_clients_are_told_and_hear_the_new_lists(desk, other):
    desk = desk()
    client, silent = desk.client(hello="tablet"), desk.client()
    desk.ask(silent, "ping")
    begun(desk, other)
    assert [heard[:4] for heard in client.hear() if heard[0] in ("piece", "cue")] == [
        ("piece", 2, 3, "Other"), ("cue", 1.0, "Cubics", 2.0)
    ]  # fmt: skip
    assert silent.hear() == []
    assert ("pong", "Other") in [(heard[0], heard[-1]) for heard in desk.ask(client, "ping")]
    client.say("list")
    desk.play(0.1)
    names = {heard[1] for heard in client.hear() if heard[0] in ("parameter", "stream")}
    assert {"cubes/learning_rate", "cubes/loss"} <= names


def test_who_comes_later_is_told_which_piece_it_is(desk, other):
    desk = desk()
    assert "piece" not in [heard[0] for heard in desk.ask(desk.client(), "hello", "alone", 9)]
    begun(desk, other)
    client = desk.client()
    heard = desk.ask(client, "hello", "tablet", client.port)
    assert [each[0] for each in heard] == ["welcome", "piece", "cue"] and heard[1] == ("piece", 2, 3, "Other")


def test_parameters_and_triggers_are_those_of_the_piece_that_is_played(desk, other):
    desk = desk()
    client = desk.client(hello="tablet")
    assert [heard[0] for heard in desk.ask(client, "cubes/learning_rate", 0.4)] == ["error"]
    begun(desk, other)
    client.say("cubes/learning_rate", 0.4)
    desk.turn()
    assert other.performance.conductor.values["cubes/learning_rate"] == 0.4
    client.send(b"/two\0\0\0\0,\0\0\0")
    assert [line["cue"] for line in desk.turn() if "cue" in line] == [2]


def test_subscriptions_follow_their_patterns(desk, other):
    desk = desk()
    client = desk.client(hello="tablet")
    assert [heard[0] for heard in desk.ask(client, "subscribe", "cub*/loss", 100.0)] == ["cubics/loss"]
    begun(desk, other)
    desk.play(0.1)
    assert {heard[0] for heard in client.hear()} >= {"cubics/loss", "cubes/loss"}


def test_notes_of_the_old_piece_are_held_no_longer(desk, other):
    desk = desk()
    client = desk.client(hello="tablet")
    desk.do(client, "note", 60, 90)
    assert [each.holds for each in desk.remote.clients] == [True]
    begun(desk, other)
    assert [each.holds for each in desk.remote.clients] == [False]


def test_words_for_pieces(desk):
    desk = desk()
    client = desk.client(hello="tablet")
    assert ("error", "/descant/piece/next", "this is the last piece", 1) in desk.ask(client, "piece/next")
    desk.play(1.1, step=0.1)
    assert ("error", "/descant/piece/goto", "piece 3 is not to be had now", 1) in desk.ask(client, "piece/goto", 3)
    desk.remote.requests.place = lambda to: {"next": 2, 3: 3}.get(to, 0)
    assert [line["leave"] for line in desk.do(client, "piece/goto", 3) if "leave" in line] == [3]
    assert desk.performance.leaving == 3
