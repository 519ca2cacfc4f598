"""What the page says about data and faces, as HTML. Imports Shiny's tags."""

from __future__ import annotations

from base64 import b64encode
from typing import TYPE_CHECKING, Any

from shiny import ui

from ..attributes import ATTRIBUTES, CAUTION
from .api import face_address, version_of
from .figure import SCREEN_DPI

if TYPE_CHECKING:
    from .figure import Figure, Spot
    from .plan import Plan
    from .shared_model import SharedModel
    from .table import Table

MEDIA = {
    "png": "image/png",
    "svg": "image/svg+xml",
    "pdf": "application/pdf",
}
_POINTED = 500
"""Faces beyond which none of them can be pointed at"""
_FURTHER = 12
"""Columns beyond the mapped ones that a tip tells"""
_CSS_DPI = 96


def about_table(table: Table) -> Any:
    """What was read"""
    kinds = ", ".join(
        f"{table.titles[c]} ({kind})" for c, kind in table.kinds.items()
    )
    rows, columns = table.data.shape
    return ui.tags.details(
        ui.tags.summary(f"{table.name}: {rows} rows, {columns} columns"),
        ui.p(kinds, class_="small"),
    )


def gone(name: str | None) -> str:
    """What to do where the data of a link are gone"""
    if name is None:
        return ""
    return (
        f"This link is about {name}, which nobody has open here any more. "
        "Choose the file again: the mapping comes back with it."
    )


def cautions(plan: Plan) -> Any:
    """What is said of mapped attributes that invite judgements"""
    mapped = [n for n in plan.drives if ATTRIBUTES[n].on_request]
    if not mapped:
        return None
    names = ", ".join(ATTRIBUTES[n].words for n in mapped)
    return ui.div(
        ui.tags.strong(f"{names.capitalize()}: "),
        CAUTION,
        class_="alert alert-warning py-2",
        role="note",
    )


def picture(figure: Figure, plan: Plan, table: Table) -> Any:
    """The figure; each face can be pointed at, focused and clicked"""
    spots = figure.spots if len(figure.spots) <= _POINTED else []
    data = b64encode(figure.png).decode()
    width = figure.size[0] / SCREEN_DPI * _CSS_DPI * 1.25
    what = figure.caption.rstrip(".") or "no attribute is mapped yet"
    return [
        *[
            ui.div(note, class_="alert alert-info py-2", role="note")
            for note in figure.notes
        ],
        ui.div(
            ui.img(
                src=f"data:image/png;base64,{data}",
                alt=f"{len(figure.spots)} faces of {table.name}: {what}.",
            ),
            *[_face(spot, plan, table) for spot in spots],
            class_="figure-box",
            style=f"max-width: {width:.0f}px",
            **{"data-plan": plan.text()},
        ),
        ui.p(
            "Point at a face for its row; click two to compare them."
            if spots
            else f"{len(figure.spots)} faces are too many to point at.",
            class_="small text-body-secondary text-center",
        ),
    ]


def _face(spot: Spot, plan: Plan, table: Table) -> Any:
    left, top, width, height = spot.box
    sides = {"left": left < 0.3, "right": left > 0.6, "low": top > 0.6}
    return ui.tags.button(
        ui.span(_tip(spot, plan, table), class_="tip"),
        type="button",
        class_=" ".join(["face", *[k for k, v in sides.items() if v]]),
        style=(
            f"left:{left:.3%};top:{top:.3%};"
            f"width:{width:.3%};height:{height:.3%}"
        ),
        **{
            "data-row": str(spot.row),
            "aria-label": _encoded(spot, plan, table),
        },
    )


def name_of(row: int, plan: Plan, table: Table) -> str:
    """What to call a row"""
    if plan.label is not None:
        return table.value(row, plan.label)
    return f"Row {row + 1}"


def _encoded(spot: Spot, plan: Plan, table: Table) -> str:
    """What a face encodes"""
    parts = [
        f"{n.replace('_', ' ')} {spot.values[n]:.3g} "
        f"for {table.titles[d.column]} {table.value(spot.row, d.column)}"
        for n, d in plan.drives.items()
        if n in spot.values
    ]
    if (column := plan.sizes) is not None:
        value = table.value(spot.row, column)
        parts.append(f"size for {table.titles[column]} {value}")
    name = name_of(spot.row, plan, table)
    return f"{name}: {'; '.join(parts) or 'a neutral face'}"


def _tip(spot: Spot, plan: Plan, table: Table) -> str:
    """A row's values, the mapped ones first"""
    mapped: dict[str, list[str]] = {}
    for name, drive in plan.drives.items():
        mapped.setdefault(drive.column, []).append(ATTRIBUTES[name].words)
    if plan.sizes is not None:
        mapped.setdefault(plan.sizes, []).append("size")
    others = [c for c in table.data if c not in mapped and c != plan.label]
    lines = [name_of(spot.row, plan, table)]
    for column, names in mapped.items():
        value = table.value(spot.row, column)
        lines.append(f"{table.titles[column]}: {value} → {', '.join(names)}")
    for column in others[:_FURTHER]:
        value = table.value(spot.row, str(column))[:60]
        lines.append(f"{table.titles[str(column)]}: {value}")
    return "\n".join(lines)


def comparison(
    chosen: list[Spot], plan: Plan, table: Table, model: SharedModel
) -> Any:
    """The faces that were clicked, and what tells them apart"""
    if not chosen:
        return None
    return ui.div(
        ui.h2("Side by side", class_="h6"),
        ui.div(*[_kept(s, plan, table, model) for s in chosen], class_="kept"),
        _differences(chosen[0], chosen[-1], plan, table)
        if len(chosen) > 1
        else None,
        ui.input_action_button(
            "clear", "Put them back", class_="align-self-start"
        ),
        class_="card card-body mb-3",
    )


def _kept(spot: Spot, plan: Plan, table: Table, model: SharedModel) -> Any:
    who = spot.person if isinstance(spot.person, (int, str)) else None
    low = {n: max(v, min(model.ranges[n])) for n, v in spot.values.items()}
    values = {n: min(v, max(model.ranges[n])) for n, v in low.items()}
    source = face_address(values, who, v=version_of(model))
    return ui.tags.figure(
        ui.img(src=source, alt=_encoded(spot, plan, table)),
        ui.tags.figcaption(name_of(spot.row, plan, table)),
    )


def _differences(a: Spot, b: Spot, plan: Plan, table: Table) -> Any:
    first, second = (name_of(s.row, plan, table) for s in (a, b))
    rows = []
    for name, drive in plan.drives.items():
        if name not in a.values or name not in b.values:
            continue
        values = [table.value(s.row, drive.column) for s in (a, b)]
        rows.append(
            ui.tags.tr(
                ui.tags.th(table.titles[drive.column], scope="row"),
                *[ui.tags.td(value) for value in values],
                ui.tags.td(_difference(name, a, b, first)),
            )
        )
    heads = ("Column", first, second, "In the faces")
    return ui.tags.table(
        ui.tags.thead(
            ui.tags.tr(*[ui.tags.th(h, scope="col") for h in heads])
        ),
        ui.tags.tbody(*rows),
        class_="table table-sm",
    )


def _difference(name: str, a: Spot, b: Spot, first: str) -> str:
    attribute, word = ATTRIBUTES[name], ATTRIBUTES[name].words
    apart = a.values[name] - b.values[name]
    share = abs(apart) / abs(attribute.range[1] - attribute.range[0])
    if share < 0.01:
        return f"{word}: alike"
    looks = attribute.high if apart > 0 else attribute.low
    return f"{word}: {first} is {share:.0%} nearer to '{looks}'"
