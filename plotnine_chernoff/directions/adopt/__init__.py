"""From somebody's network to a calibrated face model, in one call.

Imports the model, the directions and the photograph labeler; nothing heavy
before a stage needs it.
"""

from .adoption import Adoption, adopt

__all__ = ("Adoption", "adopt")
