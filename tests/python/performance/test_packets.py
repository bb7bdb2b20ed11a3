"""Whatever is sent, the state is what it should be after each packet: random, mutated, wrong, stamped, from anybody.

``make packets`` sends a million of them.
"""

import fnmatch
import heapq
import itertools
import math
import os
import random
import re
import struct
from collections import deque

import pytest

from descant.devices import osc
from descant.devices.protocol import RESERVED, WORDS

PACKETS = int(os.environ.get("DESCANT_PACKETS", "30000"))
SEED = int(os.environ.get("DESCANT_SEED", "1"))
TRIGGERS = {"/qlab/next": "go", "/qlab/back": "back", "/stop": "panic", "/slow": "Slow", "/three": 3}
TOP = f"[osc]\ntriggers = {{ {', '.join(f'{a!r} = {w!r}' for a, w in TRIGGERS.items())} }}".replace("'", '"')
NOTHING = ("ping", "list", "server", "cue/list")  # asked, and changing nothing
TEXTS = ("", "a", "Slow", "2", "Nowhere", "é", "x" * 201, "cubics/points", "cubics/*", "*/loss", "sgd")
NUMBERS = (0, 1, -1, 2, 3, 60, 127, 128, 0.5, 2.5, 1e-3, -0.3, 1e6, 1e9, 2**31 - 1, -(2**31), 2**62)
ODD = (math.nan, math.inf, -math.inf, 1e300, -1e300, 3e38, 5e-324)


# ---------------------------------------------------------------- what is sent
def encoded(address, arguments):
    """Write a message as it stands: NaN, doubles and all."""
    tags, pieces = ",", b""
    for argument in arguments:
        match argument:
            case bool():
                tags += "T" if argument else "F"
            case None:
                tags += "N"
            case int() if -(2**31) <= argument < 2**31:
                tags, pieces = tags + "i", pieces + struct.pack(">i", argument)
            case int():
                tags, pieces = tags + "h", pieces + struct.pack(">q", argument)
            case float() if math.isfinite(argument) and abs(argument) > 3e38:
                tags, pieces = tags + "d", pieces + struct.pack(">d", argument)
            case float():
                tags, pieces = tags + "f", pieces + struct.pack(">f", argument)
            case str():
                tags, pieces = tags + "s", pieces + padded(argument)
            case bytes():
                blob = struct.pack(">i", len(argument)) + argument
                tags, pieces = tags + "b", pieces + blob + b"\0" * (-len(blob) % 4)
    return padded(address) + padded(tags) + pieces


def padded(text):
    raw = text.encode()
    return raw + b"\0" * (4 - len(raw) % 4)


def bundled(stamp, elements):
    tag = 1 if stamp is None else round((stamp + osc.EPOCH_S) * 2**32)
    return b"#bundle\0" + struct.pack(">Q", tag) + b"".join(struct.pack(">i", len(e)) + e for e in elements)


