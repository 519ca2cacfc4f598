"""Progress bars that remember how far they came. Imports tqdm."""

from __future__ import annotations

from typing import ClassVar

from tqdm import tqdm


class Bar(tqdm):
    """tqdm's bar; the last that was begun can be asked how far it came"""

    last: ClassVar[Bar | None] = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        Bar.last = self
