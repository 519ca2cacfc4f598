"""Matplotlib artists that draw all faces of a panel or of a legend key.

Where faces go, and what lies behind, around and below each of them; pens do
the rest. Imports matplotlib, not plotnine.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.artist import Artist, allow_rasterization
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox

from . import grid as grids
from .captions import LINE, PAD, Captions, placed
from .describe import description_of
from .pens import is_rehearsal, pen_of
from .pixmap import outline

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from matplotlib.backend_bases import GraphicsContextBase, RendererBase
    from numpy.typing import NDArray

    from .pens import RasterPen
    from .pixmap import Pixmap
    from .roll import Roll


MARGIN = 0.07
"""Part of a filled face that its card shows on each side"""


@dataclass
class Look:
    """
    How the faces of one artist look, one entry a face

    Parameters
    ----------
    pixmaps : sequence of Pixmap
        The picture of each face.
    side : array
        Sides in points; nan for faces that a grid makes as large as it can.
    alpha : array
        Opacities.
    edge, fill : sequence of RGBA or None
        Colors of the frame, and of what is behind the face in place of its
        own background.
    linewidth : array
        Widths of the frames in points.
    labels : sequence of str or None
        Captions.
    shape : str
        What the faces are cut to.
    label_size : float
        Size of the captions in points.
    label_color : color, optional
    label_family : str | sequence of str, optional
        Font of the captions.
    halo : color, optional
        Color around captions that may lie on faces.
    check_overlap : bool
        Whether captions that would cover one before them are left out.
    tips : callable, optional
        What each face stands for; asked for where a format tells it.
    raster_dpi : float
        Pixels an inch that PDF and SVG embed at least, as far as the
        pictures have them.
    """

    pixmaps: Sequence[Pixmap]
    side: NDArray[np.float64]
    alpha: NDArray[np.float64]
    edge: Sequence[Any]
    fill: Sequence[Any]
    linewidth: NDArray[np.float64]
    labels: Sequence[str] | None = None
    shape: str = "square"
    label_size: float = 8.0
    label_color: Any = None
    label_family: Any = None
    halo: Any = None
    check_overlap: bool = False
    tips: Callable[[], list[str] | None] | None = None
    raster_dpi: float = 300

    @property
    def captions(self) -> Captions:
        """The captions before they are fitted into anything"""
        return Captions(self.labels or (), self.label_size, self.label_family)

    @property
    def beyond(self) -> NDArray[np.float64]:
        """Points that each frame reaches beyond its face"""
        framed = np.array([edge is not None for edge in self.edge], bool)
        return self.linewidth / 2 * framed


class FacesArtist(Artist):
    """
    Faces whose middles are at given places

    Parameters
    ----------
    look : Look
        The faces.
    xy : array, (N, 2)
        Their middles, in the coordinates of the artist's transform.
    cell : (float, float), optional
        Width and height that a face must not exceed, in those coordinates.
    """

    def __init__(
        self, look: Look, xy: Any, cell: tuple[float, float] | None = None
    ):
        super().__init__()
        self.look = look
        if len(look.pixmaps):
            self._roll.artists.add(self)
        self.xy = np.asarray(xy, float).reshape(-1, 2)
        self.cell = cell

    def get_window_extent(self, renderer: RendererBase | None = None) -> Bbox:
        # Faces are clipped to the panel and keys lie within their box, so
        # that no layout has to make room for them.
        return self.axes.bbox if self.axes is not None else Bbox.null()

    @allow_rasterization
    def draw(self, renderer: RendererBase) -> None:
        if not self.get_visible() or not len(self.look.pixmaps):
            return
        renderer.open_group("faces", gid=self.get_gid())
        gc = renderer.new_gc()
        self._set_gc_clip(gc)  # pyright: ignore
        point = float(renderer.points_to_pixels(1.0))  # pyright: ignore
        centers, sides, captions = self._place(renderer, point)
        if not is_rehearsal(renderer):
            pen = pen_of(renderer, self.look.raster_dpi)
            corners, whole = pen.snap(centers, sides)
            self._roll.develop_for(self, self._most(pen, whole), renderer)
            tips = None
            if pen.tells and self.look.tips is not None:
                tips = self.look.tips()
                pen.describe(description_of(self.get_figure(root=True)))
            seen = self._in_sight(centers, sides)
            for i in self._order(sides):
                if seen[i]:
                    x, y = corners[i]
                    pen.tip = tips[i] if tips else None
                    self._draw_face(pen, gc, i, x, y, float(whole[i]))
        if captions is not None:
            self._draw_captions(renderer, captions, centers, sides, point)
        gc.restore()
        renderer.close_group("faces")
        self.stale = False

    def boxes(self, renderer: RendererBase) -> NDArray[np.float64]:
        """
        Left, bottom and side of each face in pixels, (N, 3), as drawn

        Parameters
        ----------
        renderer : RendererBase
            The one that the faces were drawn with.
        """
        point = float(renderer.points_to_pixels(1.0))  # pyright: ignore
        centers, sides, _ = self._place(renderer, point)
        corners, whole = pen_of(renderer).snap(centers, sides)
        return np.column_stack([corners, whole])

    def needed(self, renderer: RendererBase) -> float:
        """
        Pixels on the side of a picture that its largest face has a use for
        """
        point = float(renderer.points_to_pixels(1.0))  # pyright: ignore
        centers, sides, _ = self._place(renderer, point)
        pen = pen_of(renderer, self.look.raster_dpi)
        _, whole = pen.snap(centers, sides)
        return self._most(pen, whole)

    def _most(self, pen: RasterPen, sides: NDArray[np.float64]) -> float:
        # All faces of an artist show the same part of their pictures.
        return pen.needed(self.look.pixmaps[0], float(sides.max()))

    @property
    def _roll(self) -> Roll:
        """Where its pictures are"""
        return self.look.pixmaps[0].roll

    def _place(self, renderer: RendererBase, point: float):
        """
        Middles and sides in pixels, and the captions
        """
        transform = self.get_transform()
        centers = transform.transform(self.xy)
        sides = self.look.side * point
        if self.cell is not None:
            corners = transform.transform([(0, 0), self.cell])
            sides = np.minimum(sides, np.abs(np.diff(corners, axis=0)).min())
        captions = None
        if self.look.labels is not None:
            captions = self.look.captions
        return centers, sides, captions

    def _order(self, sides: NDArray[np.float64]) -> NDArray[np.intp]:
        """
        Small faces over large ones, equal ones as in the data
        """
        return np.argsort(-sides, kind="stable")

    def _in_sight(
        self, centers: NDArray[np.float64], sides: NDArray[np.float64]
    ) -> NDArray[np.bool_]:
        """
        Which faces are drawn at all
        """
        seen = np.isfinite(centers).all(axis=1) & (sides > 0)
        box = self.get_clip_box()
        if box is not None:
            half = sides[:, None] / 2
            seen &= (centers + half >= box.min).all(axis=1)
            seen &= (centers - half <= box.max).all(axis=1)
        return seen

    def _draw_face(
        self,
        pen: RasterPen,
        gc: GraphicsContextBase,
        i: int,
        x: float,
        y: float,
        side: float,
    ) -> None:
        look = self.look
        fill, edge = look.fill[i], look.edge[i]
        inset, cut = 0.0, False
        if fill is not None:
            cut = look.pixmaps[i].has_matte
            if fill[3] > 0:
                gc.set_linewidth(0)
                self._draw_outline(pen, gc, x, y, side, fill)
                # With its background a face would hide its card.
                inset = 0.0 if cut else pen.whole(side * MARGIN)
        gc.set_alpha(float(look.alpha[i]))
        corner, inner = (x + inset, y + inset), side - 2 * inset
        pen.image(gc, look.pixmaps[i], look.shape, corner, inner, cut)
        if edge is not None and look.linewidth[i] > 0:
            gc.set_foreground(edge, isRGBA=True)
            gc.set_alpha(edge[3])
            gc.set_linewidth(look.linewidth[i])
            gc.set_joinstyle("miter")
            self._draw_outline(pen, gc, x, y, side, None)
        gc.set_alpha(1.0)

    def _draw_outline(
        self,
        pen: RasterPen,
        gc: GraphicsContextBase,
        x: float,
        y: float,
        side: float,
        fill: Any,
    ) -> None:
        unit_to_face = Affine2D().scale(side).translate(x, y)
        pen.renderer.draw_path(
            gc, outline(self.look.shape), unit_to_face, fill
        )

    def _draw_captions(
        self,
        renderer: RendererBase,
        captions: Captions,
        centers: NDArray[np.float64],
        sides: NDArray[np.float64],
        point: float,
    ) -> None:
        size = captions.size
        color, halo = self.look.label_color, self.look.halo
        corners = self._caption_corners(
            renderer, captions, centers, sides, point
        )
        widths = captions.widths(renderer)
        seen = self._in_sight(centers, sides)
        for i, label in enumerate(captions.labels):
            if not label or not seen[i] or np.isnan(corners[i]).any():
                continue
            # Further lines go down from the first one.
            text = Text(
                corners[i][0] + widths[i] / 2,
                corners[i][1] + (LINE - 0.75) * size * point,
                label,
                fontsize=size,
                fontfamily=captions.family,
                ha="center",
                va="baseline",
                # Of the height of letters: LINE of the font's size.
                linespacing=1.26,
                parse_math=False,
                **({} if color is None else {"color": color}),
            )
            if halo is not None:
                text.set_path_effects(
                    [withStroke(linewidth=size / 4, foreground=halo)]
                )
            text.set_figure(self.get_figure(root=True))  # pyright: ignore
            if self.axes is not None:
                text.set_clip_path(self.axes.patch)
            text.draw(renderer)

    def _caption_corners(
        self,
        renderer: RendererBase,
        captions: Captions,
        centers: NDArray[np.float64],
        sides: NDArray[np.float64],
        point: float,
    ) -> NDArray[np.float64]:
        """
        Lower left corners of the captions in pixels
        """
        size = captions.size * point
        lines = np.array([s.count("\n") + bool(s) for s in captions.labels])
        texts = np.column_stack(
            [captions.widths(renderer), (lines * LINE) * size]
        )
        pads = PAD * size + self.look.beyond * point
        return self._corners(centers, sides, texts, pads)

    def _corners(
        self,
        centers: NDArray[np.float64],
        sides: NDArray[np.float64],
        texts: NDArray[np.float64],
        pads: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        """
        Lower left corners of boxes of texts: where they cover least
        """
        panel = None if self.axes is None else self.axes.bbox.extents
        return placed(
            centers, sides, texts, pads, panel, self.look.check_overlap
        )


class GridArtist(FacesArtist):
    """
    Faces in a grid that fills the panel

    Parameters
    ----------
    look : Look
        The faces.
    layout : GridLayout
        What all panels of the layer have in common.
    """

    def __init__(self, look: Look, layout: GridLayout):
        super().__init__(look, np.zeros((len(look.pixmaps), 2)))
        self.layout = layout
        layout.artists.append(self)

    def _place(self, renderer: RendererBase, point: float):
        grid, captions = self.layout.solve(renderer, point)
        box = self.axes.bbox  # pyright: ignore[reportOptionalMemberAccess]
        centers = grid.centers(len(self.look.pixmaps), box.width, box.height)
        asked = self.look.side * point
        sides = np.where(np.isnan(asked), grid.side, asked)
        mine = None
        if captions is not None and self.look.labels is not None:
            mine = captions.shorten(
                self.look.labels, renderer, grid.cell[0], captions.lines
            )
        return centers + np.array([box.x0, box.y0]), sides, mine

    def _corners(
        self,
        centers: NDArray[np.float64],
        sides: NDArray[np.float64],
        texts: NDArray[np.float64],
        pads: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        """
        Lower left corners of boxes of texts: each cell has room below
        """
        below = sides / 2 + pads + texts[:, 1]
        return centers - np.column_stack([texts[:, 0] / 2, below])


@dataclass
class GridLayout:
    """
    The grid that all panels of a layer share, so that faces can be compared

    Parameters
    ----------
    ncol : int, optional
        Number of columns.
    nrow : int, optional
        Number of rows, where there is no number of columns.
    artists : list of GridArtist
        The artists of the panels; they enter themselves.
    """

    ncol: int | None = None
    nrow: int | None = None
    artists: list[GridArtist] = field(default_factory=list)

    def solve(
        self, renderer: RendererBase, point: float
    ) -> tuple[grids.Grid, Captions | None]:
        """
        The grid in pixels for the panels as they are now, and the captions

        Captions that are wider than a cell become smaller, all of them
        alike, down to a size that can be read; then those that are still too
        wide break into lines.
        """
        panels = [
            (a.axes.bbox.width, a.axes.bbox.height)
            for a in self.artists
            if a.axes is not None
        ]
        n = max(len(a.look.pixmaps) for a in self.artists)
        asked = np.concatenate([a.look.side for a in self.artists]) * point
        side = float(asked.max()) if np.isfinite(asked).all() else None

        ncol = self.ncol
        if ncol is None and self.nrow is not None:
            ncol = -(-n // self.nrow)

        def fit(caption: float) -> grids.Grid:
            return grids.fit(n, panels, caption=caption, ncol=ncol, side=side)

        labels = [label for a in self.artists for label in a.look.labels or ()]
        if not any(labels):
            return fit(0), None
        captions = replace(self.artists[0].look.captions, labels=labels)
        frame = max(float(a.look.beyond.max()) for a in self.artists)
        grid = fit((captions.height + frame) * point)
        fitted = captions.narrow(renderer, grid.cell[0])
        if fitted.lines > captions.lines:
            # Higher captions leave less room for faces, and so less width.
            grid = fit((fitted.height + frame) * point)
            fitted = captions.narrow(renderer, grid.cell[0])
        return fit((fitted.height + frame) * point), fitted
