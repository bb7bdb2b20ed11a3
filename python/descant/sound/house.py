"""The limiter behind all pieces of a concert: while one fades and the next begins, what is heard is their sum."""

from supriya import AddAction
from supriya.contexts.requests import NewSynth

from descant.sound.outlet import ServerOutlet
from descant.sound.server import LiveServer
from descant.sound.synthdefs import limiter

CHANNELS = 2


class House:
    """A bus into which pieces play, and the limiter from there to the outputs, after everything of Descant's."""

    def __init__(self, server: LiveServer) -> None:
        """Make it. Sends what `make` sends."""
        self._server: LiveServer | None = None
        self.make(server)

    def make(self, server: LiveServer) -> None:
        """Make it on another server, or on one that was emptied. Sends ``/d_recv`` and ``/s_new``.

        Raises:
            ServerOffline, TimeoutError: the server is gone.
        """
        if server is not self._server:
            self._server, self._bus = server, server.add_bus_group("audio", count=CHANNELS)
        outlet, definition = ServerOutlet(server), limiter()
        outlet.install(0.0, [definition])
        group, source = int(server.default_group), float(self.bus)
        new = NewSynth(
            str(definition.effective_name), outlet.node(), AddAction.ADD_TO_TAIL, group, {"source": source, "out": 0.0}
        )
        outlet.send(0.0, [new])

    @property
    def bus(self) -> int:
        """The first of its audio buses."""
        return int(self._bus)
