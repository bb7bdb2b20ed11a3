"""On stage: one control thread that owns all state, a real clock, and whatever may fail around it.

Everything that happens becomes an input line of the take before it changes anything, so a performance can be
performed again from its take, faults included.
"""

import select
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from types import FrameType
from typing import Any

from descant.devices import midi_records
from descant.devices.xruns import Xruns
from descant.performance import rig
from descant.performance.companion import Panel
from descant.performance.hearing import listeners
from descant.performance.keeper import Keeper
from descant.performance.microphone import frame_line, wanted
from descant.performance.performance import Performance
from descant.performance.promptness import be_prompt
from descant.performance.recordings import Recordings, after_a_crash
from descant.performance.rehearsal import rehearse
from descant.performance.remote import Remote
from descant.performance.show import Show
from descant.performance.status import Status
from descant.performance.take import Line, open_take
from descant.sound import server
from descant.sound.engine import Engine, read_synthdef
from descant.sound.guard import Guard, Notice, What
from descant.sound.listening import Frame, Listening, Missing, Wanted
from descant.sound.outlet import ServerOutlet
from descant.sound.tuning import Pitches
from descant.video.messages import Message
from descant.video.stage import Command, Found, Key, Lost

LONGEST_WAIT_S = 0.02
FADE_OUT_S = 0.3
BETWEEN_RESTARTS_S = 2.0
NOTE_ON, NOTE_OFF = 0x90, 0x80


