"""The wall to plotnine: its versions, and what it does not make public.

Every branch on the version and every private name of plotnine stands here,
one class or function each, and is chosen by the version. All else in `plot`
uses what plotnine documents. Imports plotnine.
"""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any

import plotnine
from plotnine import element_blank, guide_legend, guides, labs, lims, theme
from plotnine._utils import to_rgba
from plotnine.exceptions import PlotnineError
from plotnine.geoms.geom import geom
from plotnine.guides.guide_legend import GuideElementsLegend
from plotnine.layer import layer  # pyright: ignore

if TYPE_CHECKING:
    from collections.abc import Mapping

    from plotnine import ggplot
    from plotnine.coords.coord import coord
    from plotnine.guides.guides import guides as Guides
    from plotnine.layer import Layers
    from plotnine.scales.scales import Scales
    from plotnine.stats.stat import stat

VERSION = tuple(map(int, plotnine.__version__.split(".")[:2]))
IS_015 = VERSION < (0, 16)


class FaceGeom(geom):
    """
    A geom of faces, as its layer knows it

    It says itself which arguments it knows. plotnine 0.15 asks the geom when
    it is made; 0.16 asks its layer.
    """

    def check_arguments(self, given: Mapping[str, Any], stat: stat) -> None:
        """
        Refuse unknown names among the arguments of the geom
        """
        raise NotImplementedError

    def _verify_arguments(self, kwargs: dict[str, Any]) -> None:
        self.check_arguments(kwargs, self._stat)


class OpenLayer(layer):
    """
    A layer that is made of a geom or of a statistic, in either version

    Parameters
    ----------
    geom : FaceGeom, optional
        What it draws; by default the geom that the statistic names.
    stat : stat, optional
        By default the statistic that the geom names.
    """

    def __init__(self, geom: Any = None, stat: stat | None = None):
        if not IS_015:
            super().__init__(geom, stat)  # pyright: ignore
            return
        if geom is None:
            geom = FaceGeom.from_stat(stat)  # pyright: ignore
        self._take(layer.from_geom(geom))

    @classmethod
    def of(cls, plain: layer):
        """
        A layer that plotnine has made, as one of this class
        """
        own = cls.__new__(cls)
        own._take(plain)
        return own

    def _take(self, plain: layer) -> None:
        self.__dict__ |= plain.__dict__

    @staticmethod
    def _verify_arguments(geom: FaceGeom, stat: stat) -> None:
        geom.check_arguments(geom._raw_kwargs, stat)  # pyright: ignore


def point_the_way(names: Mapping[str, str]) -> None:
    """
    Have `labs`, `lims` and `guides` say what to write for our aesthetics

    They know plotnine's own only, and say of others no more than that they
    are unexpected. What they accept does not change, nor what they do.

    Parameters
    ----------
    names : dict of str to str
        Aesthetics and their scales.
    """
    for cls, argument in ((labs, "name"), (lims, "limits"), (guides, "guide")):
        if not hasattr(cls.__init__, "points_the_way"):
            cls.__init__ = _pointing(cls, argument, names)  # pyright: ignore


def _pointing(cls: type, argument: str, names: Mapping[str, str]) -> Any:
    """
    The `__init__` of a class of plotnine, with a better error
    """
    plain: Any = cls.__init__

    @wraps(plain)
    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        ours = [name for name in kwargs if name in names]
        if ours:
            instead = ", ".join(
                f"{names[name]}({argument}={kwargs[name]!r})" for name in ours
            )
            raise PlotnineError(
                f"{cls.__name__}() of plotnine knows no aesthetics of faces. "
                f"Add {instead} to the plot instead."
            )
        plain(self, *args, **kwargs)

    init.points_the_way = True  # pyright: ignore
    return init


def rgba(color: Any, alpha: float) -> tuple[float, float, float, float]:
    """
    A color as plotnine understands it, with an opacity unless it has one
    """
    from matplotlib.colors import to_rgba as from_matplotlib

    return from_matplotlib(to_rgba(color, alpha))  # pyright: ignore


def drawn_plot(coord: coord) -> ggplot | None:
    """
    The plot that is drawn, where that is another than layers have set up

    plotnine 0.16 sets up a copy that it forgets, and draws the original.
    """
    return None if IS_015 else coord._owner  # pyright: ignore


def leave_out(plot: ggplot, *names: str) -> None:
    """
    Blank elements of the theme of a plot that is being drawn

    `theme + theme` copies deeply, which what a drawn theme holds does not
    stand; the theme that the user has given does not change.
    """
    own: Any = copy(plot.theme)
    own.T = type(own.T)(own.T)
    blanks: Any = dict.fromkeys(names, element_blank())
    own.T.update(theme(**blanks).T)
    plot.theme = own


def share_of_figure(plot: ggplot) -> tuple[float, float]:
    """
    Parts of the figure's width and height that a plot is drawn on

    They are less than 1 in a composition, of which plotnine 0.16 tells
    nothing to layers that it sets up.
    """
    gridspec: Any = getattr(plot, "_gridspec", None) if IS_015 else None
    if gridspec is None or not gridspec.nested:
        return 1.0, 1.0
    box = gridspec[0].get_position(gridspec.figure)
    return box.width, box.height


def labels_of(plot: Any) -> Any:
    """
    Titles that a plot gives to its axes and guides

    plotnine 0.16 keeps those of what it draws with what it has built.
    """
    built = None if IS_015 else getattr(plot, "built", None)
    return getattr(plot if built is None else built, "labels", None)


