"""MIDI files written by mido, a reader and writer that is not ours, for the tests of the importer."""

import io

import mido


def note(time, pitch, velocity=100, channel=10):
    """Return (tick, message) of a note-on; channels count from 1."""
    return time, mido.Message("note_on", note=pitch, velocity=velocity, channel=channel - 1)


def off(time, pitch, channel=10):
    return time, mido.Message("note_off", note=pitch, channel=channel - 1)


def meter(time, numerator, denominator):
    return time, mido.MetaMessage("time_signature", numerator=numerator, denominator=denominator)


def written(*tracks, type_=0, ticks=480, end=None):
    """Return the bytes of a file; each track is a list of (tick, message)."""
    file = mido.MidiFile(type=type_, ticks_per_beat=ticks)
    for events in tracks:
        track, now = mido.MidiTrack(), 0
        for tick, message in sorted(events, key=lambda event: event[0]):
            track.append(message.copy(time=tick - now))
            now = tick
        track.append(mido.MetaMessage("end_of_track", time=max((end or 0) - now, 0)))
        file.tracks.append(track)
    out = io.BytesIO()
    file.save(file=out)
    return out.getvalue()
