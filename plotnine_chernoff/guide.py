"""The legend of faces.

A `guide_legend` that finds its own title, because plotnine's labels know no
aesthetics but their own. Imports plotnine's guides; draws nothing itself.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any

import pandas as pd
from plotnine import guide_legend
from plotnine.exceptions import PlotnineError
from plotnine.mapping.evaluation import stage

if TYPE_CHECKING:
    from plotnine import ggplot
    from plotnine.guides.guides import guides as Guides

__all__ = ("as_face_guide", "guide_chernoff_legend", "mapped_name")


@dataclass
class guide_chernoff_legend(guide_legend):
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
    _auto_title: bool = field(init=False, default=False, repr=False)

    def setup(self, guides: Guides):
        """
        Prepare the guide for a plot (plotnine 0.15)
        """
        self._start(guides.plot)
        super().setup(guides)

    def _bind_source(self, plot: ggplot):
        """
        Prepare the guide for a plot (plotnine 0.16)
        """
        self._start(plot)
        super()._bind_source(plot)  # pyright: ignore

    def _start(self, plot: ggplot):
        # A plot may be drawn twice: forget what the first time has left.
        self._layer_parameters = []
        if self.title is None or self._auto_title:
            self._auto_title = True
            self.title = guide_title(plot, self.aesthetic)


def guide_title(plot: ggplot, aesthetic: str) -> str:
    """
    Title for the guide of an aesthetic: name of the scale or the variable
    """
    scale = plot.scales.get_scales(aesthetic)
    if scale is not None and scale.name:
        return scale.name
    return mapped_name(plot, aesthetic) or aesthetic


def mapped_name(plot: ggplot, aesthetic: str) -> str | None:
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
    if guide is True or guide in ("legend", "chernoff_legend"):
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
            f"guide_chernoff_legend() or None, not {guide!r}."
        )
    own.aesthetic = aesthetic
    return own
