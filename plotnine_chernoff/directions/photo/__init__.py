"""Photographs: faces found and read, in the units of the attribute table.

Imports the attribute table, NumPy, pandas, SciPy and Pillow; the networks
(extra `photo`) with the first picture.
"""

from .labeler import label_photographs

__all__ = ("label_photographs",)
