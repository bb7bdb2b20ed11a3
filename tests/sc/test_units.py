"""Each test method of the UnitTests beside this file, run by real sclang: one sclang for each class."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sclang import QUARK
from units import Unit, methods, run_units

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def unit(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, jack: Any, little_loop: Path
) -> Callable[[str], Unit]:
    """Return what came of a method; those of its class that are to run at all run with it."""
    chosen = [item.callspec.params["name"] for item in request.session.items if item.path == HERE / "test_units.py"]
    done: dict[str, Unit] = {}

    def came_of(name: str) -> Unit:
        if name not in done:
            of_class = [other for other in chosen if other.startswith(f"{name.partition(':')[0]}:")]
            home = tmp_path_factory.mktemp("home")
            environment = jack.environment | {"DESCANT_LITTLE_LOOP": str(little_loop)}
            done.update(run_units(of_class, home, include=[QUARK, HERE], environment=environment))
        return done[name]

    return came_of


@pytest.mark.parametrize("name", [*methods(HERE)])
def test_unit(name: str, unit: Callable[[str], Unit]) -> None:
    result = unit(name)
    print("\n".join(result.said))
    assert not result.failures
