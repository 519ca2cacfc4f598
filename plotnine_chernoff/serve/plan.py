"""What a user of the page has chosen, and the code that draws it.

A plan is plain data: it goes into links and comes out of them. Imports
pydantic and the table of attributes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..attributes import ATTRIBUTES

if TYPE_CHECKING:
    from .shared_model import SharedModel
    from .table import Table

_STRICT = ConfigDict(extra="forbid", allow_inf_nan=False)
_ANY = ("numbers", "dates", "yes or no", "text")
COLUMNS = {
    "label": _ANY,
    "person": _ANY,
    "sizes": ("numbers",),
    "facets": _ANY,
    "x": ("numbers", "dates"),
    "y": ("numbers", "dates"),
}
"""What a column each can be chosen for, and the kinds that it may have"""


class Drive(BaseModel):
    """What drives an attribute"""

    model_config = _STRICT
    column: str
    low: float | None = None
    high: float | None = None
    reverse: bool = False
    midpoint: float | None = None


class Plan(BaseModel):
    """A figure of the page"""

    model_config = _STRICT
    drives: dict[str, Drive] = {}
    person: str | None = None
    label: str | None = None
    x: str | None = None
    y: str | None = None
    facets: str | None = None
    sizes: str | None = None
    size: float | None = Field(default=None, gt=0, le=60)
    cut_out: bool = False
    legend: bool = True
    caption: bool = True
    width: float = Field(default=7, ge=2, le=20)
    height: float = Field(default=5, ge=2, le=20)
    dpi: int = Field(default=150, ge=50, le=400)

    @property
    def mapped(self) -> bool:
        """Whether data drive how faces look"""
        return bool(self.drives or self.sizes)

    def text(self) -> str:
        """For a link: what is not as by default"""
        return self.model_dump_json(exclude_defaults=True)

    @classmethod
    def read(cls, text: str | None) -> Plan | None:
        """What `text` gave; None where there is no plan in it"""
        if not text:
            return None
        try:
            return cls.model_validate_json(text)
        except ValidationError:
            return None

    def fitted(self, table: Table, model: SharedModel) -> Plan:
        """The part of the plan for which the table has columns"""
        usable = set(table.scalable())
        drives = {
            name: self.drives[name]
            for name in model.attributes
            if name in self.drives and self.drives[name].column in usable
        }
        lost = {
            c: None
            for c in COLUMNS
            if getattr(self, c) not in columns_for(c, table)
        }
        return self.model_copy(update={"drives": drives, **lost})


def columns_for(name: str, table: Table) -> list[str]:
    """The columns of a table that can be chosen for one of `COLUMNS`"""
    if name == "facets":
        return table.scalable()
    return [c for c, kind in table.kinds.items() if kind in COLUMNS[name]]


def first_plan(table: Table) -> Plan:
    """What the page shows of a table that nobody has mapped yet"""
    texts = [
        c
        for c, kind in table.kinds.items()
        if kind == "text" and table.levels(c) == len(table.data)
    ]
    return Plan(label=next(iter(texts), None))


def default_range(model: SharedModel, name: str) -> tuple[float, float]:
    """What an attribute is mapped to, of its range what the model reaches"""
    (low, high), (least, most) = ATTRIBUTES[name].range, model.ranges[name]
    return round(max(low, least), 2), round(min(high, most), 2)


@dataclass(frozen=True)
class Call:
    """A call, to be made or to be written down"""

    name: str
    args: tuple[Any, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)

    def make(self, names: dict[str, Any]) -> Any:
        """What it gives"""
        args = [_made(a, names) for a in self.args]
        options = {k: _made(v, names) for k, v in self.options.items()}
        return names[self.name](*args, **options)

    def code(self) -> str:
        """It as Python"""
        args = [_code(a) for a in self.args]
        args += [f"{k}={_code(v)}" for k, v in self.options.items()]
        return f"{self.name}({', '.join(args)})"


class Variable(str):
    """The name of a variable, as an argument"""


def _made(value: Any, names: dict[str, Any]) -> Any:
    if isinstance(value, Call):
        return value.make(names)
    return names[value] if isinstance(value, Variable) else value


def _code(value: Any) -> str:
    if isinstance(value, Call):
        return value.code()
    return str(value) if isinstance(value, Variable) else repr(value)


def calls(plan: Plan, table: Table, model: SharedModel) -> list[Call]:
    """
    The parts of a plot, which are added up

    Parameters
    ----------
    plan : Plan
        As `Plan.fitted` gives it.
    table : Table
    model : SharedModel

    Raises
    ------
    ValueError
        x without y, or a range that is out of the attribute's.
    """
    if (plan.x is None) != (plan.y is None):
        raise ValueError(
            "Choose both x and y, or neither for a grid of faces."
        )
    aesthetics = {n: d.column for n, d in plan.drives.items()}
    aesthetics |= {
        c: getattr(plan, c)
        for c in ("x", "y", "person", "label")
        if getattr(plan, c) is not None
    }
    look: dict[str, Any] = {}
    if plan.sizes is not None:
        aesthetics["size"] = plan.sizes
    elif plan.size is not None:
        look["size"] = plan.size
    if plan.cut_out:
        look["fill"] = "none"
    if not plan.legend:
        look["show_legend"] = False
    parts = [
        Call("ggplot", (Variable("data"), Call("aes", (), aesthetics))),
        Call("geom_chernoff", (), look),
        *[_scale(n, d, table, model) for n, d in plan.drives.items()],
    ]
    titles = {
        c: table.titles[column]
        for c in ("x", "y", "size")
        if (column := aesthetics.get(c)) and table.titles[column] != column
    }
    if titles:
        parts.append(Call("labs", (), titles))
    if plan.facets is not None:
        parts.append(Call("facet_wrap", (plan.facets,)))
    size = {"figure_size": (plan.width, plan.height), "dpi": plan.dpi}
    return [*parts, Call("theme", (), size)]


def _scale(name: str, drive: Drive, table: Table, model: SharedModel) -> Call:
    attribute = ATTRIBUTES[name]
    low, high = default_range(model, name)
    low = low if drive.low is None else drive.low
    high = high if drive.high is None else drive.high
    least, most = attribute.range
    if not least <= low < high <= most:
        raise ValueError(
            f"The range of {name} must go from a lower to a higher value "
            f"within {least:g} to {most:g} ({attribute.unit}), not from "
            f"{low:g} to {high:g}."
        )
    kind = table.kinds[drive.column]
    options: dict[str, Any] = {}
    title = table.titles[drive.column]
    if title != drive.column:
        options["name"] = title
    span = (high, low) if drive.reverse else (low, high)
    if span != attribute.range:
        options["range"] = span
    if drive.midpoint is not None and kind == "numbers":
        options["midpoint"] = drive.midpoint
    suffix = {"numbers": "", "dates": "_datetime"}.get(kind, "_discrete")
    return Call(f"scale_{name}{suffix}", (), options)


_OURS = ("geom_chernoff", "scale_", "mapping_caption")


def code(
    plan: Plan, table: Table, model: SharedModel, model_name: str = "default"
) -> str:
    """
    Python that draws the figure of a plan, ready to run beside the file
    """
    parts = calls(plan, table, model)
    if model_name != "default":
        parts[1].options["model"] = model_name
    used = {p.name for p in parts} | {"aes"}
    if plan.caption and plan.mapped:
        used |= {"labs", "mapping_caption"}
    ours = sorted(n for n in used if n.startswith(_OURS))
    theirs = sorted(used.difference(ours))
    body = "\n    + ".join(part.code() for part in parts)
    lines = [
        *(["import pandas as pd"] if "pd." in table.code else []),
        f"from plotnine import {', '.join(theirs)}",
        "",
        f"from plotnine_chernoff import {', '.join(ours)}",
        "",
        f"{table.code}",
        f"plot = (\n    {body}\n)",
    ]
    if "mapping_caption" in used:
        lines.append("plot += labs(caption=mapping_caption(plot))")
    lines.append('plot.save("faces.png", verbose=False)')
    return "\n".join(lines) + "\n"
