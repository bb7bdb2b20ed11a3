"""The picture's rows of the one table: who owns which parameter."""

from descant.table import Parameter

PICTURE: dict[str, tuple[Parameter, ...]] = {
    "picture": (
        Parameter(
            name="background",
            kind="choice",
            choices=("black", "performer", "camera", "keyboard"),
            default="black",
            doc="what lies behind the curves: black; the performer's video, or the camera without one; the camera, or "
            "the video without one; the drawn keyboard, which also stands in where there is neither",
        ),
        Parameter(name="curves", kind="b", default=True, doc="draw targets and learners"),
        Parameter(
            name="older", kind="i", default=12, low=0, high=40, unit="curves",
            doc="how many older curves stay, turning away and greying",
        ),
    ),
    "shift": tuple(
        Parameter(
            name=plane, default=0.0, low=-1.0, high=1.0, unit="picture heights",
            doc=f"translation of the {plane} plane along {degrees}°",
        )
        for plane, degrees in (("red", 0), ("green", 120), ("blue", 240))
    ),
    "bend": (
        Parameter(name="g1", default=0.0, low=-100.0, high=100.0, doc="first partial gradient: phase of dx"),
        Parameter(name="g2", default=0.0, low=-100.0, high=100.0, doc="second partial gradient: phase of dy"),
        Parameter(
            name="depth", default=0.08, low=0.0, high=0.5, unit="picture heights",
            doc="A: how far pixels are displaced",
        ),
        Parameter(
            name="wavelength", default=0.4, low=0.05, high=10.0, unit="picture heights", curve="exponential",
            doc="λ: length of one wave",
        ),
        Parameter(
            name="form", kind="choice", choices=("waves", "paper"), default="waves",
            doc="waves that slide with the gradient, or the paper's displacement by (cos g1, cos g2)",
        ),
    ),
    "bubbles": (
        Parameter(name="on", kind="b", default=False, doc="each step that a note induces launches a bubble"),
        Parameter(name="life", default=6.0, low=0.5, high=60.0, unit="s", doc="seconds until it has faded"),
        Parameter(
            name="size", default=0.11, low=0.01, high=0.5, unit="picture heights", doc="radius at full velocity",
        ),
    ),
}  # fmt: skip
"""Owner → its parameters. The picture's two effects are the owners ``shift`` and ``bend``."""
