"""What could spoil the evening of those who play with a microphone: inputs that are not there."""

import sys
from collections.abc import Iterator

from descant.devices import jack
from descant.patch.patch import Patch
from descant.performance.check import Finding
from descant.performance.hearing import channels
from descant.sound import executable

NEEDED_PLUGINS = ("DelayUGens", "FFT_UGens", "ML_UGens", "PV_ThirdParty", "TestUGens", "TriggerUGens")


def findings(piece: Patch) -> Iterator[Finding]:
    """Yield which input each listener plays from, or why it will hear nothing."""
    wanted = channels(piece)
    if not wanted:
        return
    yield from _plugins()
    if sys.platform != "linux":
        return
    try:
        inputs = jack.server().inputs
    except OSError:  # another finding says so
        return
    for name, own in wanted.items():
        for channel in own:
            yield input_finding(name, channel, inputs)


def input_finding(part: str, channel: int, inputs: int) -> Finding:
    """Return whether an input channel is among those of the sound card."""
    where = f"parts.{part}"
    if channel <= inputs:
        return Finding(where, f"listens to input {channel}, JACK's system:capture_{channel}")
    if not inputs:
        fix = "start jackd without -P, with a sound card that has inputs, or join another scsynth with --server"
        return Finding(where, f"wants input {channel}, and JACK has no capture ports", fix)
    what = f"wants input {channel}, and JACK has {inputs} capture port{'s' * (inputs > 1)}"
    return Finding(where, what, f"give it a channel from 1 to {inputs}, or start jackd with more inputs (-i)")


def _plugins() -> Iterator[Finding]:
    place = executable.find()
    if place is None:  # another finding says so
        return
    from descant.sound import process

    there = process.plugins(str(place))
    lacking = [name for name in NEEDED_PLUGINS if name not in there]
    if there and lacking:
        yield Finding("scsynth", f"cannot listen: it lacks its own plugins {', '.join(lacking)}", "install it again")
