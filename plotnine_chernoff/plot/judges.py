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
    # The ratings go over what the model can show, so that none is clipped.
    scales = [
        face_scale(name)(range=reach(model, name), guide=None)
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
