"""The faces of one plot: one call of the model for all layers and legends.

Collects what the layers and their legend keys show, asks for the distinct
faces together, and hands out pictures that are shared, so that a file embeds
each of them once. Imports the geom and the requests.
"""

from __future__ import annotations

from copy import copy, deepcopy
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pandas as pd
from plotnine.scales.scales import Scales

from ..attributes import ATTRIBUTES
from .expansion import page_size
from .geom_chernoff import geom_chernoff, pictures, request
from .legends import key_request, key_rows, legends_of, plan_legends

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Sequence

    from plotnine import ggplot
    from plotnine.layer import layer  # pyright: ignore

    from ..draw.pixmap import Pixmap
    from .legends import Legend, LegendPlan

    Request = tuple[pd.DataFrame, Sequence[Hashable] | None]


@dataclass
class _Want:
    """Faces that one layer needs, for its rows and for its legend keys"""

    lyr: layer
    rows: Request
    keys: Request


class Album:
    """
    The faces of one plot

    Parameters
    ----------
    plot : ggplot
        The plot, while its layers are set up. It is not kept: plotnine 0.16
        builds a copy that is gone when layers are drawn.
    """

    def __init__(self, plot: ggplot):
        self.layers = plot.layers
        self.scales = plot.scales
        self.mapping = plot.mapping
        self.theme = plot.theme
        self.size = page_size(plot)
        self._keys: dict[Hashable, Pixmap] = {}
        self._made = False

    def __deepcopy__(self, memo: dict[Any, Any]) -> Album:
        # A copy of the plot gets its own when it is built.
        return self

    @property
    def face_layers(self) -> list[layer]:
        """The layers of faces"""
        return [
            lyr for lyr in self.layers if isinstance(lyr.geom, geom_chernoff)
        ]

    @cached_property
    def legends(self) -> list[Legend]:
        """The legends, once scales are trained"""
        return legends_of(self)

    @cached_property
    def plan(self) -> LegendPlan:
        """How the legends fit the page"""
        return plan_legends(self.legends, self.theme, self.size)

    def preview(self) -> LegendPlan:
        """
        How legends are going to fit, before plotnine has trained the scales
        """
        early = copy(self)
        early.scales = Scales(
            # A guide may know the plot that it was drawn with.
            deepcopy(scale, {id(scale.guide): scale.guide})
            for scale in self.scales.non_position_scales()
        )
        for lyr in self.layers:
            early.scales.train_df(lyr.data)
        return plan_legends(legends_of(early), self.theme, self.size)

    def make(self) -> None:
        """
        Make the faces of the plot, the first time that it is asked

        The data of the layers get a column `_face` of pictures.
        """
        if self._made:
            return
        self._made = True
        wants: dict[int, list[_Want]] = {}
        for lyr in self.face_layers:
            own: geom_chernoff = lyr.geom  # pyright: ignore
            if len(lyr.data):
                lyr.data = own.handle_na(lyr.data)
            if len(lyr.data):
                keys = [key_request(r, lyr) for r in key_rows(self, lyr)]
                want = _Want(lyr, own.face_values(lyr.data), stack(keys))
                wants.setdefault(id(own.model), []).append(want)
        for of_one_model in wants.values():
            self._fulfil(of_one_model)

    def _fulfil(self, wants: list[_Want]) -> None:
        """
        Make the faces of all layers that share a model
        """
        geoms: list[geom_chernoff] = [w.lyr.geom for w in wants]  # type: ignore
        requests = [r for w in wants for r in (w.rows, w.keys)]
        # The key that `chernoff_key` has made of this plot comes along.
        for own in geoms:
            requests += own.params["model"].take_expected()
        faces = request(geoms[0].model, *stack(requests))
        known: dict[int | None, list[Pixmap]] = {}
        start = 0
        for want, own in zip(wants, geoms, strict=True):
            resolution = own.params["resolution"]
            if resolution not in known:
                known[resolution] = pictures(faces, resolution)
            middle = start + len(want.rows[0])
            end = middle + len(want.keys[0])
            shown = [known[resolution][i] for i in faces.index[start:end]]
            want.lyr.data = want.lyr.data.assign(
                _face=pd.Series(
                    shown[: middle - start], want.lyr.data.index, dtype=object
                )
            )
            names = _names(own, want.keys)
            self._keys |= zip(names, shown[middle - start :], strict=True)
            start = end

    def key(self, row: Any, lyr: layer) -> Pixmap:
        """
        The face of a legend key
        """
        own: geom_chernoff = lyr.geom  # pyright: ignore
        asked = key_request(row, lyr)
        [name] = _names(own, asked)
        if name not in self._keys:
            faces = request(own.model, *asked)
            [self._keys[name]] = pictures(faces, own.params["resolution"])
        return self._keys[name]


def stack(requests: Iterable[Request]) -> Request:
    """
    Requests one below the other; attributes that one lacks are neutral
    """
    requests = list(requests)
    if not requests:
        return pd.DataFrame(), None
    together = pd.concat([v for v, _ in requests], ignore_index=True)
    neutral = {name: ATTRIBUTES[name].neutral for name in together}
    people: list[Hashable] | None = None
    if any(p is not None for _, p in requests):
        people = []
        for values, some in requests:
            people += [None] * len(values) if some is None else some
    return together.fillna(neutral), people


def _names(own: geom_chernoff, asked: Request) -> list[Hashable]:
    """
    What tells the faces of a request from others of the plot
    """
    values, people = asked
    who = [None] * len(values) if people is None else people
    return [
        (id(own), *row, person)
        for row, person in zip(
            values.itertuples(index=False, name=None), who, strict=True
        )
    ]