def drop_own_size(plot: ggplot) -> None:
    """
    Have a plot in a composition leave the size of the figure to others

    In plotnine 0.15 the plot that is drawn last says it; 0.16 asks the
    composition.
    """
    gridspec: Any = getattr(plot, "_gridspec", None) if IS_015 else None
    if gridspec is not None and gridspec.nested:
        own: Any = copy(plot.theme)
        own.T = type(own.T)(own.T)
        own.T["figure_size"] = type(own.T["figure_size"])(
            tuple(plot.figure.get_size_inches())
        )
        plot.theme = own


def build(plot: ggplot) -> tuple[Layers, Scales]:
    """
    Layers and trained scales of a plot, which may change
    """
    if IS_015:
        plot._build()
        return plot.layers, plot.scales
    built: Any = plot.build()  # pyright: ignore
    return built.layers, built.scales


@dataclass
class HookedLegend(guide_legend):
    """
    A legend that is told of its plot, and finds the layers that it shows
    """

    def start(self, plot: ggplot) -> None:
        """
        Learn of the plot, before the legend is trained
        """
        raise NotImplementedError

    def setup(self, guides: Guides) -> None:
        """
        Prepare the guide for a plot (plotnine 0.15)
        """
        self._restart(guides.plot)
        super().setup(guides)

    def _bind_source(self, plot: ggplot) -> None:
        """
        Prepare the guide for a plot (plotnine 0.16)
        """
        self._restart(plot)
        self._drawn_with = plot.guides
        super()._bind_source(plot)  # pyright: ignore

    def _bind_owner(self, owner: Any) -> None:
        """
        Take the place of legends that `guides()` asks for (plotnine 0.16)

        It draws with the guides of the plot itself, and builds a copy, whose
        scales have legends of faces for them.
        """
        super()._bind_owner(owner)  # pyright: ignore
        found: Any = self._drawn_with
        for key, (scale, guide) in found._lookup.items():
            own = scale.guide
            if type(guide) is guide_legend and isinstance(own, HookedLegend):
                found._lookup[key] = scale, own
                own._bind_source(found.plot)
                own.guides_elements = self.guides_elements
                own._bind_owner(owner)

    def _restart(self, plot: ggplot) -> None:
        # A plot may be drawn twice: forget what the first time has left.
        self._layer_parameters = []
        self.start(plot)

    @property
    def shown_layers(self) -> list[layer]:
        """
        The layers that the legend is of
        """
        return [p.layer for p in self._layer_parameters]

    def in_a_row(self, kept: list[int]) -> None:
        """
        Have some of the keys stand in a row, with labels below
        """
        self.key = self.key.iloc[kept].reset_index(drop=True)
        for shown in self._layer_parameters:
            shown.data = shown.data.iloc[kept].reset_index(drop=True)
        self.elements = RowElements(self.theme, self)

    @property
    def height(self) -> float:
        """
        Points on the height of its keys
        """
        heights = self.elements.key_heights
        return sum(heights) if self.elements.is_vertical else max(heights)

    def shelve(self, columns: list[list[Any]]) -> Any:
        """
        Put the boxes of legends into columns
        """
        from matplotlib.offsetbox import HPacker, VPacker

        gap: float = self.guides_elements.spacing
        shelves: Any = [
            VPacker(children=boxes, align="left", pad=0, sep=gap)
            for boxes in columns
        ]
        return HPacker(children=shelves, align="top", pad=0, sep=gap)

    def stack(self) -> None:
        """
        Have all legends stand one above the other
        """
        elements: Any = self.guides_elements
        elements.box, elements.box_just = "vertical", "left"


class RowElements(GuideElementsLegend):
    """
    Keys in a row with labels below and a title above, both close
    """

    direction = "horizontal"  # pyright: ignore
    title_position = "top"  # pyright: ignore
    text_position = "bottom"  # pyright: ignore
    key_spacing_x = key_spacing_y = 1  # pyright: ignore

    def __post_init__(self):
        self.guide_kind = "legend"

    @cached_property
    def title(self):
        """
        The title, which begins where the keys begin
        """
        title: Any = super().title
        title.align = "left"
        return title

    @property
    def text_positions(self):
        """
        Where labels stand, key by key (plotnine 0.16)
        """
        return ("bottom",) * len(self.guide.key)


class StripElements(GuideElementsLegend):
    """
    Keys without room between them, with labels below or to the right
    """

    title_position = property(lambda self: "top")  # pyright: ignore
    key_spacing_x = key_spacing_y = 0  # pyright: ignore

    def __post_init__(self):
        # Themes know legends and color bars only.
        self.guide_kind = "legend"

    @property
    def text_position(self):  # pyright: ignore
        """
        Where labels stand (plotnine 0.15)
        """
        return "bottom" if self.is_horizontal else "right"

    @property
    def text_positions(self):
        """
        Where labels stand, key by key (plotnine 0.16)
        """
        return (self.text_position,) * len(self.guide.key)


class OfStripElements:
    """
    What makes a legend one of `StripElements`; stands before the legend
    """

    def __post_init__(self) -> None:
        if IS_015:
            super().__post_init__()  # pyright: ignore

    @property
    def _elements_cls(self) -> type[GuideElementsLegend]:
        return StripElements

    @_elements_cls.setter
    def _elements_cls(self, value: Any) -> None:
        # plotnine 0.15 sets what 0.16 asks for.
        pass
