"""Deep Chernoff faces for plotnine.

Data columns drive the attributes of synthetic portraits, drawn at data
positions. Importing the package loads plotnine but neither TensorFlow nor
Keras: the first face does.
"""

from importlib.metadata import PackageNotFoundError, version

from .model import FaceModel

try:
    __version__ = version("plotnine-chernoff")
except PackageNotFoundError:  # a source tree that is not installed
    __version__ = "0+unknown"

__all__ = ["FaceModel"]
