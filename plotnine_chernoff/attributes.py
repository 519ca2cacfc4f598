"""The table of face attributes.

Everything about an attribute that is not learned from pictures: aesthetics,
scales, legends, command-line options and documentation derive from it.
Imports nothing but the standard library.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Attribute:
    """
    One property of a face that data can drive

    Parameters
    ----------
    name : str
        Name of the aesthetic, and of the column that carries its values.
    unit : str
        What one step of a scaled value means.
    range : tuple[float, float]
        Range that a scale maps the data to unless told otherwise.
    neutral : float
        Value of a face for which the attribute is not mapped.
    low, high : str
        What a face looks like at the two ends of `range`.
    on_request : bool
        Whether reading this attribute off a face invites a judgement of
        people, so that it is only ever used when asked for by name, and
        with a word of caution.
    mirrored : bool
        Whether it changes its sign in a mirror.
    of_picture : bool
        Whether it is one of the finished picture, not of the face.
    """

    name: str
    unit: str
    range: tuple[float, float]
    neutral: float
    low: str
    high: str
    on_request: bool = False
    mirrored: bool = False
    of_picture: bool = False

    @property
    def one_sided(self) -> bool:
        """Whether the neutral value is an end of the range"""
        return self.neutral in self.range

    @property
    def words(self) -> str:
        """The name, as readers know it"""
        return self.name.replace("_", " ")

    @property
    def description(self) -> str:
        """One line for documentation, legends and command-line help"""
        low, high = self.range
        return (
            f"{self.low} ({low:g}) to {self.high} ({high:g}), "
            f"{self.unit}; neutral {self.neutral:g}"
        )


_TABLE = (
    Attribute(
        "yaw",
        "degrees",
        (-30, 30),
        0,
        "head turned to the viewer's left",
        "head turned to the viewer's right",
        mirrored=True,
    ),
    Attribute(
        "squint",
        "strength",
        (-1, 1),
        0,
        "eyes wide open",
        "eyes nearly closed",
    ),
    Attribute("age", "years", (20, 75), 40, "young", "old", on_request=True),
    Attribute("smile", "strength", (-1, 1), 0, "frown", "broad smile"),
    Attribute(
        "skin_tone",
        "strength",
        (0, 1),
        0.35,
        "light skin",
        "dark skin",
        on_request=True,
    ),
    Attribute(
        "gender",
        "strength",
        (-1, 1),
        0,
        "feminine apparent presentation",
        "masculine apparent presentation",
        on_request=True,
    ),
    Attribute("hair_length", "strength", (0, 1), 0.4, "bald", "long hair"),
    Attribute(
        "pitch",
        "degrees",
        (-12, 12),
        0,
        "head bowed",
        "head raised",
    ),
    Attribute(
        "face_width", "strength", (-1, 1), 0, "narrow face", "wide face"
    ),
    Attribute("glasses", "strength", (0, 1), 0, "no glasses", "heavy glasses"),
    Attribute("beard", "strength", (0, 1), 0, "no beard", "full beard"),
    Attribute(
        "mouth_open", "strength", (0, 1), 0, "mouth closed", "mouth open"
    ),
    Attribute(
        "mouth_width", "strength", (-1, 1), 0, "narrow mouth", "wide mouth"
    ),
    Attribute(
        "nose_width", "strength", (-1, 1), 0, "narrow nose", "broad nose"
    ),
    Attribute(
        "brow_height", "strength", (-1, 1), 0, "lowered brows", "raised brows"
    ),
    Attribute("hair_color", "strength", (0, 1), 0.5, "fair hair", "dark hair"),
    Attribute(
        "quality",
        "strength",
        (0, 1),
        1,
        "degraded picture",
        "clean picture",
        of_picture=True,
    ),
)

ATTRIBUTES = MappingProxyType({a.name: a for a in _TABLE})
"""Every attribute by name, in the order of the table"""


CAUTION = (
    "Invites judgements about people that have nothing to do with data: only "
    "where it is the subject."
)
"""What is said to those who map an attribute that is on request only"""


def caution(names: Iterable[str]) -> str:
    """
    What to say to those who map these attributes

    Returns
    -------
    str
        One sentence; empty if all of them may be used freely.
    """
    asked = _on_request(names)
    if not asked:
        return ""
    return f"{asked.capitalize()}: {CAUTION[0].lower()}{CAUTION[1:]}"


def disclaimer(names: Iterable[str]) -> str:
    """
    What to say to those who read a figure with these attributes

    Returns
    -------
    str
        One sentence; empty if none of them is on request only.
    """
    asked = _on_request(names)
    if not asked:
        return ""
    verb = "show" if ", " in asked else "shows"
    return f"{asked.capitalize()} {verb} data, and nothing about people."


def _on_request(names: Iterable[str]) -> str:
    """Those that are on request only, in words"""
    given = set(names)
    return ", ".join(
        a.words for a in _TABLE if a.on_request and a.name in given
    )


def in_a_mirror(names: Iterable[str]) -> list[int]:
    """
    What values are to be multiplied by in a mirror image

    Names that are not in the table do not change.
    """
    odd = {a.name for a in _TABLE if a.mirrored}
    return [-1 if name in odd else 1 for name in names]


def check_names(names, valid=None) -> None:
    """
    Refuse names that are not attributes

    Parameters
    ----------
    names : iterable of str
        Names to check.
    valid : iterable of str, optional
        The names that are allowed; all attributes by default.

    Raises
    ------
    ValueError
        Which names are unknown, and which are valid.
    """
    valid = tuple(ATTRIBUTES if valid is None else valid)
    unknown = [str(n) for n in names if n not in valid]
    if unknown:
        raise ValueError(
            f"Unknown face attribute {', '.join(map(repr, unknown))}. "
            f"Valid attributes: {', '.join(valid) or 'none'}."
        )
