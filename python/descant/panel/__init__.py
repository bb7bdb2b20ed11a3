"""The control panel: a client like any other, in a process of its own, that knows Descant by its OSC alone."""
