"""The geom: faces at data positions, or in a tidy grid.

Turns the scaled data of a layer, and its pictures, into one artist a panel.
Stands above its layer, as geoms do in plotnine. Imports plotnine;
matplotlib's artists only when it draws.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
from plotnine.doctools import document
from plotnine.exceptions import PlotnineError

from ..attributes import ATTRIBUTES
from . import checks
from .album import with_faces
from .alt_text import tooltips
from .compat import FaceGeom
from .layer_chernoff import layer_chernoff
from .legends import about_size, key_request
from .looks import (
    DEFAULT_SIZE,
    LINE,
    POINTS,
    Font,
    drop_rows,
    halo_of,
    is_given,
    is_nothing,
    look_of,
)
from .page import FACE, GRID
from .pictures import Negatives, shared, values_of, warn_of_clipping
from .plan import KEY_FILL, KEY_SIZE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Literal, Unpack

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.offsetbox import DrawingArea
    from plotnine import aes, ggplot
    from plotnine.coords.coord import coord
    from plotnine.facets.layout import Layout
    from plotnine.iapi import panel_view
    from plotnine.positions.position import position
    from plotnine.stats.stat import stat
    from plotnine.typing import DataLike

    from ..draw.artist import GridLayout, Look
    from ..draw.pixmap import Pixmap
    from ..faces.requests import Model
    from .scales import FaceAttributes

_ATTRIBUTES_DOC = "\n".join(
    f"- `{a.name}`: {a.description}." for a in ATTRIBUTES.values()
)


@document
class geom_chernoff(FaceGeom):
    """
    Chernoff faces: data as attributes of synthetic portraits

    {usage}

    With `x` and `y`, faces stand at their positions. Without, they fill
    each panel with a tidy grid, one face a row in the order of the data,
    without axes.

    Parameters
    ----------
    {common_parameters}
    model : str | Path | FaceModel, default="default"
        The model that makes the faces: the name of a bundled model, a
        directory, or a model. Only the faces that differ are made, with one
        call of the model a plot, and no larger than the page needs them
        where `FaceModel.levels` says that the model can.
    shape : str, default="square"
        What faces are cut to: `"square"`, `"rounded"` or `"circle"`.
    crop : str, default=None
        What of the picture is shown: all of it, `"head"`, which leaves out
        the shoulders, or `"face"`, brows to chin, for faces of less than 60
        points: eyes and mouth are 1.7 times as large. Hair and shoulders
        are given up, so that `hair_length` no longer shows.
    ncol, nrow : int, default=None
        Columns or rows of the grid. By default as many as make the faces
        about largest, with few holes.
    key_size : float, default=None
        Side of the faces in the legend, in points. By default 36, or less
        where the legends would not fit the figure.
    label_size : float, default=None
        Size of the text under the faces, in points; by default 8/11 of the
        theme's `text`, whose font it has. In a grid it shrinks to 6 points
        where texts are wider than their cells; those that still are break
        into two lines, and end with an ellipsis. On axes a text that would
        cover another face stands above or beside its own.
    label_color : str, default=None
        Color of the text under the faces; by default that of the theme.
    check_overlap : bool, default=False
        Whether a text that would cover one of a row before it is left out.
        On axes only; in a grid none does. By default all texts are drawn,
        and those of crowds lie over each other.
    cell : tuple[float, float], default=None
        Width and height, in units of x and y, that a face must not exceed:
        `(0.9, 0.9)` keeps the faces of neighbouring categories apart.
    raster_dpi : float, default=300
        Pixels an inch of the pictures that PDF and SVG files embed, as far
        as the model makes them; that of the file, if it is higher.
    resolution : int, default=None
        Side of the pictures that PDF and SVG files embed, in pixels,
        whatever `raster_dpi` says.

    Raises
    ------
    PlotnineError
        A name among the arguments or in `mapping` is unknown; `shape`,
        `crop`, `ncol`, `nrow`, `key_size`, `label_size`, `cell`,
        `raster_dpi`, `resolution` or `size` is not as above, both `ncol` and
        `nrow` are given, or an attribute that is not mapped is no finite
        number. In a plot: the model cannot be loaded or has not what is
        mapped, only one of `x` and `y` is there, another layer has positions
        while the faces fill a grid, or a statistic loses attributes.

    See Also
    --------
    plotnine.geom_point : For the scatter plot that faces add to.
    plotnine_chernoff.stat_face_mean : For the mean faces of groups.

    Notes
    -----
    A face of size 1 is 5 points wide: size 10, the default, makes faces of
    50 points, and the default size scale faces of 15 to 50 points, unless
    other layers map `size` as well. In a grid the default is as large as the
    panels allow.

    Scales of `x` and `y` are widened until the faces at their ends are
    wholly visible, unless they have an `expand` of their own or the
    coordinates have `expand=False`.

    Missing or infinite values in a mapped attribute remove the row, with
    plotnine's usual warning. Values that the model cannot reach are drawn
    as the nearest that it can, with one warning a layer if that shows.

    Titles and limits of the legends belong to the scales, as in
    `scale_smile(name="Mood", limits=(0, 10))`{.py}.
    """

    _aesthetics_doc = (
        "{aesthetics_table}\n\n"
        "Attributes of the face. Those that are not given are neutral.\n\n"
        f"{_ATTRIBUTES_DOC}\n\n"
        "`color` and `stroke` draw a frame. `fill` is the color behind the\n"
        'face in place of its own background, and `"none"` leaves that out;\n'
        "faces of a model without a matte lie on a card of that color.\n"
        "`label` writes under each face, and `person` says which base face\n"
        "a row shows.\n"
    )
    DEFAULT_AES = {  # noqa: RUF012
        "x": None,
        "y": None,
        **dict.fromkeys(ATTRIBUTES),
        "person": None,
        "size": None,
        "alpha": 1,
        "color": None,
        "stroke": 1,
        "fill": None,
        "label": None,
    }
    DEFAULT_PARAMS = {  # noqa: RUF012
        "stat": "identity",
        "position": "identity",
        "na_rm": False,
        "model": "default",
        "shape": "square",
        "crop": None,
        "ncol": None,
        "nrow": None,
        "key_size": None,
        "label_size": None,
        "label_color": None,
        "check_overlap": False,
        "cell": None,
        "resolution": None,
        "raster_dpi": 300,
    }

    if TYPE_CHECKING:
        # What editors complete, and checkers check.
        def __init__(
            self,
            mapping: aes | None = None,
            data: DataLike | None = None,
            *,
            stat: str | type[stat] | stat = "identity",
            position: str | type[position] | position = "identity",
            na_rm: bool = False,
            inherit_aes: bool = True,
            show_legend: bool | dict[str, bool] | None = None,
            raster: bool = False,
            model: str | Path | Model = "default",
            shape: Literal["square", "rounded", "circle"] = "square",
            crop: Literal["head", "face"] | None = None,
            ncol: int | None = None,
            nrow: int | None = None,
            key_size: float | None = None,
            label_size: float | None = None,
            label_color: str | None = None,
            check_overlap: bool = False,
            cell: tuple[float, float] | None = None,
            raster_dpi: float = 300,
            resolution: int | None = None,
            x: Any = None,
            y: Any = None,
            size: float | None = None,
            alpha: float = 1,
            color: Any = None,
            colour: Any = None,
            stroke: float = 1,
            fill: Any = None,
            label: Any = None,
            person: Any = None,
            **attributes: Unpack[FaceAttributes],
        ): ...

    else:

        def __init__(self, mapping=None, data=None, **kwargs):
            super().__init__(mapping, data, **kwargs)
            checks.check_params(self.params)
            checks.check_constants(self.aes_params)
            self.params["model"] = shared(self.params["model"])

    def check_arguments(self, given: Mapping[str, Any], stat: stat) -> None:
        """
        Refuse unknown names among the arguments
        """
        checks.check_arguments(given, self, stat)

    def __radd__(self, other: ggplot) -> ggplot:
        """
        Add a layer that knows about grids and legends of faces
        """
        other += self.to_layer()
        return other

    def to_layer(self) -> layer_chernoff:
        """
        Make a layer that knows about grids and legends of faces
        """
        return layer_chernoff(self)

    @property
    def model(self) -> Model:
        """
        The model that makes the faces
        """
        return self.params["model"].load()

    def setup_data(self, data: pd.DataFrame) -> pd.DataFrame:
        present = {"x", "y"} & (set(data.columns) | self.aes_params.keys())
        if len(present) == 1:
            raise PlotnineError(
                f"geom_chernoff has {present.pop()} but not the other "
                "position. Map both x and y, or neither for a grid of faces."
            )
        if not present:
            # The middle of the panel, of which nothing but the scales
            # takes notice.
            data = data.assign(x=0.5, y=0.5, **{GRID: True})
        return data

    def handle_na(self, data: pd.DataFrame) -> pd.DataFrame:
        given = [ae for ae in ("person", *ATTRIBUTES) if is_given(data, ae)]
        needed = ["x", "y", "alpha", "stroke", *given]
        if is_given(data, "size"):
            needed.append("size")
            data["size"] = data["size"].where(data["size"] > 0)
        quiet = self.params["na_rm"]
        missing: Any = data[needed].isna().to_numpy().any(axis=1)
        data = drop_rows(data, missing, "missing", quiet)
        numbers = [ae for ae in needed if data[ae].dtype.kind == "f"]
        infinite: Any = np.isinf(data[numbers].to_numpy(float)).any(axis=1)
        return drop_rows(data, infinite, "non-finite", quiet)

    def draw_layer(
        self,
        data: pd.DataFrame,
        layout: Layout,
        coord: coord,
        font: Font | None = None,
    ) -> None:
        """
        Draw all panels
        """
        from ..draw.artist import GridLayout

        if not len(data):
            return
        if FACE not in data:
            data = self._with_faces(data)
        # All panels share it, so that their faces have one size.
        grid = None
        if GRID in data:
            grid = GridLayout(self.params["ncol"], self.params["nrow"])
        for _, panel in data.groupby("PANEL", observed=True):
            at = int(panel["PANEL"].iloc[0]) - 1
            look = look_of(
                panel, list(panel[FACE]), self.params, font or Font()
            )
            look.tips = partial(tooltips, panel)
            self._draw_faces(
                panel,
                look,
                layout.panel_params[at],
                coord,
                layout.axs[at],
                grid,
            )

    def _with_faces(self, data: pd.DataFrame) -> pd.DataFrame:
        """
        Data with the pictures that a plain layer of plotnine does not have

        As in a plot of nothing but `stat_summary(geom="chernoff")`.
        """
        asked = values_of(data)
        warn_of_clipping(self.model, asked[0])
        faces = Negatives(self.model, asked)
        known = faces.pixmaps(self.params["resolution"], self.params["crop"])
        return with_faces(data, [known[i] for i in faces.index])

    def _draw_faces(
        self,
        data: pd.DataFrame,
        look: Look,
        panel_params: panel_view,
        coord: coord,
        ax: Axes,
        grid: GridLayout | None,
    ) -> None:
        """
        Draw the faces of a panel, which are one artist
        """
        from ..draw.artist import FacesArtist, GridArtist

        if grid is not None:
            artist = GridArtist(look, grid)
        else:
            data = coord.transform(data, panel_params)
            look.side = np.where(
                np.isnan(look.side), DEFAULT_SIZE * POINTS, look.side
            )
            look.halo = halo_of(look.label_color)
            xy = data[["x", "y"]].to_numpy(float)
            artist = FacesArtist(look, xy, self.params["cell"])
            artist.set_transform(ax.transData)
        artist.set_zorder(self.params["zorder"])
        artist.set_rasterized(self.params["raster"])
        ax.add_artist(artist)

    @staticmethod
    def draw_legend(data: Any, da: DrawingArea, lyr: Any) -> DrawingArea:
        """
        Draw a face in the box

        Parameters
        ----------
        data : Series
            Data Row
        da : DrawingArea
            Canvas
        lyr : layer
            Layer

        Returns
        -------
        out : DrawingArea
        """
        from ..draw.artist import FacesArtist

        row = data.to_frame().T.assign(label=None)
        face = _key_picture(data, lyr)
        look = look_of(row, [face], lyr.geom.params, Font())
        frame = 0 if look.edge[0] is None else look.linewidth[0]
        side = min(da.width, da.height) * KEY_FILL - frame
        if about_size(data, lyr):
            side = min(side, float(look.side[0]))
        look.side = np.array([side], float)
        da.add_artist(FacesArtist(look, [0.5 * da.width, 0.5 * da.height]))
        return da

    @staticmethod
    def legend_key_size(data: Any, min_size: tuple[int, int], lyr: Any) -> Any:
        """
        Width and height of a legend key, in points
        """
        album = getattr(lyr, "album", None)
        if about_size(data, lyr):
            side = float(data["size"]) * POINTS
            if not is_nothing(data["color"]):
                side += data["stroke"] * LINE
            if album is not None:
                side = min(side, album.plan.most)
        else:
            planned = KEY_SIZE if album is None else album.plan.side
            side = lyr.geom.params["key_size"] or planned
        w, h = min_size
        return max(w, side / KEY_FILL), max(h, side / KEY_FILL)


def _key_picture(row: Any, lyr: Any) -> Pixmap:
    """
    The face of a legend key; the album of the plot has it, if there is one
    """
    album = getattr(lyr, "album", None)
    if album is not None:
        return album.key(row, lyr)
    params = lyr.geom.params
    faces = Negatives(params["model"].load(), key_request([row], lyr))
    [pixmap] = faces.pixmaps(params["resolution"], params["crop"])
    return pixmap
