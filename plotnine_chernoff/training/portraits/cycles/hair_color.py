"""The colour of hair: pigment, what is lost of it with age, and strands of it.

May import ``arithmetic``, ``roots`` and numpy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .arithmetic import between, smoothstep

if TYPE_CHECKING:
    from .roots import Roots
    from .table import Portrait

__all__ = ["grey_share", "hair_color", "hair_pigment", "strand_colors"]

Floats = np.ndarray

# sRGB of the hair by ``hair_color``, blond to black, ash and red.
_PLACES = np.array([0.0, 0.25, 0.5, 0.75, 1.0])
_ASH = np.array(
    [
        [226, 196, 146],
        [176, 138, 94],
        [122, 86, 58],
        [72, 49, 36],
        [30, 26, 25],
    ]
)
_RED = np.array(
    [
        [224, 170, 116],
        [184, 116, 66],
        [134, 68, 38],
        [84, 42, 26],
        [34, 24, 21],
    ]
)
# What blond and black hair become.
_WHITE = np.array([214, 208, 195])
_STEEL = np.array([134, 131, 127])


def _linear(color: Floats) -> Floats:
    return (np.asarray(color, float) / 255) ** 2.2


def hair_pigment(portrait: Portrait) -> Floats:
    """Linear RGB of hair that is not grey, shape (3,)."""
    place = portrait["hair_color"]
    ash, red = (
        between(place, _PLACES, _linear(colors)) for colors in (_ASH, _RED)
    )
    return ash + (red - ash) * portrait["hair_redness"] ** 1.3


def grey_share(portrait: Portrait) -> float:
    """Share of the hair without pigment: little at 50, most at 75."""
    return 0.97 * float(smoothstep(43.0, 80.0, portrait["age"]))


def _faded(color: Floats, share: float) -> Floats:
    """What is not grey yet loses its red with the share of grey hairs."""
    pale = 1.3 * color.mean(-1, keepdims=True) * np.array([1.04, 1.0, 0.88])
    return color + 0.8 * share * (pale - color)


def hair_color(portrait: Portrait) -> Floats:
    """Linear RGB of the hair, grey hairs among the others, shape (3,)."""
    own, share = hair_pigment(portrait), grey_share(portrait)
    own = _faded(own, share)
    return own + share * (_grey(portrait) - own)


def _grey(portrait: Portrait) -> Floats:
    """Linear RGB of hair without pigment: what was dark stays darker."""
    white, steel = _linear(_WHITE), _linear(_STEEL)
    return white + (steel - white) * portrait["hair_color"]


def strand_colors(portrait: Portrait, roots: Roots) -> Floats:
    """Linear RGB of each strand, grey ones among the others."""
    own = hair_pigment(portrait) * np.exp(0.09 * roots.noise[:, 1:2])
    # Another order than that by which strands come and go.
    rank = (roots.chance * 7.31) % 1.0
    share = grey_share(portrait)
    # Some strands before others, none of them white among black ones.
    grey = smoothstep(-0.5, 0.5, share * 2.0 - 0.5 - rank)[:, None]
    grey = share + 0.45 * (grey - share)
    own = _faded(own, share)
    white = _grey(portrait) * np.exp(0.05 * roots.noise[:, 2:3])
    return np.clip(own + grey * (white - own), 0.004, 0.9)
