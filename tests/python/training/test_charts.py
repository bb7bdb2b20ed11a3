import re
from xml.etree import ElementTree

import numpy as np
import pytest

from descant.training import charts
from descant.training.charts import Line


def parsed(svg):
    """Return the chart as XML, which it must be."""
    return ElementTree.fromstring(svg)


def places(path):
    """Return the corners that a path names."""
    return [tuple(map(float, pair)) for pair in re.findall(r"(-?[\d.]+) (-?[\d.]+)", path.get("d"))]


def test_a_curve_goes_from_corner_to_corner_and_has_its_name():
    drawn = charts.curves([Line("up & down", [0, 50, 100], [1.0, 3.0, 2.0])], across="steps", up="")
    svg = parsed(drawn[: drawn.index("</svg>") + 6])
    (curve,) = [path for path in svg if "curve" in path.get("class", "")]
    wide, high = charts.WIDE - charts.RIGHT, charts.HIGH - charts.BOTTOM
    assert places(curve) == [
        (52.0, high),
        (pytest.approx((52 + wide) / 2), 10.0),
        (wide, pytest.approx((10 + high) / 2)),
    ]
    assert "up &amp; down" in drawn
    assert {"0", "50", "100", "1", "2", "3"} <= {text.text for text in svg if text.tag == "text"}


def test_curves_of_many_steps_are_thinned_and_what_is_no_number_is_left_out():
    steps = list(range(100_000))
    long = charts.curves([Line("loss", steps, [float(step % 2) for step in steps])], across="", up="")
    assert len(long) < 10_000
    broken = charts.curves([Line("loss", [0, 1, 2], [1.0, float("nan"), 2.0])], across="", up="")
    assert [
        len(places(path)) for path in parsed(broken[: broken.index("</svg>") + 6]) if "curve" in path.get("class", "")
    ] == [2]
    assert "Nothing yet" in charts.curves([Line("loss", [], [])], across="", up="")
    flat = charts.curves([Line("flat", [5, 5], [0.0, 0.0])], across="", up="")
    assert places(next(path for path in parsed(flat[: flat.index("</svg>") + 6]) if "curve" in path.get("class", "")))


def test_points_lie_where_they_are_and_labels_differ_in_hue_or_shape():
    points = np.array([[1.0, 2.0], [-3.0, 0.0], [0.0, 0.0]], np.float32)
    svg = parsed(charts.scatter(points, np.array([0, 8, -1]), np.array([True, False, True]), list("abcdefghi"), 3.0))
    groups = {group.get("data-label"): group for group in svg if group.get("class") == "of-label"}
    assert groups.keys() == {"0", "8", "-1"}
    assert places(groups["0"][1])[0] == (33.3, -66.7)
    assert places(groups["8"][1])[0] == (-100.0, -0.0)
    assert "held" in groups["0"][1].get("class")
    assert "own" in groups["8"][1].get("class")
    looks = {(charts.hue(place), charts.shape(place)) for place in range(35)}
    assert len(looks) == 35


def test_a_pattern_is_drawn_from_its_bottom_and_what_is_wrong_is_marked():
    probability = np.array([[0.95, 0.0], [0.0, 0.6]])
    svg = parsed(charts.pattern(probability, 1, np.array([[1, 1], [0, 0]], np.uint8)))
    found = {path.get("class"): path.get("d") for path in svg}
    assert found["level-5"] == "M0.08 1.08h.84v.84h-.84z"
    assert found["level-3"] == "M1.08 0.08h.84v.84h-.84z"
    assert found["missed"] == "M1.08 1.08h.84v.84h-.84z"
    assert found["extra"] == "M1.08 0.08h.84v.84h-.84z"


def test_a_traversal_has_a_box_for_each_point_the_highest_above():
    svg = parsed(charts.traversal(np.zeros((2, 2, 3, 4)), [-1.0, 1.0], 2))
    assert [(spot.get("data-x"), spot.get("data-y"), spot.get("transform")) for spot in svg] == [
        ("-1.000", "-1.000", "translate(0 6)"),
        ("1.000", "-1.000", "translate(7 6)"),
        ("-1.000", "1.000", "translate(0 0)"),
        ("1.000", "1.000", "translate(7 0)"),
    ]


def test_a_confusion_says_who_is_taken_for_whom():
    svg = parsed(charts.confusion(np.array([[3, 1], [0, 2]]), ["son <clave>", "rumba"]))
    said = {box[0].text: box.get("class") for box in svg if len(box)}
    assert said == {
        "son <clave>, told as son <clave>: 3 of 4": "right",
        "son <clave>, told as rumba: 1 of 4": "wrong",
        "rumba, told as rumba: 2 of 2": "right",
    }


def test_tables_escape_what_they_are_given():
    assert charts.table(("a<b",), [("<script>", "12")]) == (
        "<table><tr><th>a&lt;b</th></tr><tr><td>&lt;script&gt;</td><td class=number>12</td></tr></table>"
    )
    assert charts.pairs({"warmup_form": "<x>"}) == "<table><tr><td>warmup form</td><td>&lt;x&gt;</td></tr></table>"


def test_a_negative_number_has_a_minus_however_large():
    assert [charts.number(value) for value in (-5800.0, -0.25, 1200.0)] == ["−5,800", "−0.25", "1,200"]