class Packets:
    """Makes packets, of which about a half are well said."""

    def __init__(self, rng, patch):
        self._rng, self._patch = rng, patch
        self._names = list(patch.table)

    def one(self, now, port):
        """Return a packet from a client that hears at `port`, at `now` seconds since 1970."""
        rng = self._rng
        match rng.randrange(20):
            case 0:
                return rng.randbytes(rng.randrange(64))
            case 1 | 2 | 3:
                return self._mutated(self._message(port))
            case 4 | 5:
                return self._bundle(now, port)
            case _:
                return self._message(port)

    def _message(self, port):
        make = self._rng.choice((self._well, self._well, self._value, self._value, self._wrong))
        address, *arguments = make(port)
        return encoded(address if address.startswith("/") else f"/descant/{address}", arguments)

    def _bundle(self, now, port):
        rng = self._rng
        stamp = rng.choice((None, None, now - 5, now + 0.01, now + 0.05, now + 0.05, now + 11, now + 1e7))
        elements = [self._message(port) for _ in range(rng.randrange(7))]
        whole = bundled(stamp, elements)
        for _ in range(rng.choice((0, 0, 0, 1, 3, 12))):
            whole = bundled(None, [whole])
        return self._mutated(whole) if rng.random() < 0.2 else whole

    def _mutated(self, packet):
        rng, changed = self._rng, bytearray(packet)
        for _ in range(rng.choice((1, 1, 2, 8))):
            place = rng.randrange(len(changed))
            match rng.randrange(4):
                case 0:
                    changed[place] = rng.randrange(256)
                case 1:
                    changed[place] ^= 1 << rng.randrange(8)
                case 2 if len(changed) > 8:
                    del changed[place : place + rng.choice((1, 4))]
                case 3:
                    changed[place:place] = rng.randbytes(rng.choice((1, 4)))
        return bytes(changed) or b"\0"

    def _value(self, port):
        """Set a parameter to something that it takes, one way or the other."""
        rng, name = self._rng, self._rng.choice(self._names)
        row = self._patch.table[name]
        match row.kind:
            case "f":
                value = rng.choice((row.low, row.high, rng.uniform(row.low, row.high)))
            case "i":
                value = rng.randint(int(row.low), int(min(row.high, 200)))
            case "b":
                value = rng.choice((0, 1, True, False, 1.0))
            case _:
                value = rng.choice((*row.choices, 0, 1.0))
        return (name, value) if rng.random() < 0.7 else ("set", name, value)

    def _well(self, port):
        rng = self._rng
        number = rng.choice((1, 2, 2.5, 3, "Cubics", "Slow", "2.5", 7))
        pattern = rng.choice(("*", "cubics/*", "*/loss"))
        return rng.choice(
            (
                ("ping",), ("hello", rng.choice(("max", "touch")), port), ("get", rng.choice(self._names)),
                (rng.choice(self._names),), ("subscribe", pattern, rng.choice((10, 60.0))), ("unsubscribe", pattern),
                ("note", *self._note()), ("note", *self._note()), ("note", *self._note()), ("note", *self._note()),
                ("pad", rng.choice(("cubics", "knots")), rng.random(), 0.5), ("tune", "cubics", rng.randrange(50)),
                ("tune", "knots", rng.randrange(9)), ("cue/go",), ("cue/back",), ("cue/goto", number),
                ("learn", "mine", 0.0, 1.0, -0.5), ("learn", "knots", 0.0, 1.0), ("learn", "mine", 0.5),
                ("curve", "knots"),
                ("cue/capture", "Mine"), ("cue/capture", "Mine", 2.5), ("cue/undo",), ("undo",), ("redo",),
                ("clock", rng.random(), 120.0, 1), ("points", "cubics"),
                ("cue/start", number), ("cue/scrub", number), ("cue/morph", rng.random(), 1, "Slow"),
                ("panic",), ("freeze", rng.randrange(2)), ("freeze", 0),
                ("bus", rng.choice(list(self._patch.streams))), ("server",), ("watch", rng.randrange(2)), ("cue/list",),
                (rng.choice(list(TRIGGERS)), *rng.choice(((), (1,), (0,), (1.0, "x")))), ("bye",),
            )
        )  # fmt: skip

    def _note(self):
        rng = self._rng
        pitch = rng.choice((36, 41, 48, 55, 60, 60.5, 64, 67, 72))
        return pitch, rng.choice((0, 0, 64, 127, 0.2)), *rng.choice(((), (), ("a",), (7,)))

    def _wrong(self, port):
        """Say a known word, or none, with any arguments."""
        rng = self._rng
        words = (*(word.address for word in WORDS if word.address != "bye"), *self._names, "nonsense", "cubics/*",
                 "error", "cubics", "", "/", "/other/address", "/qlab/next")  # fmt: skip
        arguments = [
            rng.choice((*TEXTS, *NUMBERS, *ODD, True, False, None, b"", b"blob", port)) for _ in range(rng.randrange(5))
        ]
        if rng.random() < 0.3:
            arguments[:1] = [rng.choice(self._names)]
        return rng.choice(words), *arguments


# ---------------------------------------------------------------- what should be so
def meant(value):
    """Return the shortest decimal number that has the same float32, where it is one."""
    if (
        not math.isfinite(value)
        or abs(value) > 3.4028235e38
        or struct.unpack(">f", struct.pack(">f", value))[0] != value
    ):
        return value
    shortest = (float(f"{value:.{digits}g}") for digits in range(1, 10))
    return next(one for one in shortest if struct.unpack(">f", struct.pack(">f", one))[0] == value)


