"""On stage: one control thread that owns all state, a real clock, and whatever may fail around it.

Everything that happens becomes an input line of the take before it changes anything, so a performance can be
performed again from its take, faults included.
"""

import select
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from types import FrameType
from typing import Any

from descant.devices import midi_records
from descant.performance.clocks import MidiClocks
from descant.performance.piece import Piece
from descant.performance.programme import Programme
from descant.performance.promptness import be_prompt
from descant.performance.remote import Remote
from descant.performance.rig import Rig, facts
from descant.performance.show import Show
from descant.performance.status import Status
from descant.performance.take import Line
from descant.sound.guard import Notice, What
from descant.sound.listening import Frame, Missing
from descant.sound.server import LiveServer
from descant.video.messages import Message
from descant.video.stage import Command, Found, Key, Lost, Stage

LONGEST_WAIT_S = 0.02
FADE_OUT_S = 0.3
BETWEEN_RESTARTS_S = 2.0
NOTE_ON, NOTE_OFF, NO_CHANNEL = 0x90, 0x80, 0xF0


class Live:
    """An evening on stage: one piece, or several after each other, from that of the number `first` on.

    `say` takes what the person there should know.
    `rig` is what stays for the evening, `programme` has the pieces, `piece` is the one that is played.
    """

    rig: Rig
    programme: Programme

    def __init__(self, show: Show | Sequence[Show], say: Callable[[str], None], first: int = 1) -> None:
        self._shows, self._tell = [show] if isinstance(show, Show) else list(show), say
        self._first = first
        self._ending = False
        self._picture_restarted_at = self._midi_restarted_at = 0.0
        self._clocks = MidiClocks()
        self.status = Status()

    def run(self) -> None:
        """Perform until a signal, or the window, says that it is over.

        Raises:
            DescantError: scsynth cannot be had; at the end, where the take or the recording lacks something.
        """
        with _signals(self._end), ExitStack() as stack:  # a second signal does not cut the closing short
            self._set_up(stack)
            stack.callback(self._report)  # whatever ends it: what was done is in the take
            while not self._ending:
                self._wait()
                self._hear()
                self.piece.advance()
                self._change()
                self._report()
                self._remote.tick(time.monotonic())
                self.piece.take.keep()
                self.programme.tidy(self.rig.guard.server)
                self.status.show(self.now(), self.rig.guard.late, self.rig.xruns.count)
            self._close()
        if trouble := self.programme.trouble or self.rig.recordings.trouble:
            raise trouble

    @property
    def piece(self) -> Piece:
        """The piece that is played."""
        return self.programme.piece

    def now(self) -> float:
        """Return the seconds of the piece."""
        return self.piece.now()

    # ------------------------------------------------------------ setting up
    def _set_up(self, stack: ExitStack) -> None:
        self.programme = Programme(self._shows, self._first, self._say, stack)
        self.rig = rig = Rig(self._shows, self._first, self._rebuild, self._say, stack)
        self.programme.prepare(rig.guard.server)
        self._remote = Remote(rig.port, self.piece.performance, self._told, lambda: facts(rig.guard.server))
        self._remote.requests.place = self.programme.place
        self._remote.requests.piece = self._first, len(self.programme)
        stack.callback(self._remote.errands.close)
        be_prompt()
        rig.xruns.forget()
        self.programme.begin(self._first, rig.guard.server)
        self._shown_from_s = self.piece.origin_s
        if rig.window:
            rig.window.start(self._shown_from_s)
        self._report()

    def _rebuild(self, fresh: LiveServer, why: What) -> None:
        self.programme.rebuild(fresh)

    # ------------------------------------------------------------ from piece to piece
    def _change(self) -> None:
        """Begin the piece that is wanted where its time has come; what the old one did is told when it sounds."""
        performance = self.piece.performance
        if performance.leaving is None or self.now() < performance.leaving_s:
            return
        number = self.programme.place(performance.leaving)
        if not number:  # it is not ready again yet
            return
        before, after = self.piece, self.programme.begin(number, self.rig.guard.server)
        after.handle(after.origin_s, self.rig.wires.follow(after.patch))
        before.handle(after.origin_s, {"in": "stop"})
        before.end()
        self._report(before)
        self._remote.take_up(after.performance, number, len(self.programme))
        self._report()
        self._say(f"piece {number} of {len(self.programme)}: {after.patch.title or after.patch.name}")

    # ------------------------------------------------------------ hearing
    def _wait(self) -> None:
        """Sleep until something comes or a tick is due, 20 ms at the most."""
        rig, remote = self.rig, self._remote
        sources = (
            rig.guard, rig.midi, self.piece.listening, remote, remote.errands, rig.window, *self.piece.trainers.pipes(),
            *self.piece.speakers.pipes(),
        )  # fmt: skip
        ready = [source for source in sources if source and source.fileno() >= 0]
        due = min(self.piece.due_s(), remote.due_s() - time.monotonic())
        left = min(LONGEST_WAIT_S, max(0.0, due))
        select.select(ready, [], [], left)

    def _hear(self) -> None:
        for record_ in self.rig.midi.read():  # first, for a hand waits for its sound
            self._played(record_)
        for notice in self.rig.guard.read():
            self._noticed(notice)
        for heard in self.piece.listening.read():
            self._heard(heard)
        self._restart_midi()
        self._remote.read()
        for line in self.piece.trainers.read():
            self._trained(line)
        for line in self.piece.speakers.faults():
            self._fault(line["of"], line["text"])
        if xruns := self.rig.xruns.read():
            self._fault("JACK", f"{xruns} xruns" if xruns > 1 else "an xrun", count=xruns)
        for said in self.rig.window.read() if self.rig.window else ():
            self._shown(said)

    def _handle(self, arrived_s: float, line: Line) -> None:
        self.piece.handle(arrived_s, line)
        self._change()

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
            self.rig.recordings.again()
        else:
            self._fault("scsynth", f"{notice.what}: {notice.text}" if notice.text else notice.what)

    def _input(self, arrived_s: float, part: str, line: Line) -> None:
        """Apply what came from a port, for each input of the piece that plays from it; what ends the piece, once."""
        piece = self.piece
        for name in self.rig.wires.inputs(part, piece.patch):
            if self.piece is piece:
                self._handle(arrived_s, {"in": line["in"], "from": name} | line)

    def _played(self, said: midi_records.Record) -> None:
        wires = self.rig.wires
        match said:
            case midi_records.Midi(arrived_s, part, data) if data[0] >= NO_CHANNEL:
                self._clocked(arrived_s, part, data)
            case midi_records.Midi(arrived_s, part, data):
                wires.note(part, data)
                self._input(arrived_s, part, {"in": "midi", "data": list(data)})
            case midi_records.Connected(_, part, port):
                self._say(f"{wires.called(part)}: plays from {port}")
            case midi_records.Lost(arrived_s, part, port):
                wires.forget(part)
                self._clocks.forget(part)
                self._say(f"{wires.called(part)}: {port} has gone; its notes are released")
                self._input(arrived_s, part, {"in": "lost", "port": port})
            case midi_records.Warned(_, part, text):
                self._fault(wires.called(part), text)
            case midi_records.Died(_, text, _):
                self._fault("MIDI", text)

    def _clocked(self, arrived_s: float, port: str, data: tuple[int, ...]) -> None:
        """Tell the piece where a MIDI clock is; one that waits in silence after a crash has no time of its own."""
        told, piece = self._clocks.take(port, arrived_s, data), self.piece
        if told is None or piece.performance.waiting:
            return
        for name in self.rig.wires.clocks(port, piece.patch):
            self._handle(arrived_s, told.line(piece.origin_s) | {"from": name})

    def _shown(self, said: Any) -> None:
        match said:
            case Key(arrived_s, kind, pitch, velocity) if self.piece.patch.inputs:
                status = NOTE_ON if kind == "down" else NOTE_OFF
                source = next(iter(self.piece.patch.inputs))
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
                self.piece.hear(heard)
            case Missing(part, channel, inputs):
                self._fault(part, f"hears nothing: scsynth has {inputs} inputs, it wants input {channel}")

    def _trained(self, line: Line) -> None:
        """Apply what a training tells; let the person at the terminal know that it is over, or failed."""
        if line["in"] == "fault":
            self._fault(line["of"], line["text"])
            return
        if line.get("done"):
            self._say(f"{line['part']}: trained, {line['step']} steps")
        self._handle(time.monotonic(), line)

    def _restart_midi(self) -> None:
        """Start the MIDI process anew where it has gone; one that dies at once again, after a while."""
        if self.rig.midi.running or time.monotonic() < self._midi_restarted_at + BETWEEN_RESTARTS_S:
            return
        self._midi_restarted_at = time.monotonic()
        try:
            self.rig.midi.restart()
        except OSError as error:
            self._fault("MIDI", f"cannot be started again ({error.strerror}); it is tried on")

    def _restart_picture(self) -> None:
        """Start the picture anew; one that dies at once again is left alone."""
        if self.rig.window and time.monotonic() - self._picture_restarted_at > BETWEEN_RESTARTS_S:
            self._picture_restarted_at = time.monotonic()
            self.rig.window.restart()

    # ------------------------------------------------------------ telling
    def _report(self, of: Piece | None = None) -> None:
        """Write and show what was done, now that the sound of it is on its way."""
        piece = of or self.piece
        lines, messages = piece.written()
        for line in lines:
            self.status.note(line)
        self._remote.watch.late = self.rig.guard.late
        self._remote.happened(lines, messages)
        if self.rig.window:
            self._show(self.rig.window, piece, messages)

    def _show(self, window: Stage, piece: Piece, messages: list[Message]) -> None:
        """Tell the window, anew where what it shows has another second 0: another piece, or one that has waited."""
        if piece.origin_s != self._shown_from_s:
            self._shown_from_s = piece.origin_s
            window.clear(piece.origin_s, piece.look)
        for message in messages:
            window.send(message)

    def _say(self, text: str) -> None:
        with suppress(OSError):  # the terminal has gone: there is nobody to tell
            self.status.clear()
            self._tell(text)

    # ------------------------------------------------------------ ending
    def _end(self, number: int, frame: FrameType | None) -> None:
        self._ending = True

    def _close(self) -> None:
        self.piece.engine.fade(0.0, FADE_OUT_S)
        self.piece.handle(time.monotonic(), {"in": "stop"})
        end = time.monotonic() + FADE_OUT_S  # the piece's own clock may stand still
        while time.monotonic() < end:
            self._wait()
            self.rig.guard.read()
            self.piece.listening.read()
        self.piece.end()
        self._report()
        self.piece.take.flush()
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