class Live:
    """A performance on stage. `say` takes what the person at the terminal should know."""

    def __init__(self, show: Show, say: Callable[[str], None]) -> None:
        self._show_settings, self._tell = show, say
        self._origin = time.monotonic()
        self._begun = self._ending = False
        self._lines: list[Line] = []  # of the take, not yet written
        self._messages: list[Message] = []  # to the picture, not yet sent
        self._picture_restarted_at = self._midi_restarted_at = 0.0
        self.status = Status()

    def run(self) -> None:
        """Perform until a signal, or the window, says that it is over.

        Raises:
            DescantError: scsynth cannot be had; at the end, where the take or the recording lacks something.
        """
        with _signals(self._end), ExitStack() as stack:  # a second signal does not cut the closing short
            self._set_up(stack)
            stack.callback(self._report)  # whatever ends it: what was done is in the take
            self._begun = True
            while not self._ending:
                self._wait()
                self._hear()
                self.performance.advance(self.now(), inclusive=False)
                self._listening.follow(self._wanted())
                self._report()
                self._remote.tick(time.monotonic())
                self._take.keep(self.now())
                self.status.show(self.now(), self._guard.late, self._xruns.count)
            self._close()
        if trouble := self._take.trouble or self._recordings.trouble:
            raise trouble

    def now(self) -> float:
        """Return the seconds of the performance."""
        return time.monotonic() - self._origin

    # ------------------------------------------------------------ setting up
    def _set_up(self, stack: ExitStack) -> None:
        show, patch = self._show_settings, self._show_settings.patch
        synthdefs = {
            name: read_synthdef(e.synthdef, patch.synthdef_path(name)) for name, e in patch.instruments.items()
        }
        writer = stack.enter_context(open_take(show.folder, rig.take_header(show), lambda: self._begun))
        self._take = Keeper(writer, show.folder, self._say)
        port = rig.osc_port(show)
        stack.callback(port.close)
        self._guard = Guard(partial(rig.scsynth, show), self._rebuild)
        stack.callback(self._guard.close)
        for words in after_a_crash(self._guard.server.left) if self._guard.server.left else ():
            self._say(words)
        self._engine = Engine(self._guard.server, synthdefs, tuple(patch.streams), ServerOutlet)
        self._recordings = Recordings(self._guard, show.folder, self._say)
        stack.callback(self._recordings.stop)
        if show.record:
            self._recordings.begin()
        self._midi = rig.midi_inputs(show)
        stack.callback(self._midi.stop)
        self._midi.start()
        self._xruns = Xruns()
        stack.callback(self._xruns.stop)
        self._xruns.start()
        if stage := rig.window(show):
            stack.callback(stage.stop)
        self._stage = stage
        self.performance = Performance(patch, show.seed, self._engine, self._journal, self._show)
        self._remote = Remote(port, self.performance, self._told, lambda: rig.facts(self._guard.server))
        stack.callback(self._remote.errands.close)
        self._say(f"clients: OSC port {port.number}")
        self._open_panel(stack, port.number)
        self._listeners, self._tuning = listeners(patch), patch.tuning()
        self._pitches = Pitches(self._tuning)
        self._listening = Listening(self._wanted())
        stack.callback(self._listening.close)
        rehearse(patch, show.seed, synthdefs)
        be_prompt()
        self._origin = time.monotonic()
        if self._stage:
            self._stage.start(self._origin)
        self._xruns.forget()
        self.performance.start()
        self._listening.follow(self._wanted())
        self._listening.start(self._guard.server)
        self._report()

    def _rebuild(self, fresh: server.LiveServer, why: What) -> None:
        self._engine.rebuild(fresh, self.now())
        self._listening.start(fresh)

    def _wanted(self) -> dict[str, Wanted]:
        return wanted(self._listeners, self.performance.conductor.values, self.performance.plays, self._tuning)

    def _open_panel(self, stack: ExitStack, port: int) -> None:
        if not self._show_settings.panel:
            return
        try:
            stack.callback(Panel(port).close)
        except OSError as error:
            self._say(f"panel: cannot be started ({error.strerror})")

    # ------------------------------------------------------------ hearing
    def _wait(self) -> None:
        """Sleep until something comes or a tick is due, 20 ms at the most."""
        sources = (self._guard, self._midi, self._listening, self._remote, self._remote.errands, self._stage)
        ready = [source for source in sources if source and source.fileno() >= 0]
        due = min(self.performance.due() - self.now(), self._remote.due_s() - time.monotonic())
        left = min(LONGEST_WAIT_S, max(0.0, due))
        select.select(ready, [], [], left)

    def _hear(self) -> None:
        for record_ in self._midi.read():  # first, for a hand waits for its sound
            self._played(record_)
        for notice in self._guard.read():
            self._noticed(notice)
        for heard in self._listening.read():
            self._heard(heard)
        self._restart_midi()
        self._remote.read()
        if xruns := self._xruns.read():
            self._fault("JACK", f"{xruns} xruns" if xruns > 1 else "an xrun", count=xruns)
        for said in self._stage.read() if self._stage else ():
            self._shown(said)

    def _handle(self, arrived_s: float, line: Line) -> None:
        """Apply an input: its time is the later of its arrival and the last time applied."""
        self.performance.handle({"t": max(arrived_s - self._origin, self.performance.time, 0.0)} | line)

    def _told(self, arrived_s: float, line: Line) -> None:
        """Apply what a client asks for, and let it hear at once what came of it."""
        self._handle(arrived_s, line)
        self._report()

    def _fault(self, of: str, text: str, **more: Any) -> None:
        self._say(f"{of}: {text}")
        self._handle(time.monotonic(), {"in": "fault", "of": of, "text": text} | more)

    def _noticed(self, notice: Notice) -> None:
        if notice.what in ("late", "failed"):
            self._fault("scsynth", f"{notice.count} {notice.what} {notice.text}".strip(), count=notice.count)
        elif notice.what == "back":
            silence_ms = round((notice.silence_s or 0.0) * 1000)
            self._fault("scsynth", f"sounds again after {silence_ms} ms of silence")
            self._recordings.again()
        else:
            self._fault("scsynth", f"{notice.what}: {notice.text}" if notice.text else notice.what)

    def _played(self, said: midi_records.Record) -> None:
        match said:
            case midi_records.Midi(arrived_s, source, data):
                self._handle(arrived_s, {"in": "midi", "from": source, "data": list(data)})
            case midi_records.Connected(_, source, port):
                self._say(f"{source}: plays from {port}")
            case midi_records.Lost(arrived_s, source, port):
                self._say(f"{source}: {port} has gone; its notes are released")
                self._handle(arrived_s, {"in": "lost", "from": source, "port": port})
            case midi_records.Warned(_, source, text):
                self._fault(source, text)
            case midi_records.Died(_, text, _):
                self._fault("MIDI", text)

    def _shown(self, said: Any) -> None:
        match said:
            case Key(arrived_s, kind, pitch, velocity) if self._show_settings.patch.inputs:
                status = NOTE_ON if kind == "down" else NOTE_OFF
                source = next(iter(self._show_settings.patch.inputs))
                self._handle(arrived_s, {"in": "midi", "from": source, "data": [status, pitch, velocity]})
            case Command(arrived_s, "next_cue"):
                self._handle(arrived_s, {"in": "cue", "do": "go"})
            case Command(arrived_s, "panic"):
                self._handle(arrived_s, {"in": "panic"})
            case Command(_, "fade_out" | "quit"):
                self._ending = True
            case Lost(part, text) | Found(part, text):
                self._fault(part, text.removeprefix(f"{part}: "))
                if part == "picture":
                    self._restart_picture()

    def _heard(self, heard: Frame | Missing) -> None:
        match heard:
            case Frame():
                if self.performance.plays(heard.listener):
                    self._handle(heard.arrived_s, frame_line(heard, self._pitches))
            case Missing(part, channel, inputs):
                self._fault(part, f"hears nothing: scsynth has {inputs} inputs, it wants input {channel}")

    def _restart_midi(self) -> None:
        """Start the MIDI process anew where it has gone; one that dies at once again, after a while."""
        if self._midi.running or time.monotonic() < self._midi_restarted_at + BETWEEN_RESTARTS_S:
            return
        self._midi_restarted_at = time.monotonic()
        try:
            self._midi.restart()
        except OSError as error:
            self._fault("MIDI", f"cannot be started again ({error.strerror}); it is tried on")

    def _restart_picture(self) -> None:
        """Start the picture anew; one that dies at once again is left alone."""
        if self._stage and time.monotonic() - self._picture_restarted_at > BETWEEN_RESTARTS_S:
            self._picture_restarted_at = time.monotonic()
            self._stage.restart()

    # ------------------------------------------------------------ telling
    def _show(self, message: Message) -> None:
        self._messages.append(message)

    def _journal(self, line: Line) -> None:
        self._lines.append(line)

    def _report(self) -> None:
        """Write and show what was done, now that the sound of it is on its way."""
        lines, self._lines = self._lines, []
        messages, self._messages = self._messages, []
        for line in lines:
            self.status.note(line)
            self._take.write(line)
        self._remote.watch.late = self._guard.late
        self._remote.happened(lines, messages)
        if self._stage:
            for message in messages:
                self._stage.send(message)

    def _say(self, text: str) -> None:
        with suppress(OSError):  # the terminal has gone: there is nobody to tell
            self.status.clear()
            self._tell(text)

    # ------------------------------------------------------------ ending
    def _end(self, number: int, frame: FrameType | None) -> None:
        self._ending = True

    def _close(self) -> None:
        self._engine.fade(0.0, FADE_OUT_S)
        self._handle(time.monotonic(), {"in": "stop"})
        end = self.now() + FADE_OUT_S
        while self.now() < end:
            self._wait()
            self._guard.read()
            self._listening.read()
        self._journal({"t": self.now(), "end": True})
        self._report()
        self._take.flush()
        self.status.leave()


@contextmanager
def _signals(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Let SIGINT, SIGTERM and SIGHUP end the performance with a fade, as long as it lasts."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.signal(number, handler) for number in numbers]
    try:
        yield
    finally:
        for number, old in zip(numbers, before, strict=True):
            signal.signal(number, old)
