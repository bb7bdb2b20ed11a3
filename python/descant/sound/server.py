"""Boot a scsynth for tonight, or join the composer's, as a supriya context that cannot hang.

`boot` and `join` return a `LiveServer`. Everything Descant makes lies in its own default group; in it is a
marker, an empty group, by which the guard knows that this is still the server it played on.
"""

import atexit
import os
import signal
import struct
import sys
from collections import deque
from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import InvalidStateError
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from supriya import AddAction, Group, Options, Server, SynthDef
from supriya.enums import BootStatus, ServerShutdownEvent
from supriya.exceptions import ServerCannotBoot, ServerOffline, TooManyClients
from supriya.osc import OscCallback, OscMessage, ThreadedOscProtocol

from descant.errors import DescantError
from descant.sound import ports
from descant.sound.engine import OFFLINE
from descant.sound.offline import scsynth_path
from descant.sound.process import Process

COUNTS = (
    "input_bus_channel_count", "output_bus_channel_count", "audio_bus_channel_count", "control_bus_channel_count",
    "buffer_count",
)  # fmt: skip
LARGEST_DATAGRAM = 60_000  # UDP takes 65507 bytes; larger SynthDefs go by file
BUFFERS = 4096  # for all who log in: each has its share of them
CLIENT_ID_SHIFT = 26  # scsynth's node ids carry the client's number from this bit on


class _Ears(ThreadedOscProtocol):
    """supriya's ear for what scsynth says, which is deaf to the coming and going of nodes.

    Nobody here asks for it, and to take each of them in would keep Python from the next note.
    """

    def _validate_receive(self, datagram: bytes) -> Generator[tuple[OscCallback, OscMessage], None, None]:
        if not datagram.startswith(b"/n_"):
            yield from super()._validate_receive(datagram)


class LiveServer(Server):
    """A running scsynth, ours or one that was joined."""

    def __init__(self, options: Options, environment: dict[str, str]) -> None:
        super().__init__(options)
        made = self._process_protocol
        atexit.unregister(made.quit)
        self.child = Process(environment, self._child_ended, made.on_panic_callback)
        self._process_protocol = self.child
        self._osc_protocol = _Ears(on_panic_callback=self._osc_protocol.on_panic_callback)
        self._setup_osc_callbacks(self._osc_protocol)
        self.fails: deque[str] = deque(maxlen=64)
        self.failed = 0
        self.trouble: Exception | None = None
        self.left: ports.Left | None = None  # what an earlier crash had left on its port
        self.wake: Any = None  # called when the child has ended
        self.marker = 0
        self._made_group = False

    # ------------------------------------------------------------ ours or not
    @property
    def booted(self) -> bool:
        """Return whether this process booted it."""
        return self.child.process is not None

    @property
    def online(self) -> bool:
        """Return whether it takes messages, as far as supriya knows."""
        return bool(self.boot_status == BootStatus.ONLINE)

    @property
    def default_group(self) -> Group:
        """Return the group that holds everything of Descant's."""
        return Group(context=self, id_=self._resolve_node(None))

    def _resolve_node(self, node: Any) -> int:
        if node is not None:
            return int(node)
        if self.booted:
            return int(self._client_id) + 1  # supriya's own, made while booting
        return (int(self._client_id) << CLIENT_ID_SHIFT) + 1  # sclang's convention

    def settle(self) -> None:
        """Make our default group where it is missing, and a fresh marker in it."""
        group = self._resolve_node(None)
        if not self._exists(group):
            self.send(["/g_new", group, int(AddAction.ADD_TO_HEAD), 0])
            self._made_group = True
        self.marker = int(self.add_group(target_node=group, add_action="ADD_TO_TAIL"))
        self.sync()

    def install(self, definitions: Iterable[SynthDef]) -> None:
        """Send SynthDefs and wait until synths can be made of them. Sends ``/d_recv`` or ``/d_load``.

        Raises:
            ServerOffline, TimeoutError: the server is gone.
        """
        with TemporaryDirectory(prefix="descant-") as folder:
            for definition in definitions:
                compiled = definition.compile()
                if len(compiled) < LARGEST_DATAGRAM:
                    self.send(["/d_recv", compiled])
                else:
                    path = Path(folder, f"{definition.effective_name}.scsyndef")
                    path.write_bytes(compiled)
                    self.send(["/d_load", str(path)])
            self.sync(timeout=5.0)

    def transmit(self, datagram: bytes) -> None:
        """Send what is packed already, from where supriya hears the answers.

        Raises:
            ServerOffline: the server is gone.
        """
        if self._osc_protocol.status not in (BootStatus.BOOTING, BootStatus.ONLINE):
            raise ServerOffline("Server offline!")
        self._osc_protocol.osc_server.socket.sendto(datagram, (self.options.ip_address, self.options.port))

    def refuse(self, text: str) -> None:
        """Count what was not sent, for it would have failed."""
        self.failed += 1
        self.fails.append(text)

    def _exists(self, group: int) -> bool:
        reply = ports.ask(tree_query(group), self.options.ip_address, self.options.port, timeout_s=1.0)
        return reply is not None and reply.startswith(b"/g_queryTree.reply")

    def close(self) -> None:
        """Quit a scsynth of ours; leave a joined one as it was found."""
        atexit.unregister(self.close)
        if not self.booted:
            if self.online:
                self._leave()
            return
        with suppress(InvalidStateError):  # it has ended by itself meanwhile
            self.quit()
        self.abandon()

    def abandon(self) -> None:
        """Let go of a server that is lost: end it if it is ours and hangs, take leave of nobody."""
        atexit.unregister(self.close)
        if self.child.process is not None:
            self.child.kill()  # SIGTERM would wait for one that hangs
            self.child.thread.join(1.0)
            ports.release(self.options.port, self.child.process.pid)
        elif self.online:
            with suppress(*OFFLINE, InvalidStateError):
                self.disconnect()

    def _leave(self) -> None:
        group = self._resolve_node(None)
        self.send(["/n_free", group] if self._made_group else ["/g_freeAll", group])
        self.send(["/notify", 0, int(self._client_id)])  # else our login stays taken
        self.disconnect()

    # ------------------------------------------------------------ what supriya would hang on or print
    def _lifecycle(self, owned: bool = True) -> None:
        try:
            super()._lifecycle(owned)
        except Exception as error:  # its caller waits for futures that nobody would set any more
            self.trouble = error
            self.child.kill()
            self._boot_status = BootStatus.OFFLINE
            with suppress(InvalidStateError):  # set before the trouble began
                self._shutdown_future.set_result(ServerShutdownEvent.PROCESS_PANIC)
            for future in (self._boot_future, self._exit_future):
                with suppress(InvalidStateError):
                    future.set_result(False)

    def _handle_fail(self, message: OscMessage) -> None:
        self.refuse(" ".join(str(item) for item in message.contents).strip())

    def _child_ended(self) -> None:
        if self.wake:
            self.wake()


