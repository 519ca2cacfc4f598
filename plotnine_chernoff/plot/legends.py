"""What the legends of a plot show.

Which faces their keys need, so that these can be made with those of the
panels. Imports the guides and the plan.
"""

from __future__ import annotations

from copy import deepcopy
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from plotnine.scales.scales import Scales

from ..attributes import ATTRIBUTES
from .guides import guide_chernoff_strip, guide_title
from .looks import is_nothing
from .plan import Legend, LegendPlan, plan_legends

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .compat import OpenLayer
    from .page import Page, Request

FACE_AES = ("person", *ATTRIBUTES)


def legends_of(page: Page) -> list[Legend]:
    """
    The legends of a plot, in their order
    """
    if page.theme.getp("legend_position") == "none":
        return []
    shown = [lyr for lyr in page.layers if _shows_legend(lyr)]
    mapped = {ae for lyr in shown for ae in lyr.mapping}
    found: dict[Any, Legend] = {}
    for scale in page.scales.non_position_scales():
        ae = scale.aesthetics[0]
        if ae not in mapped or not scale.guide:
            continue
        if ae not in FACE_AES:
            breaks = scale.get_bounded_breaks()
            labels = tuple(map(str, scale.get_labels(breaks)))
            if labels:
                found[ae] = Legend(ae, labels, {})
            continue
        values, labels = scale.guide.entries(scale)
        if not values:
            continue
        # Guides with the same title and labels are going to be one.
        title = guide_title(page, ae)
        strip = isinstance(scale.guide, guide_chernoff_strip)
        labels = tuple(map(str, labels))
        one = found.setdefault(
            (title, labels, strip), Legend(title, labels, {}, strip)
        )
        one.values[ae] = values
        for other, value in scale.guide.override_aes.items():
            if other in FACE_AES:
                several = np.ndim(value) and len(value) == len(values)
                one.values[other] = (
                    list(value) if several else [value] * len(values)
                )
    return list(found.values())


def preview(page: Page) -> LegendPlan:
    """
    How legends are going to fit, before plotnine has trained the scales
    """
    early = Scales(
        # A guide may know the plot that it was drawn with.
        deepcopy(scale, {id(scale.guide): scale.guide})
        for scale in page.scales.non_position_scales()
    )
    for lyr in page.layers:
        early.train_df(lyr.data)
    return plan_legends(legends_of(replace(page, scales=early)), page)


def key_rows(legends: Sequence[Legend], lyr: OpenLayer) -> Iterator[pd.Series]:
    """
    What the keys of a layer are going to be asked to show
    """
    if not _shows_legend(lyr):
        return
    for legend in legends:
        values = {
            ae: v for ae, v in legend.values.items() if ae in lyr.mapping
        }
        if values:
            for i in range(len(legend.labels)):
                yield _key_row(lyr, {ae: v[i] for ae, v in values.items()})
    # The keys of other legends show the neutral face.
    if legends:
        yield _key_row(lyr, {})


def _shows_legend(lyr: OpenLayer) -> bool:
    return lyr.show_legend in (None, True) or isinstance(lyr.show_legend, dict)


def _key_row(lyr: OpenLayer, key: dict[str, Any]) -> pd.Series:
    row: dict[str, Any] = dict.fromkeys(FACE_AES)
    row |= {
        ae: value
        for ae, value in lyr.geom.aes_params.items()
        if ae in row and pd.api.types.is_scalar(value)
    }
    return pd.Series(row | key, dtype=object)


def key_request(row: Any, lyr: OpenLayer) -> Request:
    """
    What to ask for the face of a legend key

    The face differs from a neutral one only in what the key is about and in
    what the layer sets to a constant.
    """
    given = lyr.mapping.keys() | lyr.geom.aes_params.keys()
    values = {
        a.name: float(a.neutral if is_nothing(row[a.name]) else row[a.name])
        for a in ATTRIBUTES.values()
        if a.name in given
    }
    people = None
    if "person" in given:
        people = [None if is_nothing(row["person"]) else row["person"]]
    return pd.DataFrame(values, index=[0]), people


def shows_face(row: Any, lyr: OpenLayer) -> bool:
    """
    Whether the legend key of a row is about the face itself
    """
    return any(
        ae in lyr.mapping and not is_nothing(row[ae]) for ae in FACE_AES
    )


def about_size(row: Any, lyr: OpenLayer) -> bool:
    """
    Whether the legend key of a row has to have the size of its face
    """
    mapped = "size" in lyr.mapping and not is_nothing(row["size"])
    return mapped and not shows_face(row, lyr)
