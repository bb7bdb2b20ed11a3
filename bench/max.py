"""How much the Max package's scripts can take: 500 streams at 60 Hz through the real scripts, under Node, as in Max.

What a message costs is measured twice: without a network, against scripts that all hear every message and compare its
name; and as values of a Descant that plays, by UDP.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench import stage
from bench.live import row
from bench.osc import FEED_HZ, STREAMS, outside, performing

SCRIPT = Path(__file__).with_name("max_path.js")
LONGEST_S = 120
MOST_US = 10.0  # a third of the time that there is: 500 × 60 values in a second


def rows(quick: bool = False) -> list[dict[str, Any]]:
    """Measure; `quick` for a fifth as long."""
    if not shutil.which("node"):
        print("bench.max: node not found; install nodejs", file=sys.stderr)
        return []
    seconds = 4 if quick else 20
    return [*_message(seconds), *_live(seconds)]


def _node(*words: object) -> dict[str, Any]:
    command = ["node", str(SCRIPT), *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=LONGEST_S)
    return dict(json.loads(done.stdout))


def _message(seconds: int) -> list[dict[str, Any]]:
    found = _node(seconds)
    one = row(
        f"a stream's value from udpreceive to its object's outlet in Max's scripts, {STREAMS} streams",
        found["ours_us"], "µs", MOST_US, baseline="every script hears every message and compares its name",
        baseline_value=found["naive_us"],
    )  # fmt: skip
    return [one | {"ratio": found["naive_us"] / found["ours_us"]}]


def _live(seconds: int) -> list[dict[str, Any]]:
    if lacking := stage.lacking():
        print(f"bench.max: {lacking}", file=sys.stderr)
        return []
    with stage.jack(), tempfile.TemporaryDirectory(prefix="descant-bench-") as folder:
        beside = outside(Path(folder))
        with performing(Path(folder, "take"), beside / "wide.toml", PYTHONPATH=str(beside)) as (port, _):
            found = _node(seconds, port)
    what = f"{STREAMS} streams at {FEED_HZ:.0f} Hz to Max's scripts under Node, by UDP"
    return [
        row(f"{what}: comes of the slowest", found["slowest_hz"], "Hz", 59.0),
        row(f"{what}: a processor's time", 100.0 * found["busy"], "%"),
    ]


if __name__ == "__main__":
    for each in rows("--quick" in sys.argv):
        print({name: each[name] for name in ("name", "value", "unit", "baseline_value", "ratio", "limit")})
