"""The legend of faces.

A `guide_legend` that finds its own title, because plotnine's labels know no
aesthetics but their own. Imports plotnine's guides; draws nothing itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import pandas as pd
from mizani.breaks import breaks_extended
from plotnine import guide_legend
from plotnine.exceptions import PlotnineError
from plotnine.mapping.evaluation import stage

from .compat import HookedLegend, OfStripElements, labels_of
from .plan import EXTRA, LegendPlan, in_columns, kept_keys

if TYPE_CHECKING:
    from plotnine import ggplot

    class HasLayers(Protocol):
        """A plot, or what is left of it when it is drawn"""

        @property
        def mapping(self) -> Any: ...

        @property
        def layers(self) -> Any: ...

    class HasScales(HasLayers, Protocol):
        @property
        def scales(self) -> Any: ...


__all__ = (
    "as_face_guide",
    "guide_chernoff_legend",
    "guide_chernoff_strip",
    "mapped_name",
)


@dataclass
class guide_chernoff_legend(HookedLegend):
    """
    Legend whose keys are faces

    The default guide of all scales of face attributes. Takes the parameters
    of [](`~plotnine.guide_legend`). Keys differ only in the attribute of the
    scale. Scales that map the same variable share one legend.

    See Also
    --------
    plotnine.guide_legend : For the parameters.
    """

    # What the guide is for. The scale that owns the guide says so.
    aesthetic: str = field(init=False, default="", repr=False)
    # Whether it can do without some of its keys.
    numbers: bool = field(init=False, default=False, repr=False)
    _auto_title: bool = field(init=False, default=False, repr=False)
    _followers: list[Any] = field(init=False, default_factory=list, repr=False)

    def start(self, plot: ggplot):
        """
        Find a title, which plotnine's labels do not have
        """
        self._followers = []
        if self.title is None or self._auto_title:
            self._auto_title = True
            self.title = guide_title(plot, self.aesthetic)

    def create_geoms(self):
        """
        Find the layers that the legend shows, and its place on the page

        Where legends are rows of faces, the first one draws the others, too.
        """
        created = super().create_geoms()
        plan = self._plan() if created is not None else None
        if plan is None or not self._arranged:
            return created
        album = self._album()
        if plan.left_out:
            album.leave_out()
            return None
        if plan.shelves:
            leader = album.leader(self)
            if leader is not self:
                leader._followers.append(self)
                return None
        return created

    def draw(self):
        """
        Draw the legend, arranged so that all of them fit the page
        """
        plan = self._plan()
        if plan is None:
            return self._draw_one(LegendPlan())
        if plan.stacked:
            self.stack()
        if not (plan.shelves and self._arranged):
            return self._draw_one(plan)
        legends = [self, *self._followers]
        boxes = []
        for one in legends:
            boxes.append(one._draw_one(plan))
            if one is not self:
                # plotnine does that for those that it knows.
                one.theme.apply()
        heights = [one.height + EXTRA for one in legends]
        return self.shelve(
            [
                [boxes[i] for i in column]
                for column in in_columns(heights, plan.shelves)
            ]
        )

    def _draw_one(self, plan: LegendPlan):
        """
        Draw the legend itself
        """
        asked = self.nrow, self.ncol
        if asked == (None, None):
            if plan.shelves and self._arranged:
                self.in_a_row(kept_keys(len(self.key), self._few(plan)))
                self.nrow = 1
            elif self.elements.is_vertical:
                self.ncol = min(plan.ncol, len(self.key))
        try:
            return super().draw()
        finally:
            self.nrow, self.ncol = asked

    def _few(self, plan: LegendPlan) -> int | None:
        """
        How many keys there is room for, if the legend can do without some
        """
        return plan.few if self.numbers else None

    @property
    def _arranged(self) -> bool:
        """
        Whether the user leaves its arrangement to the plan
        """
        return (
            self.nrow is None
            and self.ncol is None
            and self.direction is None
            and self.position is None
        )

    def _album(self) -> Any:
        """
        The album of the plot; unknown to plain layers
        """
        albums = (getattr(lyr, "album", None) for lyr in self.shown_layers)
        return next((a for a in albums if a is not None), None)

    def _plan(self) -> LegendPlan | None:
        """
        How the legends of the plot fit its page
        """
        album = self._album()
        return None if album is None else album.plan

    def train(self, scale: Any, aesthetic: str | None = None):
        """
        Create the key for the guide
        """
        self.numbers = hasattr(scale, "oob")
        return super().train(scale, aesthetic)

    def entries(self, scale: Any) -> tuple[list[Any], list[str]]:
        """
        Values of the attribute that the keys show, and their labels
        """
        breaks = scale.get_bounded_breaks()
        if not len(breaks):
            return [], []
        return list(scale.map(breaks)), list(scale.get_labels(breaks))


@dataclass
class guide_chernoff_strip(OfStripElements, guide_chernoff_legend):
    """
    Faces from the lowest to the highest value, side by side

    The counterpart of the color bar. Faces are evenly spaced over the
    limits of the scale, rather than at its breaks; categories have one face
    each. In a vertical strip the highest value is on top. Takes the
    parameters of [](`~plotnine.guide_legend`).

    Parameters
    ----------
    steps : int, default=5
        Number of faces.

    Raises
    ------
    PlotnineError
        `steps` is below 2.
    """

    steps: int = 5

    def __post_init__(self):
        super().__post_init__()
        if self.steps < 2:
            raise PlotnineError(f"steps must be 2 or more, not {self.steps}.")

    def train(self, scale: Any, aesthetic: str | None = None):
        """
        Create the key: attribute values and labels along the scale
        """
        trained = super().train(scale, aesthetic)
        if trained is not None:
            values, labels = self.entries(scale)
            ae = aesthetic or scale.aesthetics[0]
            self.key = pd.DataFrame({ae: values, "label": labels})
        return trained

    def merge(self, other: Any):
        """
        Merge with the strip of the same variable on another attribute
        """
        self.key = self.key.assign(**other.key.drop(columns="label"))
        return self

    def entries(self, scale: Any) -> tuple[list[Any], list[str]]:
        if scale.is_empty():
            return [], []
        return strip_of(scale, self.steps)

    def _draw_one(self, plan: LegendPlan | None = None):
        """
        Draw the strip
        """
        asked = self.nrow, self.ncol, self.reverse
        if self.elements.is_vertical:
            self.nrow, self.ncol, self.reverse = None, 1, not self.reverse
        else:
            self.nrow, self.ncol = 1, None
        try:
            return guide_legend.draw(self)
        finally:
            self.nrow, self.ncol, self.reverse = asked


def guide_title(plot: HasScales, aesthetic: str) -> str:
    """
    Title for the guide of an aesthetic: name of the scale or the variable
    """
    scale = plot.scales.get_scales(aesthetic)
    if scale is not None and scale.name:
        return scale.name
    # What `labs()` says, of the aesthetics that it knows.
    said = getattr(labels_of(plot), aesthetic, None)
    return said or mapped_name(plot, aesthetic) or aesthetic


def mapped_name(plot: HasLayers, aesthetic: str) -> str | None:
    """
    Name of the variable that is mapped to an aesthetic

    Parameters
    ----------
    plot : ggplot
        The plot to look through: its own mapping, then those of the layers.
    aesthetic : str
        Name of the aesthetic.

    Returns
    -------
    out : str | None
        The name; None if nothing is mapped, or something without a name.
    """
    for mapping in (plot.mapping, *(lyr.mapping for lyr in plot.layers)):
        if aesthetic in mapping:
            return _name(mapping[aesthetic])
    return None


def _name(value: Any) -> str | None:
    if isinstance(value, stage):
        staged = (value.after_stat, value.start, value.after_scale)
        value = next((v for v in staged if v is not None), None)
    if isinstance(value, str):
        return value
    if isinstance(value, pd.Series) and value.name is not None:
        return str(value.name)
    return None


def as_face_guide(guide: Any, aesthetic: str) -> guide_chernoff_legend | None:
    """
    The guide that a user asks for, as one that can show faces

    Parameters
    ----------
    guide : Any
        The argument `guide` of a scale.
    aesthetic : str
        The aesthetic of the scale.
    """
    if guide is None or guide is False or guide == "none":
        return None
    if guide == "chernoff_strip":
        own = guide_chernoff_strip()
    elif guide is True or guide in ("legend", "chernoff_legend"):
        own = guide_chernoff_legend()
    elif isinstance(guide, guide_chernoff_legend):
        own = guide
    elif type(guide) is guide_legend:
        own = guide_chernoff_legend(
            **{f.name: getattr(guide, f.name) for f in fields(guide) if f.init}
        )
    else:
        raise PlotnineError(
            f"The guide for {aesthetic} must be 'legend', guide_legend(), "
            "guide_chernoff_legend(), guide_chernoff_strip() or None, not "
            f"{guide!r}."
        )
    own.aesthetic = aesthetic
    return own


def strip_of(scale: Any, steps: int) -> tuple[list[Any], list[str]]:
    """
    What a scale makes of data along it, and the data they stand for
    """
    limits = scale.final_limits
    if not hasattr(scale, "oob"):
        breaks = [b for b in limits if not pd.isna(b)]
        keys = scale.get_breaks()
        said = dict(zip(keys, scale.get_labels(keys), strict=True))
        labels = [str(said.get(b, b)) for b in breaks]
    else:
        low, high = map(float, limits)
        n = steps if high > low else 1
        breaks = np.linspace(low, high, n)
        labels = _number_labels(scale, breaks)
    values = [
        v.item() if isinstance(v, np.generic) else v for v in scale.map(breaks)
    ]
    return values, labels


def _number_labels(scale: Any, breaks: np.ndarray) -> list[str]:
    data = list(scale.inverse(breaks))
    if not all(isinstance(v, (int, float, np.number)) for v in data):
        return list(map(str, scale.get_labels(breaks)))
    span = max(data) - min(data) or abs(data[0]) or 1
    # As few digits as keep the labels true to a fiftieth of the range.
    digits = next(
        d
        for d in range(16)
        if all(abs(round(v, d) - v) <= span / 50 for v in data)
    )
    return [f"{v:.{digits}f}" for v in data]


def few_breaks(limits: Any) -> np.ndarray:
    """
    Round numbers for legend keys, at best three to five within the limits

    Faces take room, and a few of them show what a scale does.
    """
    if limits[0] == limits[1]:
        return np.array([limits[0]], float)
    breaks = np.empty(0)
    for n in (4, 5, 6):
        breaks = np.asarray(breaks_extended(n=n)(limits), float)
        if ((breaks >= limits[0]) & (breaks <= limits[1])).sum() >= 3:
            break
    return breaks
