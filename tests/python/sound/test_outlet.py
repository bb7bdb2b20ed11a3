"""The same playing leaves for a server as it is written into a score: one bundle a moment, the same bytes."""

import random
from functools import partial

from supriya import Score
from supriya.osc import OscBundle

from descant.sound.engine import Engine
from descant.sound.offline import make_score
from descant.sound.outlet import ServerOutlet
from descant.sound.packed import LARGEST_BYTES
from descant.sound.synthdefs import built_in, pitched


class Overheard(Score):
    """Deals out ids as a score does, and keeps the datagrams that would have left."""

    def __init__(self):
        super().__init__(output_bus_channel_count=2, input_bus_channel_count=0)
        self.datagrams, self.refused = [], []
        self.transmit, self.refuse = self.datagrams.append, self.refused.append
        self.installed = []

    def install(self, definitions):
        self.installed += [definition.effective_name for definition in definitions]


def play(engine, seed, moments=60):
    """Play at random, a moment a second."""
    chance, held, last = random.Random(seed), [], 0
    engine.start({"overtones": -6.0, "piano": -12.0})
    for moment in range(1, moments):
        for _ in range(chance.randrange(4)):
            what = chance.randrange(7)
            if what < 3:
                last += 1
                held.append(last)
                engine.on(
                    last, chance.choice(["overtones", "piano"]), pitch=chance.uniform(21, 108),
                    frequency_hz=chance.uniform(20, 9000), velocity=chance.randrange(1, 128),
                    detune=chance.uniform(0, 0.2), slew_s=0.08, slew_new_s=0.0, values={"width": chance.random()},
                )  # fmt: skip
            elif what == 3 and held:
                engine.off(held.pop(chance.randrange(len(held))))
            elif what == 4:
                for voice in held:
                    engine.detune(voice, chance.uniform(0, 0.2))
                engine.stream("a/loss", chance.random())
            elif what == 5:
                for instrument in pitched():
                    engine.level(instrument, chance.uniform(-60, 0))
            elif what == 6:
                engine.fade(chance.random(), 0.5)
        engine.flush(float(moment))


def test_a_server_gets_in_one_datagram_what_a_score_has_at_that_moment():
    for seed in range(20):
        score, server = make_score(), Overheard()
        play(Engine(score, pitched(), ("a/loss", "a/gradient/a")), seed)
        play(Engine(server, pitched(), ("a/loss", "a/gradient/a"), ServerOutlet), seed)
        first, *rest = score.iterate_osc_bundles()
        assert server.installed == ["overtones", "piano", "descant-safety"]
        written = [first.contents[1:], *(bundle.contents for bundle in rest)]  # /d_recv is waited for
        assert server.datagrams == [OscBundle(contents=contents).to_datagram() for contents in written]
        assert not server.refused
        assert len(server.datagrams) > 30


def test_a_note_and_every_detune_it_brings_leave_in_one_datagram():
    server = Overheard()
    engine = Engine(server, pitched(), ("a/loss",), ServerOutlet)
    engine.start(dict.fromkeys(pitched(), -6.0))
    settings = {"pitch": 69, "frequency_hz": 440.0, "velocity": 90, "slew_s": 0.0, "slew_new_s": 0.0, "values": {}}
    for voice in range(1, 5):
        engine.on(voice, "overtones", detune=0.1, **settings)
    engine.flush(1.0)
    server.datagrams.clear()
    for voice in range(1, 5):
        engine.detune(voice, 0.05)
    engine.stream("a/loss", 0.5)
    engine.on(5, "overtones", detune=0.05, **settings)
    engine.flush(2.0)
    (datagram,) = server.datagrams
    addresses = [message.address for message in OscBundle.from_datagram(datagram).contents]
    assert addresses == ["/c_set", "/c_setn", "/c_set", "/s_new"]


def test_more_voices_than_a_datagram_holds_are_taken_up_again_in_several():
    server = Overheard()
    engine = Engine(server, pitched(), (), ServerOutlet)
    engine.start(dict.fromkeys(pitched(), -6.0))
    for voice in range(500):
        engine.on(
            voice, "overtones", pitch=60, frequency_hz=900.0 + voice, velocity=90, detune=0.01, slew_s=0.0,
            slew_new_s=0.0, values={},
        )  # fmt: skip
    engine.flush(1.0)
    fresh = Overheard()
    engine.rebuild(fresh, 2.0)
    assert len(fresh.datagrams) > 1
    assert max(map(len, fresh.datagrams)) <= LARGEST_BYTES
    heard = [
        dict(zip(message.contents[4::2], message.contents[5::2], strict=True))["frequency_hz"]
        for datagram in fresh.datagrams
        for message in OscBundle.from_datagram(datagram).contents
        if message.address == "/s_new" and message.contents[0] == "overtones"
    ]
    assert heard == [900.0 + voice for voice in range(500)]


def test_a_number_that_is_none_silences_nothing_else():
    server = Overheard()
    engine = Engine(server, pitched(), ("a/loss",), ServerOutlet)
    engine.start(dict.fromkeys(pitched(), -6.0))
    server.datagrams.clear()
    engine.fade(float("nan"), 0.5)
    engine.stream("a/loss", 0.25)
    engine.flush(1.0)
    (datagram,) = server.datagrams
    assert [message.to_list()[0] for message in OscBundle.from_datagram(datagram).contents] == ["/c_setn"]
    assert server.refused == ["SetNodeControl: a value for scsynth is not finite, or too large for it"]


def test_what_is_for_a_time_to_come_leaves_with_its_time_of_day_after_what_is_for_now():
    server = Overheard()
    engine = Engine(server, built_in(), ("a/loss",), partial(ServerOutlet, unix_s=lambda time: 1_000_000_000.0 + time))
    engine.start(dict.fromkeys(built_in(), -6.0))
    server.datagrams.clear()
    for at in (1.75, 1.5):
        engine.hit(
            "piano", at, pitch=60, frequency_hz=261.6, velocity=90, length_s=0.25, values={"width": 0.5}
        )  # fmt: skip
    engine.stream("a/loss", 0.5)
    engine.flush(1.0)
    bundles = [OscBundle.from_datagram(datagram) for datagram in server.datagrams]
    assert [bundle.timestamp for bundle in bundles] == [None, *(1_000_000_000 + at for at in (1.5, 1.75, 2.0))]
    words = [[message.address for message in bundle.contents] for bundle in bundles]
    assert words == [["/c_setn"], ["/s_new"], ["/s_new", "/n_set"], ["/n_set"]]
    released, begun = bundles[2].contents[1].contents[0], bundles[1].contents[0].contents[1]
    assert released == begun  # the note that ends then began first


def test_a_hit_is_forgotten_and_nothing_of_it_is_kept():
    engine = Engine(make_score(), built_in(), ())
    engine.start(dict.fromkeys(built_in(), -6.0))
    before = engine.state()
    engine.hit("overtones", 1.5, pitch=60, frequency_hz=261.6, velocity=90, length_s=0.25, values={})
    engine.flush(1.0)
    assert engine.state() == before
