"""Drawing with a .jxs where there is no Max: its GLSL as it stands, in a core context without a window.

Pictures lie in rectangle textures, and come with the texture matrices that Jitter gives.
"""

import ctypes
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from descant.export.max_jxs import Param, declared, read

Pixels = NDArray[Any]
"""uint8 or float32, (height, width, 4), RGBA, the upper row first."""

_VERTEX_INPUTS = ("POSITION", "TEXCOORD")
_CORNERS = np.array([-1, -1, 0, 0, 0, 1, -1, 0, 1, 0, -1, 1, 0, 0, 1, 1, 1, 0, 1, 1], np.float32)  # x y z s t
_TRIANGLE_STRIP = 5


class Slab:
    """A .jxs at work, as jit.gl.slab lets it. It belongs to the thread that made it."""

    def __init__(self, path: Path) -> None:
        """Compile it.

        Raises:
            OSError: there is no OpenGL.
            ValueError: it is no .jxs, or does not compile.
        """
        import moderngl  # loaded only where shaders are tried

        options: dict[str, Any] = {"backend": "egl"}
        self._jxs = read(path)
        inside = declared(self._jxs.programs["fp"])
        self._samplers = {name for name, kind in inside.items() if kind.startswith("sampler")}
        try:
            self._context: Any = moderngl.create_context(require=330, standalone=True, **options)
        except Exception as error:  # what it raises depends on the system's driver
            raise OSError(f"no OpenGL ({error})") from error
        self._card = _Rectangles()
        self._loaded: list[int] = []
        self._frame: Any = None
        try:
            self._program = self._context.program(self._jxs.programs["vp"], self._jxs.programs["fp"])
        except moderngl.Error as error:
            self._context.release()
            raise ValueError(f"{path.name}: {str(error).strip()}") from None
        inputs = [next(p.name for p in self._jxs.params if p.state == state) for state in _VERTEX_INPUTS]
        corners = self._context.buffer(_CORNERS.tobytes())
        self._quad = self._context.vertex_array(self._program, [(corners, "3f 2f", *inputs)])

    def load(self, *images: Pixels, drawn: Sequence[bool] = (False, False, False)) -> None:
        """Take an image into each inlet; what is drawn will be as large and of the same kind as the first.

        Args:
            images: for the inlets.
            drawn: which of them lie in their textures with the lower row first, as what OpenGL has drawn does.
        """
        height, width = images[0].shape[:2]
        self._kind = "f1" if images[0].dtype == np.uint8 else "f4"
        self._states = {"MODELVIEW_PROJECTION_MATRIX": np.eye(4)}
        with self._context:
            self._free()
            self._frame = self._context.framebuffer([self._context.texture((width, height), 4, dtype=self._kind)])
            for unit, (image, below) in enumerate(zip(images, drawn, strict=False)):
                self._loaded.append(self._card.texture(unit, image[::-1] if below else image))
                self._states[f"TEXTURE{unit}_MATRIX"] = _texture_matrix(image, below)

    def draw(self, **values: Any) -> None:
        """Draw, with what ``param NAME value`` says; what is not said is as the file has it."""
        if unknown := values.keys() - {p.name for p in self._jxs.params if not p.state}:
            raise TypeError(f"no such param: {', '.join(sorted(unknown))}")
        with self._context:
            for param in self._jxs.params:
                if param.state not in _VERTEX_INPUTS and param.name in self._program:
                    self._give(param, values.get(param.name, param.value()))
            self._frame.use()
            self._quad.render(_TRIANGLE_STRIP)

    def _give(self, param: Param, value: Any) -> None:
        uniform: Any = self._program[param.name]
        if param.name in self._samplers:
            self._card.sample(self._program.glo, uniform.location, int(param.value()))
        elif param.state:
            uniform.value = tuple(self._states[param.state].T.ravel().tolist())  # column by column
        else:
            uniform.value = value

    def seen(self) -> Pixels:
        """Return what was drawn."""
        width, height = self._frame.size
        with self._context:
            read = self._frame.read(components=4, dtype=self._kind)
        found = np.frombuffer(read, np.uint8 if self._kind == "f1" else np.float32)
        return found.reshape(height, width, 4)[::-1].copy()

    def wait(self) -> None:
        """Wait until all is drawn."""
        with self._context:
            self._context.finish()

    def release(self) -> None:
        """Give everything back."""
        with self._context:
            self._free()
        self._context.release()

    def _free(self) -> None:
        self._card.delete(self._loaded)
        self._loaded = []
        if self._frame is not None:
            self._frame.color_attachments[0].release()
            self._frame.release()
            self._frame = None


def _texture_matrix(image: Pixels, drawn: bool) -> NDArray[np.float64]:
    """Return what brings texture coordinates, 0 to 1 and y up, to pixels of the texture."""
    height, width = image.shape[:2]
    matrix = np.diag([float(width), float(height if drawn else -height), 1.0, 1.0])
    matrix[1, 3] = 0.0 if drawn else height
    return matrix


class _Rectangles:
    """OpenGL's rectangle textures, which moderngl does not have; for the context that is current."""

    _RECTANGLE = 0x84F5
    _UNIT_0 = 0x84C0
    _RGBA = 0x1908
    _KINDS: Mapping[str, tuple[int, int]] = {"uint8": (0x8058, 0x1401), "float32": (0x8814, 0x1406)}
    _FILTERS = (0x2800, 0x2801)  # magnified, minified
    _NEAREST = 0x2600

    def __init__(self) -> None:
        library = ctypes.CDLL("libEGL.so.1")
        find = library.eglGetProcAddress
        find.restype = ctypes.c_void_p

        def function(name: str, *kinds: Any) -> Any:
            return ctypes.CFUNCTYPE(None, *kinds)(find(name.encode()))

        enum, number, pointer = ctypes.c_uint, ctypes.c_int, ctypes.c_void_p
        self._generate = function("glGenTextures", number, pointer)
        self._delete = function("glDeleteTextures", number, pointer)
        self._bind = function("glBindTexture", enum, enum)
        self._activate = function("glActiveTexture", enum)
        self._set = function("glTexParameteri", enum, enum, number)
        self._fill = function("glTexImage2D", enum, number, number, number, number, number, enum, enum, pointer)
        self._use = function("glUseProgram", enum)
        self._uniform = function("glUniform1i", number, number)

    def texture(self, unit: int, image: Pixels) -> int:
        """Return a new texture with the image in it, bound to a unit."""
        name, pixels = ctypes.c_uint(), np.ascontiguousarray(image)
        inside, kind = self._KINDS[str(pixels.dtype)]
        height, width = pixels.shape[:2]
        self._generate(1, ctypes.byref(name))
        self._activate(self._UNIT_0 + unit)
        self._bind(self._RECTANGLE, name.value)
        for which in self._FILTERS:
            self._set(self._RECTANGLE, which, self._NEAREST)
        self._fill(self._RECTANGLE, 0, inside, width, height, 0, self._RGBA, kind, pixels.ctypes.data)
        return name.value

    def sample(self, program: int, location: int, unit: int) -> None:
        """Let a program's sampler read a unit."""
        self._use(program)
        self._uniform(location, unit)

    def delete(self, names: Sequence[int]) -> None:
        """Give textures back."""
        self._delete(len(names), (ctypes.c_uint * len(names))(*names))
