"""The geom: faces at data positions, or in a tidy grid.

Turns the scaled data of a layer into values of faces, and their pictures
into one artist a panel. Imports plotnine; matplotlib's artists only when it
draws.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any
from warnings import warn

import numpy as np
import pandas as pd
from plotnine._utils import SIZE_FACTOR, remove_missing, to_rgba
from plotnine._utils.registry import Registry
from plotnine.doctools import document
from plotnine.exceptions import PlotnineError, PlotnineWarning
from plotnine.geoms.geom import geom
from plotnine.mapping.aes import ALL_AESTHETICS

from ..attributes import ATTRIBUTES
from ..faces.requests import check_attributes, request_faces
from .legends import KEY_FILL, KEY_SIZE, is_nothing, key_request

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from matplotlib.axes import Axes
    from matplotlib.offsetbox import DrawingArea
    from plotnine import aes
    from plotnine.coords.coord import coord
    from plotnine.facets.layout import Layout
    from plotnine.iapi import panel_view
    from plotnine.layer import layer  # pyright: ignore
    from plotnine.typing import DataLike

    from ..draw.pixmap import Pixmap
    from ..faces.requests import Faces, Model
    from .album import Album

    Request = tuple[pd.DataFrame, Sequence[Hashable] | None]

SHAPES = ("square", "rounded", "circle")
POINTS = 5
"""Points (1/72 inch) on the side of a face of size 1"""
DEFAULT_SIZE = 8
# What a model misses by less than this part of an attribute's range looks
# the same, and is no reason to warn.
_SLACK = 0.05

_ATTRIBUTES_DOC = "\n".join(
    f"- `{a.name}`: {a.description}." for a in ATTRIBUTES.values()
)


@document
class geom_chernoff(geom):
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
        call of the model a plot.
    shape : str, default="square"
        What faces are cut to: `"square"`, `"rounded"` or `"circle"`.
    ncol : int, default=None
        Columns of the grid. By default as many as make the faces largest.
    key_size : float, default=None
        Side of the faces in the legend, in points. By default 36, or less
        where the legends would not fit the figure.
    label_size : float, default=8
        Size of the text under the faces, in points. In a grid it shrinks
        until no text is wider than its cell.
    label_color : str, default=None
        Color of the text under the faces.
    resolution : int, default=None
        Side of the pictures that PDF and SVG files embed, in pixels; that
        of the model by default.

    See Also
    --------
    plotnine.geom_point : For the scatter plot that faces add to.
    plotnine_chernoff.stat_face_mean : For the mean faces of groups.

    Notes
    -----
    A face of size 1 is 5 points wide: size 8, the default, makes faces of
    40 points, and the default size scale faces of 5 to 30 points. In a grid
    the default is as large as the panels allow.

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
        "ncol": None,
        "key_size": None,
        "label_size": 8,
        "label_color": None,
        "resolution": None,
    }

    # The faces of the plot that this geom is drawn in.
    album: Album | None = None
    in_grid: bool = False
    # Units of x and y that a face may fill at most.
    cell: tuple[float, float] | None = None

    def __init__(
        self,
        mapping: aes | None = None,
        data: DataLike | None = None,
        **kwargs: Any,
    ):
        super().__init__(mapping, data, **kwargs)
        if not hasattr(self, "_stat"):  # plotnine 0.16
            from plotnine.layer import _resolve_stat  # pyright: ignore

            self._stat = _resolve_stat(None, self)
            # The geom of `stat_summary(fun_y=..., geom="chernoff")` gets all
            # of that; its layer checks the parameters of the stat.
            of_stats = {
                name
                for key, cls in Registry.items()
                if key.startswith("stat_")
                for name in cls.DEFAULT_PARAMS
            }
            self._verify_arguments(
                {k: v for k, v in kwargs.items() if k not in of_stats}
            )
        self._check_mapping()
        self._check_params()
        self._check_constants()
        self.params["model"] = shared(self.params["model"])

    def __radd__(self, other: Any) -> Any:
        # plotnine 0.16 doesn't ask geoms for their layers.
        other += self.to_layer()
        return other

    def to_layer(self) -> layer:
        """
        Make a layer that knows about grids and legends of faces
        """
        from .layer_chernoff import layer_chernoff

        return layer_chernoff.from_geom(self)

    @property
    def model(self) -> Model:
        """
        The model that makes the faces
        """
        return self.params["model"].load()

    def _verify_arguments(self, kwargs: dict[str, Any]):
        known = self.aesthetics() | self._stat.aesthetics()
        params = {
            *self.DEFAULT_PARAMS,
            *self._stat.DEFAULT_PARAMS,
            *("data", "mapping", "show_legend", "inherit_aes", "raster"),
        }
        unknown = [k for k in kwargs if k not in known | params]
        if unknown:
            raise unknown_names(
                unknown, "parameter", sorted(params), sorted(known)
            )

    def _check_mapping(self):
        known = self.aesthetics() | self._stat.aesthetics() | ALL_AESTHETICS
        unknown = [ae for ae in self.mapping if ae not in known]
        if unknown:
            raise unknown_names(
                unknown, "aesthetic", (), sorted(self.aesthetics())
            )

    def _check_params(self):
        params = self.params
        if params["shape"] not in SHAPES:
            raise PlotnineError(
                f"shape must be one of {', '.join(map(repr, SHAPES))}, not "
                f"{params['shape']!r}. (It's a parameter of the layer and "
                "cannot be mapped.)"
            )
        for name in ("ncol", "resolution"):
            value = params[name]
            whole = isinstance(value, (int, np.integer))
            if value is not None and not (whole and value > 0):
                raise PlotnineError(
                    f"{name} must be a whole number above zero, not {value!r}."
                )
        for name in ("key_size", "label_size"):
            if params[name] is not None and not _positive(params[name]):
                raise PlotnineError(
                    f"{name} must be a number of points above zero, "
                    f"not {params[name]!r}."
                )

    def _check_constants(self):
        constants = self.aes_params
        for name in ATTRIBUTES.keys() & constants.keys():
            value = constants[name]
            try:
                good = value is not None and bool(
                    np.isfinite(np.asarray(value, dtype=float)).all()
                )
            except (TypeError, ValueError):
                good = False
            if not good:
                raise PlotnineError(
                    f"{name} must be a number "
                    f"({ATTRIBUTES[name].description}), not {value!r}. To "
                    f"map it to a column, write aes({name}={value!r})."
                )
        size = constants.get("size")
        if size is not None and not all(map(_positive, np.ravel(size))):
            raise PlotnineError(
                f"size must be above zero, not {size!r}. "
                f"A face of size 1 is {POINTS} points wide."
            )

    def setup_data(self, data: pd.DataFrame) -> pd.DataFrame:
        present = {"x", "y"} & (set(data.columns) | self.aes_params.keys())
        if len(present) == 1:
            raise PlotnineError(
                f"geom_chernoff has {present.pop()} but not the other "
                "position. Map both x and y, or neither for a grid of faces."
            )
        self.in_grid = not present
        if self.in_grid:
            # The middle of the panel, of which nothing but the scales
            # takes notice.
            data["x"] = 0.5
            data["y"] = 0.5
        return data

    def handle_na(self, data: pd.DataFrame) -> pd.DataFrame:
        given = [ae for ae in ("person", *ATTRIBUTES) if _is_given(data, ae)]
        needed = ["x", "y", "alpha", "stroke", *given]
        if _is_given(data, "size"):
            needed.append("size")
            data["size"] = data["size"].where(data["size"] > 0)
        na_rm, name = self.params["na_rm"], type(self).__name__
        data = remove_missing(data, na_rm, needed, name)
        numbers = [ae for ae in needed if data[ae].dtype.kind == "f"]
        return remove_missing(data, na_rm, numbers, name, finite=True)

    def face_values(self, data: pd.DataFrame) -> Request:
        """
        What the rows ask of the model: values of attributes, and persons
        """
        names = [a for a in ATTRIBUTES if _is_given(data, a)]
        values: Any = data[names].astype(float).reset_index(drop=True)
        self._warn_of_clipping(values)
        people = list(data["person"]) if _is_given(data, "person") else None
        return values, people

    def draw_layer(self, data: pd.DataFrame, layout: Layout, coord: coord):
        """
        Draw all panels
        """
        if not len(data):
            return
        if "_face" not in data:
            # A plain layer, such as `stat_summary(geom="chernoff")` makes.
            faces = request(self.model, *self.face_values(data))
            known = pictures(faces, self.params["resolution"])
            column = [known[i] for i in faces.index]
            data = data.assign(_face=pd.Series(column, data.index, object))
        from ..draw.artist import GridLayout

        # All panels share it, so that their faces have one size.
        self._grid = GridLayout(self.params["ncol"])
        super().draw_layer(data, layout, coord)

    def draw_panel(
        self,
        data: pd.DataFrame,
        panel_params: panel_view,
        coord: coord,
        ax: Axes,
    ):
        """
        Draw the faces of a panel, which are one artist
        """
        from ..draw.artist import FacesArtist, GridArtist

        look = _look(data, list(data["_face"]), self.params)
        if self.in_grid:
            artist = GridArtist(look, self._grid)
        else:
            data = coord.transform(data, panel_params)
            look.side = np.where(
                np.isnan(look.side), DEFAULT_SIZE * POINTS, look.side
            )
            xy = data[["x", "y"]].to_numpy(float)
            artist = FacesArtist(look, xy, self.cell)
            artist.set_transform(ax.transData)
        artist.set_zorder(self.params["zorder"])
        artist.set_rasterized(self.params["raster"])
        ax.add_artist(artist)

    @staticmethod
    def draw_legend(data: Any, da: DrawingArea, lyr: layer) -> DrawingArea:
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

        own: geom_chernoff = lyr.geom  # pyright: ignore
        if own.album is None:
            faces = request(own.model, *key_request(data, lyr))
            [pixmap] = pictures(faces, own.params["resolution"])
        else:
            pixmap = own.album.key(data, lyr)
        row = data.to_frame().T.assign(label=None)
        look = _look(row, [pixmap], own.params)
        frame = 0 if look.edge[0] is None else look.linewidth[0]
        if not _about_size(data, lyr):
            side = min(da.width, da.height) * KEY_FILL - frame
            look.side = np.array([side], float)
        da.add_artist(FacesArtist(look, [0.5 * da.width, 0.5 * da.height]))
        return da

    @staticmethod
    def legend_key_size(
        data: Any, min_size: tuple[int, int], lyr: layer
    ) -> Any:
        own: geom_chernoff = lyr.geom  # pyright: ignore
        if _about_size(data, lyr):
            side = float(data["size"]) * POINTS
            if not is_nothing(data["color"]):
                side += data["stroke"] * SIZE_FACTOR
        else:
            planned = KEY_SIZE if own.album is None else own.album.plan.side
            side = own.params["key_size"] or planned
        w, h = min_size
        return max(w, side / KEY_FILL), max(h, side / KEY_FILL)

    def _warn_of_clipping(self, values: Any):
        model = self.model
        try:
            check_attributes(model, list(values))
        except ValueError as error:
            raise PlotnineError(f"geom_chernoff: {error}") from error
        clipped = []
        for name in values:
            column: Any = values[name]
            low, high = model.ranges.get(name, ATTRIBUTES[name].range)
            slack = _SLACK * abs(np.subtract(*ATTRIBUTES[name].range))
            n = int((~column.between(low - slack, high + slack)).sum())
            if n:
                clipped.append(
                    f"{name} of {n} {'row' if n == 1 else 'rows'} to "
                    f"{low:.3g} ... {high:.3g}"
                )
        if clipped:
            warn(
                "geom_chernoff : The model cannot show all values. Clipped "
                f"{'; '.join(clipped)}.",
                PlotnineWarning,
                stacklevel=2,
            )


class _Shared:
    """
    A model that copies of a plot share

    Parameters
    ----------
    model : str | Path | FaceModel
        What the user says.
    """

    def __init__(self, model: Any):
        self.given = model
        self._expected: list[Request] = []

    def __deepcopy__(self, memo: dict[Any, Any]) -> _Shared:
        return self

    def __repr__(self) -> str:
        return repr(self.given)

    def load(self) -> Model:
        """
        The model itself
        """
        if hasattr(self.given, "synthesize"):
            return self.given  # pyright: ignore
        from ..model.face_model import FaceModel

        try:
            return FaceModel.load(self.given)  # pyright: ignore
        except (ValueError, OSError, TypeError) as error:
            raise PlotnineError(
                f"geom_chernoff cannot use model={self.given!r}: {error}"
            ) from error

    def expect(self, values: pd.DataFrame) -> None:
        """
        Faces that will be wanted soon, to be made with the next ones
        """
        self._expected = [(values, None)]

    def take_expected(self) -> list[Request]:
        """
        What is expected, which is then forgotten
        """
        expected, self._expected = self._expected, []
        return expected


def shared(model: Any) -> _Shared:
    """
    A model, or what names it, as something that copies of a plot share
    """
    return model if isinstance(model, _Shared) else _Shared(model)


def request(
    model: Model, values: pd.DataFrame, people: Sequence[Hashable] | None
) -> Faces:
    """
    Faces of a model, whose complaints become those of the geom
    """
    try:
        return request_faces(model, values, people)
    except ValueError as error:
        raise PlotnineError(f"geom_chernoff: {error}") from error


def pictures(faces: Faces, resolution: int | None) -> list[Pixmap]:
    """
    The distinct faces, ready to be drawn
    """
    from ..draw.pixmap import Pixmap

    return [
        Pixmap(picture, resolution, key)
        for picture, key in zip(faces.pictures, faces.keys, strict=True)
    ]


def shows_face(row: Any, lyr: layer) -> bool:
    """
    Whether the legend key of a row is about the face itself
    """
    return any(
        ae in lyr.mapping and not is_nothing(row[ae])
        for ae in ("person", *ATTRIBUTES)
    )


def _about_size(row: Any, lyr: layer) -> bool:
    """
    Whether the legend key of a row has to have the size of its face
    """
    mapped = "size" in lyr.mapping and not is_nothing(row["size"])
    return mapped and not shows_face(row, lyr)


def _look(data: pd.DataFrame, pixmaps: Any, params: dict[str, Any]):
    """
    How the rows look, as artists want it
    """
    from ..draw.artist import Look

    labels = None
    if _is_given(data, "label"):
        labels = ["" if is_nothing(s) else _text(s) for s in data["label"]]
    return Look(
        pixmaps=pixmaps,
        side=data["size"].astype(float).to_numpy() * POINTS,
        alpha=np.clip(data["alpha"].to_numpy(float), 0, 1),
        edge=_colors(data["color"], data["alpha"]),
        # Without a color there is nothing behind a face, not its background.
        fill=_colors(data["fill"], [1.0] * len(data), (0.0, 0.0, 0.0, 0.0)),
        linewidth=data["stroke"].to_numpy(float) * SIZE_FACTOR,
        labels=labels,
        shape=params["shape"],
        label_size=params["label_size"],
        label_color=params["label_color"],
    )


def _colors(colors: Any, alpha: Any, none: Any = None) -> list[Any]:
    """
    RGBA, None where there is no color, and `none` for the color "none"
    """
    from matplotlib.colors import to_rgba as mpl_rgba

    out: list[Any] = []
    for color, a in zip(colors, alpha, strict=True):
        if is_nothing(color):
            out.append(None)
        elif color == "none":
            out.append(none)
        else:
            rgba: Any = to_rgba(color, float(a))
            out.append(mpl_rgba(rgba))
    return out


def _text(label: Any) -> str:
    if isinstance(label, (float, np.floating)):
        return f"{label:g}"
    return str(label)


def _is_given(data: pd.DataFrame, ae: str) -> bool:
    """
    Whether an aesthetic is mapped or set, rather than at its default

    A mapped column of missing values is of floats, or has lost its rows.
    """
    column = data[ae]
    return column.dtype != object or not all(v is None for v in column)


def _positive(value: Any) -> bool:
    number = isinstance(value, (int, float, np.number))
    return number and bool(np.isfinite(value) and value > 0)


def unknown_names(
    unknown: Sequence[str],
    kind: str,
    params: Sequence[str],
    aesthetics: Sequence[str],
) -> PlotnineError:
    """
    An error that lists what there is
    """
    hint = get_close_matches(unknown[0], [*params, *aesthetics], 1)
    guess = f" Did you mean {hint[0]!r}?" if hint else ""
    others = [ae for ae in aesthetics if ae not in ATTRIBUTES]
    text = (
        f"geom_chernoff does not know the {kind} "
        f"{', '.join(map(repr, unknown))}.{guess}\n"
        f"Attributes of faces: {', '.join(ATTRIBUTES)}.\n"
        f"Other aesthetics: {', '.join(others)}."
    )
    if params:
        text += f"\nParameters: {', '.join(params)}."
    return PlotnineError(text)
