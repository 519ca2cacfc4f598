"""Persons: the one rule from a name to the seed of a base face.

Scales, models, contact sheets and commands all follow it, so that a name is
one face everywhere. Imports numpy.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Hashable

__all__ = ("plain_person", "seed_of")


def seed_of(person: Any) -> int | None:
    """
    Seed of the base face of a person, the same in every plot and model

    Parameters
    ----------
    person : Any
        A whole number from 0 to 2**32 - 1 is the seed itself. Of everything
        else the name counts: its first 32 bits in SHA-256.

    Returns
    -------
    out : int | None
        The seed; None for the mean face, where `person` is missing.

    Raises
    ------
    ValueError
        The person is a list or something else that cannot be told apart.

    Examples
    --------
    >>> seed_of(3), seed_of(3.0), seed_of(None)
    (3, 3, None)
    >>> seed_of("ann")
    1234263565
    """
    person = plain_person(person)
    if person is None:
        return None
    if isinstance(person, int) and 0 <= person < 2**32:
        return int(person)
    return int(hashlib.sha256(str(person).encode()).hexdigest()[:8], 16)


def plain_person(person: Any) -> Hashable:
    """
    A person as plain Python, so that 3, 3.0 and numpy's 3 are one
    """
    if person is None or (isinstance(person, float) and np.isnan(person)):
        return None
    if isinstance(person, np.generic):
        person = person.item()
    if isinstance(person, float) and person.is_integer():
        person = int(person)
    try:
        hash(person)
    except TypeError:
        raise ValueError(
            f"person must be made of numbers or strings, not {person!r}."
        ) from None
    return person
