"""Whether the chosen styles are those that a search over all sets would find.

A check on `styles`, on persons that the fit has not seen. Imports NumPy and
pandas; faces are drawn through a `StyleSearch`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .styles import LEAK_TOLERANCE, PATIENCE, SHARE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .styles import StyleSearch

_DRAWN = 12
_DOUBT = 0.3
_CARRY_TOLERANCE = 0.05


def search_all_sets(
    search: StyleSearch,
    chosen: Mapping[str, Sequence[int]],
    share: float = SHARE,
) -> pd.DataFrame:
    """
    Compare chosen styles with the best of all sets of styles

    Parameters
    ----------
    search : StyleSearch
        With persons that did not take part in the choice.
    chosen : dict of name to styles
        For the attributes of `search.measure`, in that order.
    share : float
        Of all styles' response that a set must carry.

    Returns
    -------
    DataFrame
        A row an attribute: `chosen` and `best` styles as text; `carried`
        and `best_carried`, shares of the response of all styles; `leak` and
        `best_leak`, mean response of the other attributes over the own one,
        in sd; `sets`, how many were compared; `agrees`.

    Notes
    -----
    All ``2**num_styles - 1`` sets are compared by the sum of their styles'
    responses, each drawn alone, stretched so that all together give theirs.
    Responses add up only roughly, so the best sets of a size are drawn. The
    best set is of the smallest size that carries enough, and among those the
    one with the least leak.

    A choice agrees if it contains the strongest style, carries the share up
    to 0.05, has at most `PATIENCE` styles more, and leaks at most
    `LEAK_TOLERANCE` more.
    """
    n = search.bases.shape[1]
    names = search.measure.attributes
    alone = search.readings(
        [(i, (row,)) for i in range(len(names)) for row in range(n)],
        "search, single styles",
    )
    responses = np.array([search.response(r) for r in alone])
    responses = responses.reshape(len(names), n, -1)
    rows = {}
    for i, name in enumerate(names):
        styles = tuple(sorted(chosen[name]))
        everything = tuple(range(n))
        whole, own = _measured(search, i, [everything, styles])
        best, found = _best(search, i, responses[i], whole[0], share)
        carried, best_carried = own[0] / whole[0], found[0] / whole[0]
        strongest = int(responses[i, :, i].argmax())
        rows[name] = {
            "chosen": " ".join(map(str, styles)),
            "best": " ".join(map(str, best)),
            "carried": carried,
            "best_carried": best_carried,
            "leak": own[1],
            "best_leak": found[1],
            "sets": 2**n - 1,
            "agrees": bool(
                strongest in styles
                and carried >= share - _CARRY_TOLERANCE
                and len(styles) <= len(best) + PATIENCE
                and own[1] <= found[1] + LEAK_TOLERANCE
            ),
        }
    return pd.DataFrame.from_dict(rows, orient="index")


def _measured(search, i, sets) -> list[tuple[float, float]]:
    """Own response and leak of some sets, drawn"""
    name = search.measure.attributes[i]
    read = search.readings([(i, s) for s in sets], f"search, {name}")
    return [search.own_and_leak(i, r) for r in read]


def _best(search, i, responses, whole, share):
    """The best set of styles, its own response and its leak"""
    n = len(responses)
    members = np.arange(1, 2**n)[:, None] >> np.arange(n) & 1
    own, sizes = members @ responses[:, i], members.sum(1)
    own = own * whole / own[-1]
    for size in range(1, n + 1):
        of_size = np.flatnonzero(sizes == size)
        likely = of_size[np.argsort(-own[of_size])[:_DRAWN]]
        if own[likely[0]] < (share - _DOUBT) * whole:
            continue
        sets = [tuple(np.flatnonzero(members[k]).tolist()) for k in likely]
        found = zip(sets, _measured(search, i, sets), strict=True)
        enough = [f for f in found if f[1][0] >= share * whole]
        if enough:
            return min(enough, key=lambda f: f[1][1])
    everything = tuple(range(n))
    return everything, _measured(search, i, [everything])[0]
