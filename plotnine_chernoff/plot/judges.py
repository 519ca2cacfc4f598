"""The demonstration: twelve judges as faces.

What `chernoff demo` and `examples/judges.py` draw. Imports plotnine.
"""

from __future__ import annotations

from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from plotnine import aes, ggplot, labs, theme

from ..data import judges
from ..faces.requests import reach
from ..model.face_model import FaceModel
from .geom_chernoff import geom_chernoff
from .mapping import mapping_caption
from .scales import face_scale

if TYPE_CHECKING:
    from ..faces.requests import Model

__all__ = ("JUDGES_MAPPING", "judges_plot")

JUDGES_MAPPING = MappingProxyType(
    {
        "yaw": "decisions",
        "squint": "preparation",
        "age": "familiarity",
        "smile": "oral",
        "skin_tone": "written",
        "gender": "physical",
        "hair_length": "retention",
    }
)
"""Which rating drives which attribute, as in the original work"""
_RANGES = {
    "squint": (-0.8, 0.7),
    "age": (22, 62),
    "smile": (-0.7, 0.9),
    "gender": (-0.9, 0.9),
    "hair_length": (0.05, 0.7),
}


def judges_plot(model: str | Path | Model = "default") -> ggplot:
    """
    Twelve judges, seven ratings, one face each

    The ratings drive the attributes as they did in Patrick Xia's "Deep
    Chernoff Faces".

    Parameters
    ----------
    model : str | Path | FaceModel, default="default"
        The model that makes the faces.

    Returns
    -------
    out : ggplot
        The plot.

    Notes
    -----
    Skin tone, age and apparent gender are on this figure because the
    original put them there. They invite judgements about people which have
    nothing to do with the data: map other attributes in figures of your own.
    """
    mapping = aes(**JUDGES_MAPPING, label="judge.str.title()")
    if isinstance(model, str | Path):
        model = FaceModel.load(model)
    scales = [
        face_scale(name)(range=_range(model, name), guide=None)
        for name in JUDGES_MAPPING
    ]
    plot = ggplot(judges, mapping) + geom_chernoff(model=model, ncol=4)
    return (
        plot
        + scales
        + labs(
            title="Twelve judges, rated by lawyers",
            subtitle="Each rating drives one attribute of a synthetic face",
            caption=mapping_caption(plot),
        )
        + theme(figure_size=(6.4, 6.2))
    )


def _range(model: Model, name: str) -> tuple[float, float]:
    """
    Within what the model can show, so that no rating is clipped

    Good ratings go together here: where all attributes are at their ends at
    once, a face is more odd than it tells.
    """
    low, high = reach(model, name)
    least, most = _RANGES.get(name, (low, high))
    return max(low, least), min(high, most)
