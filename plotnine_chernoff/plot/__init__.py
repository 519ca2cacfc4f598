"""All that hooks into plotnine: geom, statistic, scales, guides, keys.

May import `model`, `faces`, `draw` and the table of attributes, never
TensorFlow. Private parts of plotnine are reached for in `compat` alone.
"""

from ..attributes import ATTRIBUTES
from .compat import point_the_way
from .geom_chernoff import geom_chernoff
from .stat_face_mean import stat_face_mean

point_the_way(
    {"person": "scale_person_discrete"}
    | {name: f"scale_{name}" for name in ATTRIBUTES}
)

__all__ = ("geom_chernoff", "stat_face_mean")
