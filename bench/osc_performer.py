"""A performance that clients play: on a port of its own, until SIGINT."""

import sys
from pathlib import Path

from bench.stage import free_port

from descant.patch import load
from descant.performance.live import Live
from descant.performance.show import Show


def main(folder: str, patch: str, port: str) -> None:
    """Perform on stage until SIGINT."""
    show = Show(
        patch=load(Path(patch)), seed=1, folder=Path(folder), port=free_port(), osc_port=int(port), picture=False
    )
    Live(show, lambda text: print(text, file=sys.stderr)).run()
    print("over", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
