"""A model directory and what it can do.

May import `faces`, `checkpoints` and `generator`; TensorFlow is loaded by
the first face.
"""

from .face_model import FaceModel

__all__ = ("FaceModel",)
