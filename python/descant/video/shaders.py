"""Shift and bend on the graphics card: the same picture as `effects`, within one step of 255."""

import math
import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray

from descant.video.effects import Form, Image, displacement

_SOFTWARE = ("llvmpipe", "softpipe", "swrast", "software")
_STEPS = 32  # OpenCV moves pixels by such fractions; so do we, to be equal

_CORNERS = """
#version 330
const vec2 corners[3] = vec2[](vec2(-1, -1), vec2(3, -1), vec2(-1, 3));
void main() { gl_Position = vec4(corners[gl_VertexID], 0, 1); }
"""
# The four texels are fetched and mixed here: the card's own filter knows only 256 fractions of a pixel.
_READ = """
#version 330
uniform sampler2D image;
out vec4 colour;
vec4 at(ivec2 p) { return texelFetch(image, clamp(p, ivec2(0), textureSize(image, 0) - 1), 0); }
vec4 between(vec2 p) {
    ivec2 i = ivec2(floor(p));
    vec2 f = p - floor(p);
    vec4 upper = mix(at(i), at(i + ivec2(1, 0)), f.x);
    return mix(upper, mix(at(i + ivec2(0, 1)), at(i + ivec2(1, 1)), f.x), f.y);
}
"""
_SHIFT = (
    _READ
    + """
uniform vec2 red, green, blue;  // pixels
void main() {
    vec2 p = floor(gl_FragCoord.xy);
    colour = vec4(between(p - red).r, between(p - green).g, between(p - blue).b, 1);
}
"""
)
_BEND = (
    _READ
    + """
uniform sampler2D dx, dy;  // pixels: dx for each row, dy for each column
void main() {
    ivec2 p = ivec2(gl_FragCoord.xy);
    vec2 moved = vec2(texelFetch(dx, ivec2(p.y, 0), 0).r, texelFetch(dy, ivec2(p.x, 0), 0).r);
    colour = vec4(between(vec2(p) - moved).rgb, 1);
}
"""
)


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
        self._dx, self._dy = (context.texture((length, 1), 1, dtype="f4") for length in (height, width))
        self._shift, self._bend = (context.program(_CORNERS, source) for source in (_SHIFT, _BEND))
        self._bend["dx"], self._bend["dy"] = 1, 2
        self._passes = {program: context.vertex_array(program, []) for program in (self._shift, self._bend)}

    def shift(self, image: Image, red: float, green: float, blue: float, *, out: Image | None = None) -> Image:
        """Translate the planes as `effects.shift` does."""
        if red == 0 and green == 0 and blue == 0:
            return image
        height = self._size[1]
        for n, (name, amount) in enumerate((("red", red), ("green", green), ("blue", blue))):
            angle = math.radians(120 * n)
            self._shift[name] = (amount * height * math.cos(angle), amount * height * math.sin(angle))
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
        height = self._size[1]
        for texture, g in ((self._dx, g1), (self._dy, g2)):
            places = np.arange(texture.width) / height
            texture.write(_in_steps(height * displacement(places, g, depth, wavelength, form)).tobytes())
        self._dx.use(1)
        self._dy.use(2)
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


def _in_steps(pixels: NDArray[np.float64]) -> NDArray[np.float32]:
    return (-np.rint(-pixels * _STEPS) / _STEPS).astype(np.float32)


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
