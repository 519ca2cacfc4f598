"""A model as one graph for other runtimes: attribute values in, faces out.

May import `model` and `generator`; onnx and TensorFlow inside functions.
"""

from .check import compare
from .edit_arrays import EditArrays
from .onnx import export_onnx
from .saved_model import export_saved_model

__all__ = ("EditArrays", "compare", "export_onnx", "export_saved_model")
