"""Transforms between samples and pictures of sound: the non-stationary Gabor transform, and phase for what has none."""
