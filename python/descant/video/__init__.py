"""The picture: shift, bend, bubbles, curves and knots, the drawn keyboard, the mp4."""