def is_number(value, low=-1e6, high=1e6):
    return isinstance(value, int | float) and not isinstance(value, bool) and low <= meant(float(value)) <= high


def is_text(value):
    return isinstance(value, str) and len(value) <= 200


class Expected:
    """What the state of a performance should be, found without its code."""

    def __init__(self, patch, own_port):
        self.patch, self._own_port = patch, own_port
        self.values, self.place = {**patch.declared, **patch.cues[0].set}, 0
        self.frozen = self.panicking = False
        self.left, self.went_s = deque(maxlen=100), -math.inf
        self.fades = {}  # name → (lowest, highest, end, done at)
        self.mapped = {name for entry in patch.mappings.values() for name in entry.targets}
        self.notes = {}  # source → {name: pitch}
        self.clients = {}  # source → (name, patterns, watching)
        self.refused = 0
        self.later = []  # a heap: due, count, source, message
        self._count = itertools.count()

    def take(self, source, port, messages, now, now_s):
        """Take the messages of one packet at `now`, in seconds since 1970; `now_s` is the performance's."""
        self.meet(source)
        acted = False
        for message in messages:
            ahead = 0.0 if message.time is None else message.time - now
            if ahead <= 0:
                acted |= self.do(source, port, message, now_s)
            elif ahead > 10:
                self.refused += 1
            else:
                heapq.heappush(self.later, (now_s + ahead, next(self._count), source, port, message))
        return acted

    def meet(self, source):
        self.clients.setdefault(source, ("", {}, False))

    def due(self, now_s):
        """Do what was left for now."""
        acted = False
        while self.later and self.later[0][0] <= now_s:
            at_s, _, source, port, message = heapq.heappop(self.later)
            self.meet(source)
            acted |= self.do(source, port, message, at_s)
        return acted

    def do(self, source, port, message, now_s):
        """Do one message; return whether it was taken."""
        self.meet(source)
        address, arguments = message.address, message.arguments
        if address in TRIGGERS:
            if not arguments or arguments[0]:
                self.trigger(TRIGGERS[address], now_s)
            return True
        word = address.removeprefix("/descant/")
        if not address.startswith("/descant/"):
            taken = False
        elif word in self.patch.table:
            taken = not arguments or (len(arguments) == 1 and self.set(word, arguments[0]))
        else:
            act = getattr(self, "do_" + word.replace("/", "_"), None) if "_" not in word else None
            taken = word in NOTHING and not arguments if act is None else act(source, port, now_s, *arguments)
        self.refused += not taken
        return taken

    # ------------------------------------------------------------ words; each returns whether it is taken
    def set(self, name, value):
        row = self.patch.table[name]
        if row.per_note:
            return False
        if (
            row.kind == "choice"
            and not isinstance(value, str | bytes | bool | None)
            and value in range(len(row.choices))
        ):
            value = row.choices[int(value)]
        if row.kind == "choice":
            taken = value in row.choices
        elif row.kind == "b":
            taken = isinstance(value, int | float) and value in (0, 1)
            value = bool(value)
        else:
            taken = is_number(value, row.low, row.high) and (row.kind == "f" or meant(float(value)).is_integer())
            value = (float if row.kind == "f" else int)(meant(float(value))) if taken else value
        if taken:
            self.fades.pop(name, None)
            self.values[name] = value
        return taken

    def do_set(self, source, port, now_s, name=None, value=None, *more):
        fits = isinstance(value, int | float) or is_text(value)
        return not more and is_text(name) and fits and name in self.patch.table and self.set(name, value)

    def do_get(self, source, port, now_s, name=None, *more):
        return not more and is_text(name) and name in self.patch.table

    def do_tune(self, source, port, now_s, part=None, value=None, *more):
        if more or not is_text(part) or not is_number(value, 0) or part not in ("cubics", "knots"):
            return False
        return self.set(f"{part}/{'notes' if part == 'cubics' else 'seconds'}_to_tune", value)

    def do_hello(self, source, port, now_s, name=None, ear=None, *more):
        if more or not is_text(name) or not is_number(ear, 1, 65535) or ear != int(ear) or ear == self._own_port:
            return False
        assert ear == port, "nobody else's port is given here"
        _, patterns, watching = self.clients[source]
        self.clients[source] = (name or "nameless", patterns, watching)
        return True

    def do_bye(self, source, port, now_s, *more):
        if not more:
            self.forget(source)
        return not more

    def forget(self, source):
        self.clients.pop(source, None)
        self.notes.pop(source, None)
        self.later = [each for each in self.later if each[2] != source]
        heapq.heapify(self.later)

    def do_subscribe(self, source, port, now_s, pattern=None, rate=None, *more):
        if more or not is_text(pattern) or not is_number(rate, 0.01, 1000):
            return False
        patterns = self.clients[source][1]
        if not fnmatch.filter(self.patch.streams, pattern):
            return False
        patterns[pattern] = meant(float(rate))
        return True

    def do_unsubscribe(self, source, port, now_s, pattern=None, *more):
        patterns = self.clients[source][1]
        return not more and is_text(pattern) and patterns.pop(pattern, None) is not None

    def do_watch(self, source, port, now_s, on=None, *more):
        if more or not isinstance(on, int | float) or on not in (0, 1):
            return False
        self.clients[source] = (*self.clients[source][:2], bool(on))
        return True

    def do_bus(self, source, port, now_s, name=None, *more):
        return not more and is_text(name) and name in self.patch.streams

    def do_note(self, source, port, now_s, pitch=None, velocity=None, *name):
        if len(name) > 1 or not is_number(pitch, 0, 127) or not is_number(velocity, 0, 127):
            return False
        if name and not is_text(name[0]) and not is_number(name[0], -(2.0**53), 2.0**53):
            return False
        pitch = meant(float(pitch))
        who = ("id", name[0] if isinstance(name[0], str) else meant(float(name[0]))) if name else ("pitch", pitch)
        held = self.notes.setdefault(source, {})
        for other in [other for other, at in held.items() if other == who or (velocity and at == pitch)]:
            del held[other]
        if velocity:
            held[who] = pitch
        return True

    def do_pad(self, source, port, now_s, part=None, *at):
        return is_text(part) and 1 <= len(at) <= 255 and all(map(is_number, at)) and part in self.patch.parts

    def do_learn(self, source, port, now_s, part=None, *target):
        owners = {name.split("/")[0] for name in self.patch.table} | set(RESERVED)
        named = is_text(part) and re.fullmatch("[A-Za-z][A-Za-z0-9_.-]{0,63}", part) and part not in owners
        return bool(named) and 2 <= len(target) <= 1024 and all(map(is_number, target))

    def do_curve(self, *asked):
        return False  # no part of this piece learns one

    def do_panic(self, source, port, now_s, *more):
        if not more:
            self.frozen = self.panicking = True
        return not more

    def do_freeze(self, source, port, now_s, on=None, *more):
        if more or not isinstance(on, int | float) or on not in (0, 1):
            return False
        self.frozen, self.panicking = bool(on), self.panicking and bool(on)
        return True

    def do_cue_go(self, source, port, now_s, *more):
        if not more:
            self.trigger("go", now_s)
        return not more

    def do_cue_back(self, source, port, now_s, *more):
        if not more:
            self.trigger("back", now_s)
        return not more

    def do_cue_goto(self, source, port, now_s, where=None, *more):
        if more or not (is_text(where) or is_number(where)):
            return False
        self.goto(where if isinstance(where, str) else meant(float(where)), now_s)
        return True

    def do_cue_start(self, source, port, now_s, where=None, *more):
        return not more and (is_text(where) or is_number(where))

    do_cue_scrub = do_cue_start

    def do_cue_capture(self, source, port, now_s, name=None, *number):
        return is_text(name) and len(number) <= 1 and all(is_number(each, 1, 9999) for each in number)

    def do_cue_undo(self, source, port, now_s, *more):
        return not more

    def do_clock(self, source, port, now_s, quarters=None, *more):
        bpm, running, *rest = (*more, *(None, 1)[len(more) :])
        whether = isinstance(running, int | float) and running in (0, 1)
        return not rest and whether and is_number(quarters) and is_number(bpm, 1, 1000)

    def do_points(self, *asked):
        return False  # no part of this piece has any

    def do_undo(self, *asked):
        return False  # as if there were nothing to take back

    do_redo = do_undo

    def do_cue_morph(self, source, port, now_s, x=None, *cues):
        return is_number(x, 0, 1000) and len(cues) >= 2 and all(is_text(cue) or is_number(cue) for cue in cues)

    # ------------------------------------------------------------ cues
    def trigger(self, what, now_s):
        if what == "panic":
            self.frozen = self.panicking = True
        elif what == "back":
            self.back()
        elif what != "go":
            self.goto(what, now_s)
        elif (now_s - self.went_s) * 1000 >= 300 and self.place + 1 < len(self.patch.cues):
            self.went_s = now_s
            self.cue(self.place + 1, now_s)

    def back(self):
        if self.left:
            self.place, self.values = self.left.pop()
            self.frozen, self.panicking, self.fades = False, False, {}

    def goto(self, what, now_s):
        for place, cue in enumerate(self.patch.cues):
            if what in (cue.name, cue.number, f"{cue.number:g}"):
                self.cue(place, now_s)
                return

    def cue(self, place, now_s):
        self.left.append((self.place, dict(self.values)))
        self.place, self.frozen, self.panicking = place, False, False
        cue, fades = self.patch.cues[place], {}
        for name, value in {**self.patch.declared, **cue.set}.items():
            low, high, *_ = self.fades.get(name, (self.values[name],) * 2)
            if name in cue.fade and not low == high == value:
                fades[name] = min(low, value), max(high, value), value, now_s + cue.fade[name].seconds + 0.03
            self.values[name] = value
        self.fades = fades

    def check(self, performance, now_s):
        """Compare with what is so."""
        assert performance.conductor.place == self.place
        assert (performance.frozen, performance.panicking) == (self.frozen, self.panicking)
        found = performance.conductor.values
        self.fades = {name: fade for name, fade in self.fades.items() if fade[3] > now_s}
        wrong = [
            name for name, value in self.values.items() if found[name] != value and not self._may(name, found[name])
        ]
        assert not wrong, [(name, found[name], self.values[name]) for name in wrong]
        sounding = {(source, pitch) for source, held in self.notes.items() for pitch in held.values()}
        assert set(performance._ensemble._notes._sounding) == sounding

    def _may(self, name, value):
        if name in self.mapped:
            return self.patch.table[name].low <= value <= self.patch.table[name].high
        low, high, *_ = self.fades.get(name, (math.inf, -math.inf))
        return low <= value <= high


