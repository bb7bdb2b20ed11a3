"""Finding Descant again and again: it starts late, goes, comes back, comes back as another piece, loses datagrams."""

import time

from panel_stage import Peer, Stage

from descant.panel.client import Client
from descant.panel.model import Model
from descant.panel.wire import Wire


def test_it_introduces_itself_and_asks_for_everything(stage, peer):
    stage.until(lambda: stage.model.listed and stage.model.cues_listed)
    hello = peer.words("hello")
    assert [(name, port) for _, name, port in hello] == [("panel", stage.client._wire.port)]
    assert peer.words("watch", "list", "cue/list") == [("watch", 1), ("list",), ("cue/list",)]
    assert stage.model.title == "A piece"
    assert len(stage.model.parameters) == 7
    stage.until(lambda: peer.words("subscribe"))


def test_without_descant_it_is_grey_and_says_where_it_looks(application, peer):
    port = peer.port
    peer.close()
    alone = Stage(peer)
    try:
        alone.client.look()
        alone.run(0.3)
        assert not alone.model.connected
        assert not alone.window._body.isEnabled()
        assert alone.window.head._state()[0] == f"no Descant at 127.0.0.1:{port}"
    finally:
        alone.close()


def test_a_list_that_lost_a_line_is_asked_for_again(stage, peer):
    peer.lost = 1
    stage.until(lambda: stage.model.listed)
    assert len(peer.words("list")) == 2
    assert len(stage.model.parameters) == 7
    stage.until(lambda: set(stage.window.shelf.sliders) == set(stage.model.parameters))


def test_when_descant_goes_everything_stays_in_its_place(panel, peer):
    sliders = dict(panel.window.shelf.sliders)
    peer.close()
    panel.until(lambda: not panel.model.connected)
    panel.until(lambda: not panel.window.cues.go.isEnabled())
    assert panel.window.shelf.sliders == sliders
    assert panel.window.plots.names
    assert panel.model.present.name == "Cubics"
    panel.window.go()
    panel.until(lambda: panel.window.cues.go.refusal == "no Descant")


def test_a_descant_that_comes_back_is_found_again(panel, peer):
    sliders = dict(panel.window.shelf.sliders)
    peer.close()
    panel.until(lambda: not panel.model.connected)
    panel.peer = Peer(peer.port)
    panel.peer.place = 1
    panel.until(lambda: panel.model.connected and panel.model.present.name == "Knots")
    panel.until(lambda: panel.peer.words("subscribe"))
    assert panel.window.shelf.sliders == sliders, "the same piece needs no new sliders"
    panel.until(panel.window.cues.go.isEnabled)
    panel.peer.close()


def test_another_piece_is_greeted_and_its_table_shown(panel, peer):
    peer.title, peer.parameters = "Another", peer.parameters[:2]
    panel.until(lambda: len(panel.window.shelf.sliders) == 2)
    assert panel.model.title == "Another"
    assert len(peer.words("hello")) == 1


def test_the_next_piece_of_a_concert_is_shown_though_it_has_the_same_title(panel, peer):
    peer.parameters, peer.piece = peer.parameters[:2], (2, 3)
    peer.say("piece", 2, 3, peer.title)
    panel.until(lambda: len(panel.window.shelf.sliders) == 2)
    end = time.monotonic() + 0.3
    panel.until(lambda: time.monotonic() > end)
    assert len(peer.words("hello")) == 1, "that it is told which piece it is when it says hello is no change of piece"


def test_a_descant_that_does_not_know_us_any_more_is_greeted_again(panel, peer):
    panel.says_status = False  # it was started anew between two pings
    panel.until(lambda: peer.words("hello"))
    assert panel.model.connected
    assert peer.words("watch") == [("watch", 1)]


def test_of_a_hands_values_the_newest_go_and_none_is_late(application, peer):
    client = Client(Wire("127.0.0.1", peer.port), Model())
    for n in range(100):
        client.say_soon("cubics/learning_rate", n / 100)
        client.say_soon("cubics/points", n)
    client.say("cue/go")
    time.sleep(0.05)
    peer.serve()
    assert peer.heard[0] == ("cubics/learning_rate", 0.0)
    assert peer.heard[-1] == ("cue/go",), "what was held back goes before a GO"
    assert len(peer.heard) <= 5
    assert [said[1] for said in peer.words("cubics/points")][-1] == 99
    client.stop()


def test_streams_are_subscribed_at_their_rates_and_no_longer(panel, peer):
    panel.client.want({"cubics/loss": 30.0, "knots/loss": 10.0, "no/such": 10.0})
    panel.hears("subscribe", "knots/loss", 10.0)
    peer.heard.clear()
    panel.client.want({"cubics/loss": 30.0, "knots/loss": 30.0})
    panel.hears("subscribe", "knots/loss", 30.0)
    panel.client.want({"cubics/loss": 30.0})
    panel.hears("unsubscribe", "knots/loss")
    assert ("subscribe", "cubics/loss", 30.0) not in peer.heard
    assert "no/such" not in [said[1] for said in peer.words("subscribe")]


def test_closing_says_goodbye(panel, peer):
    panel.window.close()
    time.sleep(0.05)
    peer.serve()
    assert peer.heard[-1] == ("bye",)
