"""Corpora: material to learn from, with its provenance: drum patterns made by rules or imported from MIDI files."""