class Known(dict):
    """Learning rates as if all had been found before: what finds them is tested elsewhere."""

    def __contains__(self, sought):
        return True

    def __missing__(self, sought):
        return 1 / sought[1]


@pytest.fixture
def hall(desk, monkeypatch):
    """Return a desk that is forgetful of what it has played, and what should be so."""
    monkeypatch.setattr("descant.parts.learner._RATES", Known())
    for what in ("capture", "undo"):  # they are heard, and do nothing: what they do has tests of its own
        monkeypatch.setattr(f"descant.performance.edits.Edits.{what}", lambda self, line: None)
    monkeypatch.setattr("descant.performance.undo.Undo.names", lambda self, do: ())
    monkeypatch.setattr("descant.performance.performance.Performance._begin_at", lambda self, cue, heard: None)
    monkeypatch.setattr("descant.performance.morph.Morph.handle", lambda self, line: None)
    monkeypatch.setattr("descant.performance.additions.Additions.learn", lambda self, line: None)
    here = desk(top=TOP, seed=SEED)
    return here, Expected(here.patch, here.port.number)


class Voices:
    """The voices that sound, by the take."""

    def __init__(self):
        self.on = set()

    def take(self, lines):
        for line in lines:
            if "voice" in line and "on" in line:
                assert line["voice"] not in self.on and all(map(math.isfinite, (line["frequency_hz"], line["detune"])))
                self.on.add(line["voice"])
            elif "voice" in line and "off" in line:
                self.on.remove(line["voice"])
            assert "rests" not in line.get("text", ""), line


