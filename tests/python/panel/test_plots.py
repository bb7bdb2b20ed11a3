"""The plots, read from their pixels; and the bars below them."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from descant.panel import style
from descant.panel.facts import Stream
from descant.panel.plots import BESIDE, Plots, reach_of

LOSS, SLOPE = Stream("a/loss", "", 0.0, 3.0), Stream("a/gradient", "", -3.0, 3.0)


@pytest.fixture
def plots(application):
    made = Plots()
    made.resize(300 + BESIDE, 200)
    made.show_streams([LOSS, SLOPE])
    made.show()
    yield made
    made.deleteLater()


def rows_of(plots, colour, column):
    """Return the rows of pixels in a column that are near a colour."""
    image = plots.grab().toImage()
    found = []
    for y in range(image.height()):
        seen = image.pixelColor(column, y)
        if sum(abs(a - b) for a, b in zip(seen.getRgb()[:3], colour.getRgb()[:3], strict=True)) < 150:
            found.append(y)
    return found


def play(plots, frames, **streams):
    for n in range(frames):
        plots.advance({f"a/{name}": value(n) for name, value in streams.items()})


def test_the_newest_value_is_at_the_right_and_the_past_moves_left(plots):
    play(plots, 100, loss=lambda n: 1.0 if n >= 60 else 0.0)
    colour = plots.colours["a/loss"]
    high, low = rows_of(plots, colour, 297), rows_of(plots, colour, 230)
    assert max(high) < 20
    assert 90 < min(low) < 100
    play(plots, 30, loss=lambda n: 0.0)
    assert min(rows_of(plots, colour, 297)) > 90
    assert max(rows_of(plots, colour, 240)) < 20, "a place that was at the right 30 frames ago is 30 pixels left"


def test_a_value_is_where_its_scale_says(plots):
    play(plots, 40, loss=lambda n: 0.5, gradient=lambda n: -0.5)
    assert [strip.reach for strip in plots._strips] == [0.5, 0.5]
    play(plots, 40, loss=lambda n: 1.5, gradient=lambda n: 1.5)
    assert [strip.reach for strip in plots._strips] == [2.0, 2.0]
    strip = plots._strips[0]
    assert np.mean(rows_of(plots, plots.colours["a/loss"], 290)) == pytest.approx(strip.y(1.5), abs=1.0)
    assert strip.y(1.5) == pytest.approx(5 + 90 * 0.25)


def test_zero_lies_below_what_is_never_negative_and_in_the_middle_of_what_is(plots):
    play(plots, 20, loss=lambda n: 0.0, gradient=lambda n: 0.0)
    assert [strip.y(0.0) for strip in plots._strips] == [95.0, 150.0]


def test_the_ring_shows_the_same_as_a_plot_drawn_anew(plots):
    wave = {"loss": lambda n: 1 + np.sin(n / 9), "gradient": lambda n: np.cos(n / 7)}
    play(plots, 440, **wave)  # more than once around
    ring = plots.grab().toImage()
    plots._draw_all()
    anew = plots.grab().toImage()
    different = sum(
        abs(ring.pixelColor(x, y).lightness() - anew.pixelColor(x, y).lightness()) > 60
        for x in range(2, 298) for y in range(200)
    )  # fmt: skip
    assert different < 60
    assert sum(bool(rows_of(plots, plots.colours["a/loss"], x)) for x in range(120, 298)) == 178, "no gap in the line"


def test_what_has_not_come_yet_is_not_drawn(plots):
    play(plots, 50, gradient=lambda n: 0.5)
    assert rows_of(plots, plots.colours["a/loss"], 290) == []
    assert rows_of(plots, plots.colours["a/gradient"], 290)


def test_a_cue_is_a_line_through_all(plots):
    play(plots, 20, loss=lambda n: 0.5)
    plots.mark()
    play(plots, 10, loss=lambda n: 0.5)
    image = plots.grab().toImage()
    marked = [x for x in range(300) if image.pixelColor(x, 60) == style.STANDBY]
    assert marked == [299 - 9]


def test_a_new_size_keeps_the_past(plots):
    play(plots, 200, loss=lambda n: 1.0)
    plots.resize(500 + BESIDE, 200)
    plots.grab()
    assert np.isfinite(plots._history[0]).sum() == 200
    assert rows_of(plots, plots.colours["a/loss"], 480)
    plots.resize(150 + BESIDE, 200)
    plots.grab()
    assert np.isfinite(plots._history[0]).sum() == 150


def test_at_most_eight_each_in_a_colour_of_its_own(plots):
    plots.show_streams([Stream(f"s/{n}", "", 0.0, 1.0) for n in range(12)])
    assert plots.names == [f"s/{n}" for n in range(8)]
    assert len({colour.name() for colour in plots.colours.values()}) == 8


def test_a_stream_that_stays_keeps_its_colour_and_its_past(plots):
    play(plots, 30, loss=lambda n: 0.5, gradient=lambda n: 0.5)
    colour = plots.colours["a/gradient"]
    plots.show_streams([SLOPE, Stream("a/x", "", 0.0, 1.0)])
    assert plots.colours["a/gradient"] == colour
    assert plots.colours["a/x"] != colour
    assert np.isfinite(plots._history[0]).sum() == 30


@pytest.mark.parametrize(
    ("extent", "reach"), [(0.9, 1), (1.0, 1), (1.1, 2), (3, 5), (7, 10), (0.012, 0.02), (400, 500)]
)
def test_scales_are_round(extent, reach):
    assert reach_of(extent) == pytest.approx(reach)


# ---------------------------------------------------------------- in the window
def test_losses_are_among_the_first_eight_and_come_thirty_times_a_second(panel, peer):
    assert set(panel.window.plots.names) >= {"cubics/loss", "knots/loss"}
    assert len(panel.window.plots.names) == 8
    panel.client._subscribed = {}
    panel.client._subscribe()
    panel.hears("subscribe", "knots/loss", 30.0)
    assert {said[2] for said in peer.words("subscribe")} == {30.0}


def test_a_click_on_a_bar_plots_it_or_no_longer(panel, peer):
    panel.key(Qt.Key.Key_S)
    bars = panel.window.meters.bars
    chosen = panel.window.plots.names
    place = [stream.name for stream in bars._streams].index(chosen[0])
    at = QPoint(60, place * 22 + 11)
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert panel.window.plots.names == chosen[1:]
    panel.hears("subscribe", chosen[0], 10.0)
    QTest.mouseClick(bars, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert panel.window.plots.names == chosen
    panel.hears("subscribe", chosen[0], 30.0)


def test_the_bars_are_only_asked_for_while_they_are_seen(panel, peer):
    panel.key(Qt.Key.Key_S)
    unplotted = set(panel.model.streams) - set(panel.window.plots.names)
    panel.until(lambda: unplotted <= {said[1] for said in peer.words("subscribe")})
    panel.key(Qt.Key.Key_L)
    panel.until(lambda: unplotted == {said[1] for said in peer.words("unsubscribe")})


def test_a_bar_is_as_long_as_its_value(panel, peer):
    panel.key(Qt.Key.Key_S)
    peer.say("cubics/loss", 1.5)
    peer.say("cubics/gradient/a", -1.5)
    panel.until(lambda: panel.model.newest.get("cubics/gradient/a") == -1.5)
    panel.run(0.05)
    bars = panel.window.meters.bars
    image = bars.grab().toImage()

    def filled(name):
        y = bars._places[name] * 22 + 11
        colour = panel.window.plots.colours[name]
        left, right = round(bars.width() * 0.44), round(bars.width() - 74)
        columns = [x for x in range(left, right) if image.pixelColor(x, y) == colour]
        return min(columns) - left, max(columns) - left, right - left

    begin, end, room = filled("cubics/loss")
    assert (begin, end) == (pytest.approx(0, abs=2), pytest.approx(room / 2, abs=2))
    begin, end, room = filled("cubics/gradient/a")
    assert (begin, end) == (pytest.approx(room / 4, abs=2), pytest.approx(room / 2, abs=2))


def test_keys_choose_a_bar(panel):
    panel.key(Qt.Key.Key_S)
    bars = panel.window.meters.bars
    bars.setFocus()
    panel.key(Qt.Key.Key_Down)
    name = bars._streams[1].name
    plotted = name in panel.window.plots.names
    panel.key(Qt.Key.Key_Return)
    assert (name in panel.window.plots.names) != plotted
