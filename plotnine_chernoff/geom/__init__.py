"""Faces as a geom of plotnine. Imports its modules, nothing else."""

from .geom_chernoff import geom_chernoff

__all__ = ("geom_chernoff",)
