"""TensorFlow without Keras, for networks that only make faces.

Imports the standard library, and TensorFlow when it is asked for.
"""

from __future__ import annotations

import sys
from typing import Any

_EAGER = "keras.src.optimizers"
"""What TensorFlow imports last of all, and does without if it is not there"""


def import_tensorflow() -> Any:
    """
    TensorFlow; Keras stays unloaded until somebody asks for it

    TensorFlow imports Keras only to have it ready (`tf.keras` loads it when
    it is used), which takes almost as long as all the rest.
    """
    if "tensorflow" in sys.modules or "keras" in sys.modules:
        import tensorflow

        return tensorflow
    sys.modules[_EAGER] = None  # pyright: ignore[reportArgumentType]
    try:
        import tensorflow
    finally:
        sys.modules.pop(_EAGER, None)
    return tensorflow
