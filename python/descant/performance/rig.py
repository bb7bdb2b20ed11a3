"""What an evening is played on, as its shows and their patches want it: scsynth, MIDI, OSC port, window."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from typing import Any

from descant.devices.osc_port import OscPort
from descant.devices.xruns import Xruns
from descant.performance.companion import Panel
from descant.performance.courses import corpora
from descant.performance.hearing import channels
from descant.performance.own_models import MODELS, models_of
from descant.performance.recordings import Recordings, after_a_crash
from descant.performance.show import Show
from descant.performance.take import CORPORA, Line, asset_hashes, begun, header
from descant.performance.wires import Wires
from descant.sound import ports, server
from descant.sound.guard import Guard, What
from descant.video.messages import Look
from descant.video.stage import Stage

FEWEST_INPUTS = 2


class Rig:
    """What stays for the whole evening, whichever piece is played; it is put away at the end of `stack`.

    `shows` are the pieces, of which the first says what holds for all, and that of the number `first` begins.
    `rebuild` makes everything again on a fresh scsynth, `say` takes what the person at the terminal should know.

    Raises:
        DescantError: scsynth, or the port, cannot be had.
    """

    def __init__(
        self, shows: Sequence[Show], first: int, rebuild: Callable[[server.LiveServer, What], None],
        say: Callable[[str], None], stack: ExitStack,
    ) -> None:  # fmt: skip
        show = shows[0]
        self.port = osc_port(shows)
        stack.callback(self.port.close)
        self.guard = Guard(partial(scsynth, shows), rebuild)
        stack.callback(self.guard.close)
        for words in after_a_crash(self.guard.server.left) if self.guard.server.left else ():
            say(words)
        if words := another_rate(shows, self.guard.server):
            say(words)
        self.recordings = Recordings(self.guard, show.evening.folder if show.evening else show.folder, say)
        stack.callback(self.recordings.stop)
        if show.record:
            self.recordings.begin()
        self.wires = Wires(shows)
        self.midi = self.wires.open()
        stack.callback(self.midi.stop)
        self.midi.start()
        self.xruns = Xruns()
        stack.callback(self.xruns.stop)
        self.xruns.start()
        self.window = window(shows, first)
        if self.window:
            stack.callback(self.window.stop)
        say(f"clients: OSC port {self.port.number}")
        if show.panel:
            _open_panel(self.port.number, say, stack)


def _open_panel(port: int, say: Callable[[str], None], stack: ExitStack) -> None:
    try:
        stack.callback(Panel(port).close)
    except OSError as error:
        say(f"panel: cannot be started ({error.strerror})")


def take_header(show: Show) -> Line:
    """Return the first line of the take."""
    first = header(
        show.patch, seed=show.seed, settings=show.settings, assets=asset_hashes(show.performer),
        sample_rate=show.patch.sound.sample_rate, camera=show.camera if show.picture else None,
    )  # fmt: skip
    if folders := corpora(show.patch):
        first[CORPORA] = folders
    if models := models_of(show.patch):
        first[MODELS] = models
    back = show.comeback
    return first | begun(back.state, back.named) if back else first


def osc_port(shows: Sequence[Show]) -> OscPort:
    """Return the port where clients are heard: the first piece's, for whoever may speak in any."""
    show = shows[0]
    allowed = dict.fromkeys(host for each in shows for host in (*each.allow, *each.patch.osc.allow))
    return OscPort(show.patch.osc.port if show.osc_port is None else show.osc_port, tuple(allowed))


def scsynth(shows: Sequence[Show]) -> server.LiveServer:
    """Boot the scsynth that is wanted, with inputs enough for all pieces, or join it.

    Raises:
        DescantError: it cannot be had.
    """
    show = shows[0]
    if show.join:
        return server.join(*show.join, show.has)
    wanted = [channel for each in shows for own in channels(each.patch).values() for channel in own]
    more: dict[str, Any] = {"port": show.port, "jack_inputs": show.jack_inputs, "jack_outputs": show.jack_outputs}
    given = {name: value for name, value in more.items() if value is not None}
    return server.boot(inputs=max((FEWEST_INPUTS, *wanted)), **given)


def another_rate(shows: Sequence[Show], of: server.LiveServer) -> str:
    """Return in a line that scsynth runs at another sample rate than the pieces want; "" where it does not."""
    found = ports.sample_rate(of.options.port, of.options.ip_address)
    wanted = sorted({show.patch.sound.sample_rate for show in shows} - {found})
    if found is None or not wanted:
        return ""
    return f"scsynth: runs at {found:.0f} Hz, the patch says {wanted[0]}; it plays, and a render will differ a little"


def facts(of: server.LiveServer) -> tuple[str | int, ...]:
    """Return what ``/descant/server`` tells of a scsynth."""
    options = of.options
    return (
        options.ip_address, options.port, options.maximum_logins, options.input_bus_channel_count,
        options.output_bus_channel_count, options.audio_bus_channel_count, options.control_bus_channel_count,
        options.buffer_count,
    )  # fmt: skip


def window(shows: Sequence[Show], first: int) -> Stage | None:
    """Return the window, not yet open; None where no picture is wanted."""
    show = shows[first - 1]
    if not show.picture:
        return None
    return Stage(look(show), [look(each) for each in shows], display=show.display, full_screen=show.full_screen)


def look(show: Show) -> Look:
    """Return what a piece is shown with."""
    settings = show.patch.picture
    return Look(
        width=settings.width, height=settings.height, frame_rate=settings.frame_rate, performer=show.performer,
        camera=show.camera, title=show.patch.title or "Descant",
    )  # fmt: skip
