"""Faces as a geom of plotnine. Imports its modules, nothing else."""

from .geom_chernoff import geom_chernoff
from .stat_face_mean import stat_face_mean

__all__ = ("geom_chernoff", "stat_face_mean")
