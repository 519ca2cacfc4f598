"""Reading NVIDIA's StyleGAN2 checkpoints and community direction files.

Needs neither TensorFlow 1, nor torch, nor NVIDIA's code, and executes nothing
that a file holds.  Imports NumPy, the standard library and the generator's
configuration.
"""

from .assemble import Checkpoint
from .direction_files import read_direction
from .errors import CheckpointError
from .read import read_checkpoint

__all__ = [
    "Checkpoint",
    "CheckpointError",
    "read_checkpoint",
    "read_direction",
]
