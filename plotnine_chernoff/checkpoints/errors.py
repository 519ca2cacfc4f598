"""The one exception of the checkpoint readers, and how names get into it.

What comes out of a file that nobody has checked yet is never printed as it
is.  Imports nothing.
"""

from __future__ import annotations


class CheckpointError(ValueError):
    """
    A file cannot be read as what it was given for

    The message is one sentence: what was expected, what was found, what to
    do about it.
    """


def shown(text: object, limit: int = 60) -> str:
    """
    A name or value from an untrusted file, fit for a message

    Parameters
    ----------
    text : object
        A string, number or None; anything else is replaced by its type,
        since printing nested containers may take forever.
    limit : int
        Most characters that are shown.

    Returns
    -------
    str
        Strings in quotes, cut, with unprintable characters escaped.
    """
    if text is None or type(text) in (bool, int, float):
        return repr(text)
    if not isinstance(text, str):
        return f"<{type(text).__name__}>"
    cut = text[:limit] + "..." if len(text) > limit else text
    return ascii(cut)


def listed(names: list[str], limit: int = 3) -> str:
    """
    Some names for a message, and how many more there are

    Parameters
    ----------
    names : list[str]
        The names.
    limit : int
        Most names that are spelled out.

    Returns
    -------
    str
        For example ``'a', 'b', 'c' and 4 more``.
    """
    text = ", ".join(shown(n) for n in names[:limit])
    more = len(names) - limit
    return f"{text} and {more} more" if more > 0 else text