def boot(
    port: int = ports.PORT, *, inputs: int = 2, outputs: int = 2, logins: int = 4, jack: str | None = None,
    jack_inputs: str = "system", jack_outputs: str = "system", client: str = "descant",
) -> LiveServer:  # fmt: skip
    """Boot scsynth on JACK and connect it.

    `jack` names the JACK server (default: JACK_DEFAULT_SERVER); `jack_inputs` and `jack_outputs` a client
    or a list of ports ("system:playback_3,system:playback_4"), empty for none. `logins` leaves room for
    sclang and others to join.

    Raises:
        DescantError: the port is taken, another Descant plays there, scsynth or JACK is missing.
    """
    left = ports.clear(port)
    jack = jack or os.environ.get("JACK_DEFAULT_SERVER") or "default"
    options = Options(
        buffer_count=BUFFERS, executable=scsynth_path(), port=port, maximum_logins=logins, load_synthdefs=False,
        input_bus_channel_count=inputs, output_bus_channel_count=outputs, memory_size=65_536,
        maximum_node_count=4096, input_device=f"{jack}:{client}", output_device=f"{jack}:{client}",
    )  # fmt: skip
    wires = {"SC_JACK_DEFAULT_INPUTS": jack_inputs, "SC_JACK_DEFAULT_OUTPUTS": jack_outputs}
    server = LiveServer(options, wires)
    server.left = left
    try:
        server.boot()
    except ServerCannotBoot as error:
        raise _cannot_boot(server, jack) from error
    if server.child.pid is not None:
        ports.claim(port, server.child.pid)
    atexit.register(server.close)
    return _settled(server)


def join(host: str, port: int, has: Sequence[int] | None = None) -> LiveServer:
    """Join a scsynth that is running elsewhere, in a group of our own.

    `has` says what it was booted with, for it does not tell: inputs, outputs, audio buses, control buses, buffers.
    Where that is not what supriya takes for granted, ids would else be dealt out that others use.

    Raises:
        DescantError: nobody answers there, or it takes no more clients.
    """
    where = f"{host}:{port}"
    if not ports.answers(port, host):
        raise DescantError(where, "no scsynth answers", "boot it first, or leave --server out")
    counts: dict[str, Any] = dict(zip(COUNTS, has or (), strict=False))
    server = LiveServer(Options(ip_address=host, port=port, maximum_logins=1, **counts), {})
    try:
        server.connect()
    except TooManyClients as error:
        fix = "set s.options.maxLogins = 4 in sclang and boot it again"
        raise DescantError(where, "takes no more clients", fix) from error
    if not server.online:
        raise DescantError(where, f"answers, but does not let us in ({server.trouble})", "boot it again")
    # ids are dealt out by how many may log in, which only the server knows
    server._options = replace(server.options, maximum_logins=server._maximum_logins)
    server._setup_allocators()
    atexit.register(server.close)
    return _settled(server)


def _settled(server: LiveServer) -> LiveServer:
    try:
        server.set_latency(0.0)
        server.settle()
    except (*OFFLINE, TimeoutError) as error:
        server.close()
        raise DescantError("scsynth", f"ended while it started ({error!r})", "try again") from error
    return server


def _cannot_boot(server: LiveServer, jack: str) -> DescantError:
    reason = str(server.trouble or server.child.error_text or server.child.reason())
    server.child.kill()
    if any("initialize audio" in line or "jack server is not running" in line for line in server.child.lines):
        return DescantError(f"JACK {jack!r}", "is not running", "start it: jackd, QjackCtl or PipeWire")
    return DescantError("scsynth", f"does not boot: {reason}", "run descant check --live")


def tree_query(group: int) -> bytes:
    """Return the datagram that asks for a group's nodes; the answer tells whether there is such a group."""
    return b"/g_queryTree\0\0\0\0,ii\0" + struct.pack(">ii", group, 0)


def exit_on_signals() -> None:
    """Let SIGTERM and a closed terminal end Python in order, so that scsynth is quit, where nothing else is set."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, lambda got, frame: sys.exit(128 + got))