def tidy(here):
    """Forget what was played, and see that what clients were told is OSC with finite numbers."""
    here.lines.clear(), here.shown.clear(), here.score._requests.clear()
    here._told = [0, 0]
    for client in here.clients:
        for datagram in client.datagrams():
            for message in osc.decode(datagram):
                assert all(map(math.isfinite, (x for x in message.arguments if isinstance(x, float))))


def is_foreign_hello(messages, port):
    """Return whether someone would be told of at a port that is not ours: of whose end nothing is known here."""
    for message in messages:
        if message.address == "/descant/hello" and len(message.arguments) == 2:
            ear = message.arguments[1]
            if is_number(ear, 1, 65535) and ear != port:
                return True
    return False


def test_after_each_packet_the_state_is_what_it_should_be(hall, clock):
    here, expected = hall
    rng, voices = random.Random(SEED), Voices()
    clients = [here.client() for _ in range(5)]
    stranger = here.client("127.0.0.2")
    packets, strange, taken = Packets(rng, here.patch), 0, 0
    for count in range(PACKETS):
        clock.now_s += rng.choice((0.0, 0.0, 0.0005, 0.002, 0.002, 0.03))
        now_s = clock.now_s - 1000.0
        client = rng.choice(clients)
        packet = packets.one(clock.time(), client.port)
        if rng.random() < 0.02:
            stranger.send(packet)
            messages, strange = [], strange + 1
        else:
            try:
                messages = osc.decode(packet)
            except ValueError:
                messages, expected.refused = None, expected.refused + 1
            if is_foreign_hello(messages or (), client.port):
                continue
            client.send(packet)
        lines = here.turn()
        acted = expected.due(now_s)
        if messages is None:
            expected.meet(client.source)
        elif messages:
            acted |= expected.take(client.source, client.port, messages, clock.time(), now_s)
        assert acted or not any("in" in line for line in lines), "nothing was taken, and yet something happened"
        voices.take(lines)
        expected.check(here.performance, now_s)
        assert here.remote.clients.refused == expected.refused and here.port.strangers == strange, messages
        found = {
            c.source: (c.name, {p: r for p, (r, _) in c.patterns.items()}, c.watching) for c in here.remote.clients
        }
        assert found == expected.clients
        assert voices.on == set(here.engine._voices)
        taken += acted
        if count % 200 == 199:
            tidy(here)
        if count % 2000 == 1999:
            replaced(here, expected, clients, rng.randrange(5), voices)
    assert taken > PACKETS / 3 and expected.refused > PACKETS / 5
    assert here.port.unsent == 0


