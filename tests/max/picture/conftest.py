import json
import math
import subprocess
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parents[3] / "max" / "javascript"
RUN = """
const given = JSON.parse(require('fs').readFileSync(0, 'utf8'), (key, value) =>
    (value && value.strange) ? Number(value.strange) : value);
const answer = (%s)(...given);
const plain = (value) => value instanceof Float64Array ? Array.from(value) : value;
process.stdout.write(JSON.stringify(answer, (key, value) => {
    const shown = plain(value);
    return typeof shown === 'number' && !Number.isFinite(shown) ? 'strange' : shown;
}));
"""


def _sent(value):
    if isinstance(value, float) and not math.isfinite(value):
        return {"strange": {"inf": "Infinity", "-inf": "-Infinity"}.get(str(value), "NaN")}
    return [_sent(each) for each in value] if isinstance(value, list | tuple) else value


@pytest.fixture(scope="session")
def node():
    """Call a JavaScript function in Node, in the folder of the package's scripts, with what JSON can say; NaN too."""

    def call(function, *given):
        words = ["node", "-e", RUN % function]
        run = subprocess.run(
            words, input=json.dumps(_sent(given)), cwd=SCRIPTS, capture_output=True, text=True, timeout=60, check=False
        )
        assert run.returncode == 0, run.stderr
        return json.loads(run.stdout)

    return call
