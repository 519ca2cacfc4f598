"""Pictures that are made when it is known how many pixels they need.

Size and dpi are settled when a figure is drawn, not before. Imports numpy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol
from weakref import WeakSet

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

    from matplotlib.backend_bases import RendererBase
    from numpy.typing import NDArray

    Prints = Sequence[tuple[Hashable, NDArray[np.uint8]]]


class Drawing(Protocol):
    """An artist that draws pictures of a roll"""

    def needed(self, renderer: RendererBase) -> float: ...

    # Of matplotlib's artists.
    def get_figure(self, root: bool = ...) -> Any: ...


class Roll:
    """
    The pictures of a plot, all with the pixels that its largest face needs

    Parameters
    ----------
    develop : callable
        Gives the pictures, for a number of pixels that they should have on
        their side: what tells each from all others, and the picture. Those
        of infinitely many are the largest that there are.
    """

    def __init__(self, develop: Callable[[float], Prints]):
        # None once the pictures are what they are.
        self._develop: Callable[[float], Prints] | None = develop
        self._pixels, self._prints = np.inf, None
        # Figures know their pictures: the other way would keep them alive.
        self._drawn: WeakSet[Drawing] = WeakSet()
        self.artists: WeakSet[Drawing] = WeakSet()
        """Those that draw its pictures; they enter themselves"""

    def __getstate__(self) -> dict[str, Any]:
        # Figures are copied and pickled without the model.
        self.fix()
        return {"_prints": self._prints, "_pixels": self._pixels}

    def __setstate__(self, state: dict[str, Any]) -> None:
        # Weak references are not copied, and nobody asks for more pixels.
        self._develop = None
        self._drawn, self.artists = WeakSet(), WeakSet()
        self.__dict__.update(state)

    def fix(self) -> None:
        """
        Have the largest pictures made, once and for all
        """
        self._take(np.inf)
        self._develop = None

    @property
    def prints(self) -> Prints:
        """The pictures, of which the largest are made if there are none"""
        if self._prints is None:
            self._take(np.inf)
        return self._prints  # pyright: ignore[reportReturnType]

    def _take(self, pixels: float) -> None:
        new = self._prints is None or pixels != self._pixels
        if new and self._develop is not None:
            self._prints, self._pixels = self._develop(pixels), pixels

    def develop_for(
        self, artist: Drawing, needed: float, renderer: RendererBase
    ) -> None:
        """
        Have the pictures made before an artist draws them

        The first artist of a drawing looks at all of them, so that the faces
        of a figure are of one kind.

        Parameters
        ----------
        artist : FacesArtist
        needed : float
            Pixels that it needs itself.
        renderer : RendererBase
        """
        if self._develop is None:
            return
        if artist in self._drawn:
            self._drawn.clear()
        if len(self._drawn):
            # Another renderer may ask for more.
            needed = max(needed, self._pixels)
        else:
            figure = artist.get_figure(root=True)
            others = (
                a.needed(renderer)
                for a in self.artists
                if a is not artist and a.get_figure(root=True) is figure
            )
            needed = max(needed, *others, 0.0)
        self._drawn.add(artist)
        self._take(needed)
