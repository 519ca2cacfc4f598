"""The inputs of the page, with a label each. Imports Shiny."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shiny import ui

from ..attributes import ATTRIBUTES
from .api import face_address, version_of
from .plan import COLUMNS, Drive, columns_for, default_range
from .table import FILES

if TYPE_CHECKING:
    from .place import Place
    from .plan import Plan
    from .table import Table

TABLE = "table"
"""The input that says which table the others are for, by its number"""
_END_SIDE = 88
_LABELS = {
    "label": "Text under each face",
    "person": "Person",
    "sizes": "Size",
    "facets": "Panels",
    "x": "Position x",
    "y": "Position y",
}


def page(table: Table, plan: Plan, place: Place) -> Any:
    """
    The page with the inputs of a plan

    Parameters
    ----------
    table : Table
    plan : Plan
    place : Place
    """
    return ui.page_sidebar(
        ui.sidebar(
            _data(place),
            ui.div(ui.input_numeric(TABLE, "Number of table", 0), hidden=True),
            ui.accordion(
                ui.accordion_panel(
                    "Faces",
                    *[
                        _attribute(n, table, plan, place)
                        for n in _names(place)
                    ],
                ),
                ui.accordion_panel("Places and names", *_places(table, plan)),
                ui.accordion_panel("Figure", *_figure(plan)),
                open=["Faces", "Places and names"],
                id="parts",
            ),
            width=380,
            open={"desktop": "open", "mobile": "always"},
        ),
        ui.head_content(
            ui.tags.link(rel="stylesheet", href="static/page.css"),
            ui.tags.link(rel="icon", href="data:,"),
            ui.tags.script(src="static/page.js", defer=True),
        ),
        ui.div(
            ui.output_ui("cautions"),
            ui.output_ui("picture"),
            **{"aria-live": "polite"},
        ),
        ui.output_ui("comparison"),
        _out(),
        title=ui.div(
            ui.h1("Data as faces", class_="h4 m-0"),
            ui.input_dark_mode(id="mode"),
            class_="d-flex justify-content-between align-items-center w-100",
        ),
        window_title="plotnine-chernoff",
        lang="en",
        fillable=False,
    )


def show(table: Table, plan: Plan, place: Place, number: int) -> None:
    """Bring the inputs of an open page to another table and plan"""
    ui.update_numeric(TABLE, value=number)
    for name in _names(place):
        drive = plan.drives.get(name) or Drive(column="")
        ui.update_select(
            f"{name}_column",
            choices=_choices(table, table.scalable()),
            selected=drive.column,
        )
        for end, value in _range(name, drive, place).items():
            ui.update_numeric(f"{name}_{end}", value=value)
        ui.update_switch(f"{name}_reverse", value=drive.reverse)
        middle: Any = drive.midpoint
        ui.update_numeric(f"{name}_midpoint", value=middle)
    for name in COLUMNS:
        ui.update_select(
            name,
            choices=_choices(table, columns_for(name, table)),
            selected=getattr(plan, name) or "",
        )
    for name in ("size", "width", "height", "dpi"):
        ui.update_numeric(name, value=getattr(plan, name))
    ui.update_switch("legend", value=plan.legend)
    ui.update_switch("in_figure", value=plan.caption)
    ui.update_switch("cut_out", value=plan.cut_out)


def _names(place: Place) -> tuple[str, ...]:
    return place.model.attributes


def _choices(table: Table, columns: list[str]) -> dict[str, str]:
    shown = {c: f"{table.titles[c]} ({table.kinds[c]})" for c in columns}
    return {"": "nothing"} | shown


def _data(place: Place) -> Any:
    bounds = place.bounds
    return ui.div(
        ui.input_file(
            "file",
            "Data: a CSV, Parquet or Excel file",
            accept=list(FILES),
            placeholder="none chosen",
        ),
        ui.output_ui("about_data"),
        ui.p(
            f"Up to {bounds.table_rows} rows and "
            f"{bounds.table_bytes // 2**20} MB. It stays in this server's "
            "memory, and goes when the page is closed.",
            class_="small text-body-secondary mb-0",
        ),
    )


def _range(name: str, drive: Drive, place: Place) -> dict[str, float]:
    low, high = default_range(place.model, name)
    return {
        "low": low if drive.low is None else drive.low,
        "high": high if drive.high is None else drive.high,
    }


def _attribute(name: str, table: Table, plan: Plan, place: Place) -> Any:
    attribute = ATTRIBUTES[name]
    drive = plan.drives.get(name) or Drive(column="")
    ends = _range(name, drive, place)
    low, high = default_range(place.model, name)
    word = ATTRIBUTES[name].words
    step = 1 if attribute.unit in ("years", "degrees") else 0.1
    return ui.tags.fieldset(
        ui.div(
            _end(name, low, attribute.low, place),
            ui.input_select(
                f"{name}_column",
                word.capitalize(),
                _choices(table, table.scalable()),
                selected=drive.column,
            ),
            _end(name, high, attribute.high, place),
            class_="ends",
        ),
        ui.tags.details(
            ui.tags.summary(f"Range of {word}"),
            ui.div(
                ui.input_numeric(
                    f"{name}_low",
                    f"From ({attribute.low})",
                    ends["low"],
                    step=step,
                ),
                ui.input_numeric(
                    f"{name}_high",
                    f"To ({attribute.high})",
                    ends["high"],
                    step=step,
                ),
                class_="pair",
            ),
            ui.input_switch(
                f"{name}_reverse", "Reverse: high data, low end", drive.reverse
            ),
            ui.input_numeric(
                f"{name}_midpoint",
                "Data value in the middle, if not halfway",
                drive.midpoint,  # pyright: ignore
                step="any",  # pyright: ignore
            ),
        ),
        class_="attribute",
        **{"aria-label": word.capitalize()},
    )


def _end(name: str, value: float, text: str, place: Place) -> Any:
    more = {"size": _END_SIDE, "format": "webp", "v": version_of(place.model)}
    return ui.img(
        src=face_address({name: value}, **more),
        alt=text,
        title=text,
        loading="lazy",
    )


def _places(table: Table, plan: Plan) -> list[Any]:
    return [
        *[
            ui.input_select(
                name,
                _LABELS[name],
                _choices(table, columns_for(name, table)),
                selected=getattr(plan, name) or "",
            )
            for name in COLUMNS
        ],
        ui.p(
            "Without positions the faces stand in a grid.",
            class_="small text-body-secondary",
        ),
        ui.input_numeric(
            "size",
            "One size for all (1 is 5 points), if not as by default",
            plan.size,  # pyright: ignore
            min=0.5,
            max=60,
            step=0.5,
        ),
    ]


def _figure(plan: Plan) -> list[Any]:
    return [
        ui.input_switch("legend", "Legends", plan.legend),
        ui.input_switch("in_figure", "Mapping as caption", plan.caption),
        ui.input_switch("cut_out", "Cut the faces out", plan.cut_out),
        ui.div(
            ui.input_numeric(
                "width", "Width (inches)", plan.width, min=2, max=20, step=0.5
            ),
            ui.input_numeric(
                "height",
                "Height (inches)",
                plan.height,
                min=2,
                max=20,
                step=0.5,
            ),
            class_="pair",
        ),
        ui.input_numeric(
            "dpi", "Dots per inch of PNG files", plan.dpi, min=50, max=400
        ),
    ]


def _out() -> Any:
    return ui.navset_card_tab(
        ui.nav_panel(
            "Files and link",
            ui.div(
                *[
                    ui.download_button(format, format.upper())
                    for format in ("png", "svg", "pdf")
                ],
                class_="outputs",
            ),
            ui.input_text(
                "link", "Link that restores this figure", width="100%"
            ),
            _copy("link", "Copy the link"),
        ),
        ui.nav_panel(
            "Code",
            ui.output_code("program"),
            _copy("program", "Copy the code"),
        ),
        ui.nav_panel(
            "Caption",
            ui.output_code("caption"),
            _copy("caption", "Copy the caption"),
        ),
        id="out",
    )


def _copy(field: str, label: str) -> Any:
    return ui.tags.button(
        label,
        type="button",
        class_="btn btn-default align-self-start",
        **{"data-copies": field},
    )
