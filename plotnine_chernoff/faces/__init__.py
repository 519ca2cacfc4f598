"""From attribute values to distinct pictures, remembered.

Imports NumPy, pandas and Pillow; models come as arguments.
"""

from .requests import clear_cache, request_faces

__all__ = ("clear_cache", "request_faces")
