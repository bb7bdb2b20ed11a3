"""Sound by scsynth through supriya: tuning, SynthDefs, the engine, rendering to a file."""
