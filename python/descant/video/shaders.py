"""Shift and bend on the graphics card: the same picture as `effects`, within one step of 255."""

import math
import sys
from typing import Any

import numpy as np

from descant.video.effects import Form, Image
from descant.video.glsl import BEND_EFFECT, FORMS, SHIFT_EFFECT

_SOFTWARE = ("llvmpipe", "softpipe", "swrast", "software")
_CORNERS = """
#version 330
const vec2 corners[3] = vec2[](vec2(-1, -1), vec2(3, -1), vec2(-1, 3));
void main() { gl_Position = vec4(corners[gl_VertexID], 0, 1); }
"""
_READ = """
#version 330
uniform sampler2D image;
out vec4 colour;
ivec2 size;
vec4 at(ivec2 p) { return texelFetch(image, clamp(p, ivec2(0), size - 1), 0); }
"""
_DRAW = """
void main() {
    size = textureSize(image, 0);
    colour = EFFECT(ivec2(gl_FragCoord.xy));
}
"""
_PERIOD = {"waves": math.pi / 2, "paper": 2 * math.pi}
"""After so much the gradient's picture is the same."""


class Shaders:
    """Both effects for pictures of one size. They belong to the thread that made them."""

    def __init__(self, width: int, height: int, *, software: bool = False) -> None:
        """Find a graphics card.

        Args:
            width, height: pixels.
            software: be content with OpenGL computed by the processor, which is slower than OpenCV.

        Raises:
            OSError: there is none.
        """
        self._context = context = _context(software)
        self._size = (width, height)
        self._image, self._target = (context.texture(self._size, 3, alignment=1) for _ in range(2))
        self._frame = context.framebuffer([self._target])
        self._shift, self._bend = (
            context.program(_CORNERS, _READ + effect + _DRAW.replace("EFFECT", name))
            for effect, name in ((SHIFT_EFFECT, "shifted"), (BEND_EFFECT, "bent"))
        )
        self._passes = {program: context.vertex_array(program, []) for program in (self._shift, self._bend)}

    def shift(self, image: Image, red: float, green: float, blue: float, *, out: Image | None = None) -> Image:
        """Translate the planes as `effects.shift` does."""
        if red == 0 and green == 0 and blue == 0:
            return image
        self._shift["red"], self._shift["green"], self._shift["blue"] = red, green, blue
        return self._drawn(self._shift, image, out)

    def bend(
        self,
        image: Image,
        g1: float,
        g2: float,
        depth: float = 0.08,
        wavelength: float = 0.4,
        *,
        form: Form = "waves",
        out: Image | None = None,
    ) -> Image:
        """Displace the pixels as `effects.bend` does."""
        if (g1 == 0 and g2 == 0) or depth == 0:
            return image
        for name, gradient in (("g1", g1), ("g2", g2)):  # a float has 24 bits: none of them is for whole turns
            self._bend[name] = math.remainder(gradient, _PERIOD[form])
        self._bend["depth"], self._bend["wavelength"], self._bend["form"] = depth, wavelength, FORMS.index(form)
        return self._drawn(self._bend, image, out)

    def release(self) -> None:
        """Give the card's memory back."""
        self._context.release()

    def _drawn(self, program: Any, image: Image, out: Image | None) -> Image:
        out = np.empty_like(image) if out is None else out
        self._image.write(np.ascontiguousarray(image))
        self._image.use(0)
        self._frame.use()
        self._passes[program].render(vertices=3)
        self._frame.read_into(out, components=3, alignment=1)
        return out


def _context(software: bool) -> Any:
    """Return an OpenGL context without a window."""
    import moderngl  # loaded only where there may be a card

    try:
        # EGL needs no display server, and leaves that of the window alone.
        options: dict[str, Any] = {"backend": "egl"} if sys.platform == "linux" else {}
        context: Any = moderngl.create_context(require=330, standalone=True, **options)
    except Exception as error:  # what it raises depends on the system's driver
        raise OSError(f"graphics card: none that OpenGL can use ({error})") from error
    name = str(context.info["GL_RENDERER"])
    if not software and any(word in name.casefold() for word in _SOFTWARE):
        context.release()
        raise OSError(f"graphics card: none, OpenGL is computed by the processor ({name})")
    return context
