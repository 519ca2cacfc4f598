"""The former name of `import_direction`, for scripts that use it.

Imports that module only.
"""

from .import_direction import import_direction

__all__ = ("import_direction",)
