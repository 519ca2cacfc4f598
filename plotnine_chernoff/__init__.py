"""Deep Chernoff faces for plotnine.

Data columns drive the attributes of synthetic portraits, drawn at data
positions. Importing the package loads plotnine but neither TensorFlow nor
Keras: the first face does.
"""

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from .draw.montage import montage
from .model.face_model import FaceModel
from .plot import geom_chernoff, scales, stat_face_mean
from .plot.alt_text import alt_text
from .plot.chernoff_plot import chernoff_plot
from .plot.guides import guide_chernoff_legend, guide_chernoff_strip
from .plot.key import chernoff_key
from .plot.mapping import (
    figure_metadata,
    mapping_caption,
    mapping_table,
    print_mapping,
)
from .plot.scales import *  # noqa: F403

if TYPE_CHECKING:
    from .directions.photo import label_photographs

try:
    __version__ = version("plotnine-chernoff")
except PackageNotFoundError:  # a source tree that is not installed
    __version__ = "0+unknown"

__all__ = [
    "FaceModel",
    "alt_text",
    "chernoff_key",
    "chernoff_plot",
    "figure_metadata",
    "geom_chernoff",
    "guide_chernoff_legend",
    "guide_chernoff_strip",
    "label_photographs",
    "mapping_caption",
    "mapping_table",
    "montage",
    "print_mapping",
    "stat_face_mean",
]
__all__ += scales.__all__


def __getattr__(name: str):
    # Reading photographs brings SciPy's image functions; plots need none.
    if name == "label_photographs":
        from .directions.photo import label_photographs

        return label_photographs
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