def replaced(here, expected, clients, which, voices):
    """Let a client die with a key down and a subscription, and another come."""
    client = clients[which]
    voices.take(here.turn(0.2))
    expected.due(here.clock.now_s - 1000.0)
    for said in (("subscribe", "*", 100.0), ("note", 50, 64)):
        client.say(*said)
        (message,) = osc.decode(encoded(f"/descant/{said[0]}", said[1:]))
        voices.take(here.turn())
        expected.do(client.source, client.port, message, here.clock.now_s - 1000.0)
    client.close()
    here.clients.remove(client)
    voices.take(here.play(1.2, 0.02))
    expected.forget(client.source)
    expected.check(here.performance, here.clock.now_s - 1000.0)
    clients[which] = here.client()


def test_a_flood_from_a_stranger_changes_nothing_and_keeps_nobody_waiting(hall, clock):
    here, expected = hall
    client, stranger, rng = here.client(), here.client("127.0.0.2"), random.Random(SEED)
    packets = Packets(rng, here.patch)
    before, sent = len(here.lines), 0
    for n in range(200):
        for _ in range(20):
            stranger.send(packets.one(clock.time(), stranger.port))
            sent += 1
        client.say("note", 60, 90 if n % 2 == 0 else 0)
        here.turn(0.001)
    for _ in range(10):
        here.turn(0.001)
    assert here.port.strangers == sent
    lines = [line for line in here.lines[before:] if "in" in line]
    assert [line["velocity"] for line in lines] == [90.0, 0.0] * 100
    expected.check(here.performance, clock.now_s - 1000.0)
    assert stranger.datagrams() == []
