"""Asking a Descant: answers that come, do not come, come from somebody else."""

import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from descant.devices import osc
from descant.devices.asking import Asking

Answer = Callable[[osc.Message], list[bytes]]


@pytest.fixture
def answering() -> Iterator[Callable[[Answer], int]]:
    """Return a function that has a port answer, and gives its number."""
    sockets, over = [], threading.Event()

    def listen(udp: socket.socket, answer: Answer) -> None:
        while not over.is_set():
            try:
                datagram, sender = udp.recvfrom(65_507)
            except TimeoutError:
                continue
            for message in osc.decode(datagram):
                for reply in answer(message):
                    udp.sendto(reply, sender)

    def begin(answer: Answer) -> int:
        udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        udp.bind(("127.0.0.1", 0))
        udp.settimeout(0.05)
        threads.append(threading.Thread(target=listen, args=(udp, answer)))
        threads[-1].start()
        sockets.append(udp)
        return int(udp.getsockname()[1])

    threads: list[threading.Thread] = []
    yield begin
    over.set()
    for thread in threads:
        thread.join()
    for udp in sockets:
        udp.close()


def test_what_is_answered_up_to_the_last(answering: Callable[[Answer], int]) -> None:
    told = [osc.encode("/descant/stream", "a/b", 0.5), osc.encode("/descant/list/end", 1), osc.encode("/descant/late")]
    with Asking(answering(lambda message: told if message.address == "/descant/list" else [])) as asking:
        found = asking.ask("list", last="list/end")
    assert found is not None
    assert [(message.address, message.arguments) for message in found] == [
        ("/descant/stream", ("a/b", 0.5)), ("/descant/list/end", (1,)),
    ]  # fmt: skip


def test_it_asks_again_where_the_answer_is_lost(answering: Callable[[Answer], int], monkeypatch) -> None:
    monkeypatch.setattr("descant.devices.asking.ANSWER_S", 0.1)
    asked: list[str] = []

    def second(message: osc.Message) -> list[bytes]:
        asked.append(message.address)
        return [osc.encode("/descant/list/end", 0)] if len(asked) == 2 else []

    with Asking(answering(second)) as asking:
        assert asking.ask("list", last="list/end")
    assert asked == ["/descant/list"] * 2


def test_nobody_answers(answering: Callable[[Answer], int], monkeypatch) -> None:
    monkeypatch.setattr("descant.devices.asking.ANSWER_S", 0.05)
    with Asking(answering(lambda message: [])) as asking:
        assert asking.there(0.0) is None
        assert asking.ask("list", last="list/end") is None


def test_waiting_ends_when_what_is_waited_for_has_ended() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp:
        udp.bind(("127.0.0.1", 0))
        free = udp.getsockname()[1]
    lives = iter([True, True, False])
    with Asking(free) as asking:
        assert asking.there(3600.0, lambda: next(lives)) is None
    assert next(lives, "asked until then") == "asked until then"


def test_what_is_no_osc_is_passed_over(answering: Callable[[Answer], int]) -> None:
    with Asking(answering(lambda message: [b"nonsense", osc.encode("/descant/pong", "1", 1, "x")])) as asking:
        pong = asking.there(1.0)
    assert pong is not None
    assert pong.arguments == ("1", 1, "x")
