"""What leaves Descant for other programs."""
