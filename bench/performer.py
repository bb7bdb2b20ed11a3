"""A performance on stage that notes when each key was answered: ``python -m bench.performer FOLDER [picture]``."""

import json
import sys
import time
from array import array
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.player import NOTE_ON
from bench.stage import free_port

from descant.patch import load
from descant.performance.live import Live
from descant.performance.show import Show
from descant.video.reports import Frames

PATCH = Path("patches", "losses-dissonances-distortions.toml")


class Performer(Live):
    """A performance that knows when its engine last sent."""

    def __init__(self, show: Show, say: Callable[[str], None]) -> None:
        super().__init__(show, say)
        self.read, self.sent = array("d"), array("d")
        self.shown, self.showing_s, self._sent_s = 0, 0.0, 0.0
        self.waiting = {"player", "picture"} if show.picture else {"player"}

    def _set_up(self, stack: ExitStack) -> None:
        super()._set_up(stack)
        flush = self.piece.engine.flush

        def stamped(time_s: float) -> None:
            flush(time_s)
            self._sent_s = time.monotonic()

        self.piece.engine.flush = stamped  # type: ignore[method-assign]
        if self.rig.window:
            send = self.rig.window.send

            def counted(message: Any) -> None:
                begin = time.perf_counter()
                send(message)
                self.showing_s += time.perf_counter() - begin
                self.shown += 1

            self.rig.window.send = counted  # type: ignore[method-assign]

    def _handle(self, arrived_s: float, line: dict[str, Any]) -> None:
        super()._handle(arrived_s, line)
        data = line.get("data")
        if data and data[0] == NOTE_ON and data[2]:
            self.read.append(arrived_s)
            self.sent.append(self._sent_s)

    def _shown(self, said: Any) -> None:
        super()._shown(said)
        if isinstance(said, Frames):
            self.has("picture")

    def has(self, what: str) -> None:
        """Say ``ready`` and where scsynth is, when all that is waited for is there."""
        if self.waiting and not self.waiting - {what}:
            server = self.rig.guard.server
            spare = server.add_bus("control")
            where = {"port": server.options.port, "loss": int(self.piece.engine._buses._streams), "spare": int(spare)}
            print("ready", json.dumps(where), flush=True)
        self.waiting.discard(what)

    def told(self) -> dict[str, Any]:
        """Return what was measured."""
        return {
            "read": list(self.read), "sent": list(self.sent), "show_us": self.showing_s / max(1, self.shown) * 1e6,
            "xruns": self.rig.xruns.count, "late": self.rig.guard.late, "failed": self.rig.guard.failed,
        }  # fmt: skip


def main(folder: Path, picture: bool) -> None:
    """Perform until SIGINT."""

    def say(text: str) -> None:
        print(text, file=sys.stderr)
        if "plays from" in text:
            live.has("player")

    show = Show(patch=load(PATCH), seed=1, folder=folder, port=free_port(), osc_port=0, picture=picture)
    live = Performer(show, say)
    live.run()
    print("\n" + json.dumps(live.told()), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), "picture" in sys.argv[2:])
