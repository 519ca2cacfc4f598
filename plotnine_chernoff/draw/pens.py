"""How each backend of matplotlib draws the picture of a face.

On raster backends each face is resized to exactly its pixels; PDF and SVG
embed each distinct picture once. All that reaches into private parts of
matplotlib is in here. Imports matplotlib and Pillow.
"""

from __future__ import annotations

import base64
from io import BytesIO
from types import FunctionType
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np
from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.transforms import Affine2D, TransformedPath
from PIL import Image

from .pixmap import outline

if TYPE_CHECKING:
    from collections.abc import Hashable

    from matplotlib.backend_bases import GraphicsContextBase, RendererBase
    from numpy.typing import NDArray

    from .pixmap import Pixmap

# For each SVG file that is being written the pictures that it defines, by
# their identity: name and picture.
_defined: WeakKeyDictionary[Any, dict[int, tuple[str, NDArray[np.uint8]]]] = (
    WeakKeyDictionary()
)
# For each file that is being written what it embeds of each face.
_embedded: WeakKeyDictionary[
    Any, dict[tuple[Hashable, bool], NDArray[np.uint8]]
] = WeakKeyDictionary()


class RasterPen:
    """
    Draws pictures pixel by pixel
    """

    tells = False
    """Whether it tells what a face stands for"""
    tip: str | None = None
    """What the next face stands for"""

    def __init__(self, renderer: RendererBase):
        self.renderer = renderer

    def whole(self, length: float) -> float:
        """A length in pixels, where only whole ones can be drawn"""
        return float(round(length))

    def describe(self, text: str) -> None:
        """Say what the figure shows, where the format has a place for it"""

    def snap(
        self, centers: NDArray[np.float64], sides: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Lower left corners and sides, in whole pixels"""
        whole = np.maximum(np.round(sides), 1)
        return np.round(centers - whole[:, None] / 2), whole

    def needed(self, pixmap: Pixmap, side: float) -> float:
        """Pixels on the side of a picture of which a face has a use for"""
        return pixmap.needed(side)

    def image(
        self,
        gc: GraphicsContextBase,
        pixmap: Pixmap,
        shape: str,
        xy: tuple[float, float],
        side: float,
        cut: bool,
    ) -> None:
        """
        Draw a picture with its lower left corner at a place

        With `cut` it is drawn without its background.
        """
        # Raster backends take the opacity from the picture alone.
        picture = pixmap.at(int(side), shape, gc.get_alpha(), cut)
        self.renderer.draw_image(gc, *xy, picture)


class VectorPen(RasterPen):
    """
    Embeds pictures once, which the backend scales and cuts

    They have the pixels that their largest use on the page needs, at the
    file's own resolution or a better one that is asked for.
    """

    def __init__(self, renderer: RendererBase, dpi: float = 0):
        super().__init__(renderer)
        self.pixels = max(dpi, file_dpi(renderer)) / 72
        self.known = _embedded.setdefault(drawn_with(renderer), {})

    def whole(self, length: float) -> float:
        return length

    def snap(
        self, centers: NDArray[np.float64], sides: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        return centers - sides[:, None] / 2, sides

    def needed(self, pixmap: Pixmap, side: float) -> float:
        return pixmap.needed(side * self.pixels, embedded=True)

    def image(
        self,
        gc: GraphicsContextBase,
        pixmap: Pixmap,
        shape: str,
        xy: tuple[float, float],
        side: float,
        cut: bool,
    ) -> None:
        to_face = Affine2D().scale(side).translate(*xy)
        clip = gc
        if shape != "square":
            # The panel clips by its box, so that the path is free for the
            # shape.
            clip = self.renderer.new_gc()
            clip.copy_properties(gc)
            panel, transform = gc.get_clip_path()
            if panel is not None and clip.get_clip_rectangle() is None:
                clip.set_clip_rectangle(
                    transform.transform_path(panel).get_extents()  # pyright: ignore
                )
            clip.set_clip_path(TransformedPath(outline(shape), to_face))
        self._embed(clip, self._picture(pixmap, side, cut), xy, side)
        if clip is not gc:
            clip.restore()

    def _picture(
        self, pixmap: Pixmap, side: float, cut: bool
    ) -> NDArray[np.uint8]:
        """The picture that the file has already, or a larger one"""
        made = pixmap.embedded(side * self.pixels, cut)
        known = self.known.get((pixmap.key, cut))
        if known is not None and len(known) >= len(made):
            made = known
        # Backends recognise pictures by their identity.
        self.known[pixmap.key, cut] = made
        return made

    def _embed(
        self,
        gc: GraphicsContextBase,
        picture: NDArray[np.uint8],
        xy: tuple[float, float],
        side: float,
    ) -> None:
        self.renderer.draw_image(gc, *xy, picture, Affine2D().scale(side))


class SVGPen(VectorPen):
    """
    Defines each distinct picture once and refers to it

    Matplotlib would embed a picture each time that it's drawn, and ask
    viewers not to smooth it.
    """

    tells = True

    def describe(self, text: str) -> None:
        svg: Any = drawn_with(self.renderer)
        if text and svg not in _defined:
            _defined[svg] = {}
            svg.writer.element("desc", text=text)

    def _embed(
        self,
        gc: GraphicsContextBase,
        picture: NDArray[np.uint8],
        xy: tuple[float, float],
        side: float,
    ) -> None:
        svg: Any = drawn_with(self.renderer)
        known = _defined.setdefault(svg, {})
        writer = svg.writer
        if id(picture) not in known:
            buffer = BytesIO()
            opaque = picture[..., 3].min() == 255
            upright = picture[::-1, :, : 3 if opaque else 4]
            Image.fromarray(upright).save(buffer, "png")
            data = base64.b64encode(buffer.getvalue()).decode()
            name = f"face{len(known)}"
            # Holding the picture keeps its id from being used again.
            known[id(picture)] = (name, picture)
            writer.start("defs")
            writer.element(
                "image",
                attrib={
                    "id": name,
                    "width": "1",
                    "height": "1",
                    "preserveAspectRatio": "none",
                    "xlink:href": f"data:image/png;base64,{data}",
                },
            )
            writer.end("defs")
        name, _ = known[id(picture)]
        panel = svg.new_gc()
        box = gc.get_clip_rectangle()
        if box is not None:
            panel.set_clip_rectangle(box)
        groups = [
            attrs
            for attrs in (svg._get_clip_attrs(panel), svg._get_clip_attrs(gc))
            if attrs
        ]
        if len(groups) == 2 and groups[0] == groups[1]:
            groups.pop()
        for attrs in groups:
            writer.start("g", **attrs)
        x, y = xy
        use = {"xlink:href": f"#{name}"}
        if gc.get_alpha() != 1.0:
            use["opacity"] = f"{gc.get_alpha():g}"
        top = svg.height - y - side
        writer.start(
            "use",
            attrib=use,
            transform=f"translate({x:.6g} {top:.6g}) scale({side:.6g})",
        )
        if self.tip:
            # Browsers show it where the pointer is.
            writer.element("title", text=self.tip)
        writer.end("use")
        for _ in groups:
            writer.end("g")


def drawn_with(renderer: RendererBase) -> RendererBase:
    """
    The backend's own renderer

    PDF and SVG are drawn by one that may rasterize in between, and which
    keeps the backend's.
    """
    if isinstance(renderer, MixedModeRenderer):
        return renderer._renderer
    return renderer


def file_dpi(renderer: RendererBase) -> float:
    """
    Pixels an inch that a file of paths has where it holds pixels
    """
    mixed = isinstance(renderer, MixedModeRenderer)
    return float(renderer.dpi if mixed else 72)


def is_rehearsal(renderer: RendererBase) -> bool:
    """
    Whether nothing that is drawn shows

    Before it saves a figure, matplotlib draws it once to know its layout,
    on a renderer whose methods it has replaced by plain functions that do
    nothing.
    """
    return isinstance(renderer.draw_image, FunctionType)


def pen_of(renderer: RendererBase, dpi: float = 0) -> RasterPen:
    """
    How to draw pictures with a renderer

    Parameters
    ----------
    renderer : RendererBase
    dpi : float
        Pixels an inch that files of paths embed at least.
    """
    if not renderer.option_scale_image():
        return RasterPen(renderer)
    if isinstance(drawn_with(renderer), RendererSVG):
        return SVGPen(renderer, dpi)
    return VectorPen(renderer, dpi)
