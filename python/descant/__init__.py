"""Descant: play the learning."""

__version__ = "0.1.0"
