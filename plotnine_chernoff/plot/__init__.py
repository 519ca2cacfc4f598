"""All that hooks into plotnine: geom, statistic, scales, guides, keys.

May import `model`, `faces`, `draw` and the table of attributes, never
TensorFlow. Private parts of plotnine are reached for in `compat` alone.
"""

from .geom_chernoff import geom_chernoff
from .stat_face_mean import stat_face_mean

__all__ = ("geom_chernoff", "stat_face_mean")
