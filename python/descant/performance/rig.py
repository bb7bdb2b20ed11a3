"""What an evening is played on, as the show and its patch want it: scsynth, MIDI, OSC port, window."""

from collections.abc import Callable
from contextlib import ExitStack
from functools import partial

from descant.devices.midi import MidiInputs
from descant.devices.osc_port import OscPort
from descant.devices.xruns import Xruns
from descant.performance.companion import Panel
from descant.performance.hearing import channels
from descant.performance.recordings import Recordings, after_a_crash
from descant.performance.show import Show
from descant.performance.take import Line, asset_hashes, begun, header
from descant.sound import server
from descant.sound.guard import Guard, What
from descant.video.stage import Stage

FEWEST_INPUTS = 2


class Rig:
    """What stays for the whole evening, whichever piece is played; it is put away at the end of `stack`.

    `rebuild` makes everything again on a fresh scsynth, `say` takes what the person at the terminal should know.

    Raises:
        DescantError: scsynth, or the port, cannot be had.
    """

    def __init__(
        self, show: Show, rebuild: Callable[[server.LiveServer, What], None], say: Callable[[str], None],
        stack: ExitStack,
    ) -> None:  # fmt: skip
        self.port = osc_port(show)
        stack.callback(self.port.close)
        self.guard = Guard(partial(scsynth, show), rebuild)
        stack.callback(self.guard.close)
        for words in after_a_crash(self.guard.server.left) if self.guard.server.left else ():
            say(words)
        self.recordings = Recordings(self.guard, show.folder, say)
        stack.callback(self.recordings.stop)
        if show.record:
            self.recordings.begin()
        self.midi = midi_inputs(show)
        stack.callback(self.midi.stop)
        self.midi.start()
        self.xruns = Xruns()
        stack.callback(self.xruns.stop)
        self.xruns.start()
        self.window = window(show)
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
    back = show.comeback
    return first | begun(back.state, back.named) if back else first


def osc_port(show: Show) -> OscPort:
    """Return the port where clients are heard."""
    osc = show.patch.osc
    return OscPort(osc.port if show.osc_port is None else show.osc_port, osc.allow)


def scsynth(show: Show) -> server.LiveServer:
    """Boot the scsynth that is wanted, or join it.

    Raises:
        DescantError: it cannot be had.
    """
    if show.join:
        return server.join(*show.join)
    inputs = max((FEWEST_INPUTS, *(channel for own in channels(show.patch).values() for channel in own)))
    return server.boot(show.port, inputs=inputs) if show.port else server.boot(inputs=inputs)


def facts(of: server.LiveServer) -> tuple[str | int, ...]:
    """Return what ``/descant/server`` tells of a scsynth."""
    options = of.options
    return (
        options.ip_address, options.port, options.maximum_logins, options.input_bus_channel_count,
        options.output_bus_channel_count, options.audio_bus_channel_count, options.control_bus_channel_count,
        options.buffer_count,
    )  # fmt: skip


def midi_inputs(show: Show) -> MidiInputs:
    """Return the MIDI inputs of the patch; every message of their pedals counts."""
    inputs = show.patch.inputs
    wanted = {name: show.midi_ports.get(name, settings.port) for name, settings in inputs.items()}
    pedals = (pedal for settings in inputs.values() for pedal in (settings.sustain, settings.next_cue))
    return MidiInputs(wanted, kept={pedal for pedal in pedals if pedal is not None})


def window(show: Show) -> Stage | None:
    """Return the window, not yet open; None where no picture is wanted."""
    if not show.picture:
        return None
    settings = show.patch.picture
    return Stage(
        settings.width, settings.height, settings.frame_rate, performer=show.performer, camera=show.camera,
        full_screen=show.full_screen, title=show.patch.title or "Descant",
    )  # fmt: skip
