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
from mizani.palettes import area_pal, rescale_pal
from mizani.transforms import gettrans, identity_trans
from plotnine import guide_legend
from plotnine.scales.scale_continuous import scale_continuous
from plotnine.scales.scales import Scales

from ..attributes import ATTRIBUTES
from .compat import FaceGeom
from .guides import (
    as_face_guide,
    few_breaks,
    guide_chernoff_legend,
    guide_chernoff_strip,
    guide_title,
)
from .looks import POINTS, SIZES, is_nothing
from .plan import Legend, LegendPlan, plan_legends

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .compat import OpenLayer
    from .page import Page, Request

FACE_AES = ("person", *ATTRIBUTES)
DRAWN = ("fill", "color", "stroke", "size", "alpha")
"""What else of faces data can drive"""


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
        asked = getattr(page.guides, ae, None)
        if ae not in mapped or not scale.guide or asked in ("none", False):
            continue
        guide = scale.guide
        if not isinstance(guide, guide_chernoff_legend):
            breaks = scale.get_bounded_breaks()
            labels = tuple(map(str, scale.get_labels(breaks)))
            if labels:
                found[ae] = Legend(ae, labels, {}, faces=False)
            continue
        values, labels = guide.entries(scale)
        if not values:
            continue
        # Guides with the same title and labels are going to be one.
        title = guide_title(page, ae)
        strip = isinstance(guide, guide_chernoff_strip)
        labels = tuple(map(str, labels))
        numbers = hasattr(scale, "oob")
        key = title, labels, strip
        one = found.get(key, Legend(title, labels, {}, strip, None, True))
        found[key] = one = replace(one, numbers=numbers)
        if ae == "size":
            sides = tuple(float(v) * POINTS for v in values)
            found[key] = replace(one, sides=sides)
        if ae in FACE_AES:
            one.values[ae] = values
        for other, value in guide.override_aes.items():
            if other in FACE_AES:
                several = np.ndim(value) and len(value) == len(values)
                one.values[other] = (
                    list(value) if several else [value] * len(values)
                )
    return list(found.values())


def plan_of(page: Page, legends: Sequence[Legend]) -> LegendPlan:
    """
    How legends fit the page, with keys of the size that the user gives
    """
    sizes = [
        lyr.geom.params["key_size"]
        for lyr in page.layers
        if isinstance(lyr.geom, FaceGeom)
    ]
    asked = max((s for s in sizes if s is not None), default=None)
    return plan_legends(legends, page, asked)


def take_guides(page: Page) -> None:
    """
    Give all scales that faces show a legend that knows of faces

    So that scales of one variable share it, be they of attributes, colors or
    sizes, and that it is arranged with the others. Colors of a variable that
    an attribute shows have keys instead of a bar, unless `guides()` asks for
    one.
    """
    mapped = {
        ae
        for lyr in page.layers
        if isinstance(lyr.geom, FaceGeom) and _shows_legend(lyr)
        for ae in lyr.mapping
    }
    for scale in page.scales.non_position_scales():
        ae = scale.aesthetics[0]
        if ae not in mapped or ae in FACE_AES or ae not in DRAWN:
            continue
        asked = getattr(page.guides, ae, None)
        guide = scale.guide if asked is None else asked
        if asked is None and guide == "colorbar" and _says_again(page, scale):
            guide = "legend"
        if guide == "legend" or type(guide) is guide_legend:
            scale.guide = as_face_guide(guide, ae)
            if asked is not None:
                setattr(page.guides, ae, scale.guide)
            if scale.breaks is True and isinstance(scale, scale_continuous):
                scale.breaks = few_breaks  # pyright: ignore


def _says_again(page: Page, scale: Any) -> bool:
    """
    Whether colors of faces show numbers that an attribute shows, too
    """
    ae = scale.aesthetics[0]
    title = guide_title(page, ae)
    others = [s for s in page.scales if s.aesthetics[0] in FACE_AES]
    return (
        _by_default(scale)
        and all(
            isinstance(lyr.geom, FaceGeom)
            for lyr in page.layers
            if ae in lyr.mapping
        )
        and any(
            type(other.guide) is guide_chernoff_legend
            and _by_default(other)
            and guide_title(page, other.aesthetics[0]) == title
            for other in others
        )
    )


def _by_default(scale: Any) -> bool:
    """
    Whether a scale of numbers has the keys that it has by default
    """
    return (
        isinstance(scale, scale_continuous)
        and scale.breaks is True
        and scale.labels is True
        and scale.limits is None
        and isinstance(gettrans(scale.trans), identity_trans)
    )


def enlarge_sizes(page: Page) -> None:
    """
    Give faces sizes at which they can be read, where nobody has chosen any

    Those of points, of which the smallest would be faces of 5 points, stay
    where other layers have sizes as well.
    """
    scale: Any = page.scales.get_scales("size")
    kinds = {
        isinstance(lyr.geom, FaceGeom)
        for lyr in page.layers
        if "size" in lyr.mapping
    }
    palette = getattr(scale, "palette", None)
    # A range of the user's is another object, even with these numbers.
    if (
        kinds == {True}
        and isinstance(palette, (area_pal, rescale_pal))
        and palette.range is getattr(type(scale), "range", None)
    ):
        scale.palette = type(palette)(SIZES)


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
    return plan_of(page, legends_of(replace(page, scales=early)))


def key_rows(
    legends: Sequence[Legend], lyr: OpenLayer
) -> Iterator[dict[str, Any]]:
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


def _key_row(lyr: OpenLayer, key: dict[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = dict.fromkeys(FACE_AES)
    row |= {
        ae: value
        for ae, value in lyr.geom.aes_params.items()
        if ae in row and pd.api.types.is_scalar(value)
    }
    return row | key


def key_request(rows: Sequence[Any], lyr: OpenLayer) -> Request:
    """
    What to ask for the faces of legend keys

    They differ from a neutral one only in what the key is about and in what
    the layer sets to a constant.
    """
    given = lyr.mapping.keys() | lyr.geom.aes_params.keys()
    values = {
        a.name: [
            float(a.neutral if is_nothing(row[a.name]) else row[a.name])
            for row in rows
        ]
        for a in ATTRIBUTES.values()
        if a.name in given
    }
    people = None
    if "person" in given:
        people = [
            None if is_nothing(row["person"]) else row["person"]
            for row in rows
        ]
    return pd.DataFrame(values, index=range(len(rows)), dtype=float), people


def about_size(row: Any, lyr: OpenLayer) -> bool:
    """
    Whether the legend key of a row has to have the size of its face
    """
    return "size" in lyr.mapping and not is_nothing(row["size"])
