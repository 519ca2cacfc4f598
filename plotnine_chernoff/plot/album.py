"""The faces of one plot: one call of the model for all layers and legends.

Collects what the layers and their legend keys show, asks for the distinct
faces together, and hands out pictures that are shared, so that a file embeds
each of them once. Imports the legends and the requests.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any
from warnings import warn

import pandas as pd
from plotnine.exceptions import PlotnineWarning

from ..attributes import ATTRIBUTES
from ..faces.requests import reach
from .alt_text import described
from .compat import FaceGeom
from .legends import (
    enlarge_sizes,
    key_request,
    key_rows,
    legends_of,
    plan_of,
    take_guides,
)
from .mapping import FIELDS, origin
from .page import FACE
from .pictures import Negatives, values_of, warn_of_clipping

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from matplotlib.figure import Figure

    from ..draw.pixmap import Pixmap
    from ..faces.requests import Model
    from .compat import OpenLayer
    from .page import Page, Request
    from .plan import Legend, LegendPlan


@dataclass
class _Want:
    """Faces that one layer needs, for its rows and for its legend keys"""

    lyr: OpenLayer
    rows: Request
    keys: Request

    @property
    def params(self) -> dict[str, Any]:
        """Parameters of its geom"""
        return self.lyr.geom.params


class Album:
    """
    The faces of one plot

    Parameters
    ----------
    page : Page
        The plot, while its layers are set up.
    """

    def __init__(self, page: Page):
        self.page = page
        self.widened: list[Any] = []
        """Scales of x and y that its layers have made room on"""
        self._keys: dict[Hashable, Pixmap] = {}
        self._made = False
        self._leader: Any = None
        self._told = self._described = False

    def __deepcopy__(self, memo: dict[Any, Any]) -> Album:
        # A copy of the plot gets its own when it is built.
        return self

    @property
    def face_layers(self) -> list[OpenLayer]:
        """The layers of faces"""
        return [
            lyr for lyr in self.page.layers if isinstance(lyr.geom, FaceGeom)
        ]

    @cached_property
    def legends(self) -> list[Legend]:
        """The legends, once scales are trained"""
        return legends_of(self.page)

    @cached_property
    def plan(self) -> LegendPlan:
        """How the legends fit the page"""
        return plan_of(self.page, self.legends)

    def leader(self, guide: Any) -> Any:
        """
        The legend that draws all that stand on shelves: the first that asks
        """
        self._leader = self._leader or guide
        return self._leader

    def describe(self, figure: Figure) -> None:
        """
        Have files of the figure say what it shows, told by the first layer
        """
        if self._described:
            return
        self._described = True
        from ..draw.describe import describe

        model = self.face_layers[0].geom.params["model"]
        describe(
            figure,
            FIELDS,
            self.page.labels.title,
            lambda: f"{described(self.page)} {origin(model.load())}",
        )

    def leave_out(self) -> None:
        """
        Tell once of the legends for which there is no room
        """
        if self._told:
            return
        self._told = True
        titles = ", ".join(one.title for one in self.legends if one.faces)
        warn(
            f"geom_chernoff : The page has no room for legends ({titles}). "
            "Make it larger, or a key of its own: chernoff_key(plot).",
            PlotnineWarning,
            stacklevel=2,
        )

    def fit_scales(self) -> None:
        """
        Give scales legends of faces, and what the models say of ranges

        So that equal steps of the data are steps of the faces up to their
        ends, and legends show what is drawn.
        """
        take_guides(self.page)
        enlarge_sizes(self.page)
        models = [lyr.geom.params["model"].load() for lyr in self.face_layers]
        for scale in self.page.scales:
            name = scale.aesthetics[0]
            if name in ATTRIBUTES and hasattr(scale, "narrow"):
                ends = [reach(m, name) for m in models]
                scale.narrow(max(e[0] for e in ends), min(e[1] for e in ends))
                scale.space(getattr(models[0], "spacing", {}).get(name, ()))

    def make(self) -> None:
        """
        Make the faces of the plot, the first time that it is asked

        The data of the layers get a column of pictures.
        """
        if self._made:
            return
        self._made = True
        wants: dict[int, tuple[Model, list[_Want]]] = {}
        for lyr in self.face_layers:
            if len(lyr.data):
                lyr.data = lyr.geom.handle_na(lyr.data)
            if len(lyr.data):
                model = lyr.geom.params["model"].load()
                rows = values_of(lyr.data)
                warn_of_clipping(model, rows[0])
                keys = key_request([*key_rows(self.legends, lyr)], lyr)
                want = _Want(lyr, rows, keys)
                wants.setdefault(id(model), (model, []))[1].append(want)
        for model, of_one_model in wants.values():
            self._fulfil(model, of_one_model)

    def _fulfil(self, model: Model, wants: list[_Want]) -> None:
        """
        Make the faces of all layers that share a model
        """
        requests = [r for w in wants for r in (w.rows, w.keys)]
        # The key that `chernoff_key` has made of this plot comes along.
        for want in wants:
            requests += want.params["model"].take_expected()
        faces = Negatives(model, stack(requests))
        known: dict[tuple[int | None, str | None], list[Pixmap]] = {}
        start = 0
        for want in wants:
            form = want.params["resolution"], want.params["crop"]
            if form not in known:
                known[form] = faces.pixmaps(*form)
            middle = start + len(want.rows[0])
            end = middle + len(want.keys[0])
            shown = [known[form][i] for i in faces.index[start:end]]
            want.lyr.data = with_faces(want.lyr.data, shown[: middle - start])
            names = _names(want.lyr, want.keys)
            self._keys |= zip(names, shown[middle - start :], strict=True)
            start = end

    def key(self, row: Any, lyr: OpenLayer) -> Pixmap:
        """
        The face of a legend key
        """
        asked = key_request([row], lyr)
        [name] = _names(lyr, asked)
        if name not in self._keys:
            params = lyr.geom.params
            [self._keys[name]] = Negatives(
                params["model"].load(), asked
            ).pixmaps(params["resolution"], params["crop"])
        return self._keys[name]


def with_faces(data: pd.DataFrame, shown: list[Pixmap]) -> pd.DataFrame:
    """
    Data of a layer and the picture of each row
    """
    return data.assign(**{FACE: pd.Series(shown, data.index, dtype=object)})


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


def _names(lyr: OpenLayer, asked: Request) -> list[Hashable]:
    """
    What tells the faces of a request from others of the plot
    """
    values, people = asked
    who = [None] * len(values) if people is None else people
    return [
        (id(lyr.geom), *row, person)
        for row, person in zip(values.to_numpy().tolist(), who, strict=True)
    ]
