"""What `model.json` may hold, each thing within its bounds.

Checked whole before anything is computed from it. Imports pydantic and the
attribute table.
"""

from __future__ import annotations

from itertools import pairwise
from math import isfinite
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from ..attributes import ATTRIBUTES

MAX_DEPTH = 16
_MAX_TEXT = 20_000
_MAX_INTEGER = 2**53


def _printable(text: str) -> str:
    # Names are printed: what steers a terminal is not a name.
    if not text.isprintable():
        raise ValueError("must be made of printable characters")
    return text


def _attribute(name: str) -> str:
    if name not in ATTRIBUTES:
        raise ValueError(f"must be one of {', '.join(ATTRIBUTES)}")
    return name


Fingerprint = Annotated[
    str, Field(min_length=1, max_length=128), AfterValidator(_printable)
]
Text = Annotated[str, Field(max_length=2000), AfterValidator(_printable)]
AttributeName = Annotated[str, AfterValidator(_attribute)]
Size = Annotated[int, Field(ge=1, le=4096)]
Styles = Annotated[int, Field(ge=2, le=18)]
Positive = Annotated[float, Field(gt=0, le=1e6)]
Value = Annotated[float, Field(ge=-1e6, le=1e6)]


Share = Annotated[float, Field(ge=0, le=1)]


class _Part(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", allow_inf_nan=False)


class Architecture(_Part):
    """The sizes of a generator, as `GeneratorConfig` has them"""

    resolution: Literal[8, 16, 32, 64, 128, 256, 512, 1024]
    channels: dict[Annotated[str, Field(pattern=r"^\d{1,4}$")], Size]
    z_dim: Size = 512
    w_dim: Size = 512
    mapping_layers: Annotated[int, Field(ge=1, le=64)] = 8
    mapping_lrmul: Positive = 0.01
    architecture: Literal["skip", "resnet", "orig"] = "skip"
    conv_clamp: Positive | None = None
    mapping_width: Size | None = None
    image_channels: Literal[3, 4] = 3

    @model_validator(mode="after")
    def _fits(self) -> Self:
        wanted = {str(2**k) for k in range(2, self.resolution.bit_length())}
        if set(self.channels) != wanted:
            raise ValueError(
                "channels must be given for each resolution from 4 to "
                f"{self.resolution}"
            )
        return self


class EditedAttribute(_Part):
    """What an attribute reaches, and the styles that it moves"""

    range: Annotated[list[Value], Field(min_length=2, max_length=2)]
    styles: Annotated[
        list[Annotated[int, Field(ge=0, le=17)]],
        Field(min_length=1, max_length=18),
    ]

    @model_validator(mode="after")
    def _increases(self) -> Self:
        if self.range[0] >= self.range[1]:
            raise ValueError("the range must increase")
        return self


class FittedAttribute(_Part):
    """Figures of the fit that tables are made of"""

    model_config = ConfigDict(extra="allow")

    labels: int = 0
    C: float = 0
    accuracy: dict[str, float | None] = {}
    entropies: list[float | None] | None = None


class Notes(_Part):
    """Figures of the fit; others may be there"""

    model_config = ConfigDict(extra="allow")

    attributes: dict[AttributeName, FittedAttribute] = {}
    skipped: dict[str, Text] = {}
    imported: dict[AttributeName, dict[str, Any]] = {}


class EditsDescription(_Part):
    """What the arrays of `directions.safetensors` are"""

    attributes: dict[AttributeName, EditedAttribute]
    num_styles: Styles
    degree: Annotated[int, Field(ge=0, le=4)]
    fingerprint: Fingerprint
    notes: Notes = Notes()

    @model_validator(mode="after")
    def _fits(self) -> Self:
        for name, edited in self.attributes.items():
            if max(edited.styles) >= self.num_styles:
                raise ValueError(
                    f"{name} has a style beyond {self.num_styles - 1}"
                )
        for name, fitted in self.notes.attributes.items():
            if name not in self.attributes:
                raise ValueError(f"notes are about {name}, which is not there")
            known = fitted.entropies
            if known is not None and len(known) != self.num_styles:
                raise ValueError(
                    f"notes about {name} have {len(known)} entropies for "
                    f"{self.num_styles} styles"
                )
        return self


class LabelerDescription(_Part):
    """What the labeler's outputs stand for"""

    size: Literal[128, 256] = 128
    attributes: Annotated[list[AttributeName], Field(min_length=1)]
    mean: list[Value]
    scale: list[Value]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        n = len(self.attributes)
        if len(set(self.attributes)) != n:
            raise ValueError("an attribute is there twice")
        if not len(self.mean) == len(self.scale) == n:
            raise ValueError("mean and scale must have a number for each one")
        return self


def _within(crop: tuple[float, float, float]) -> tuple[float, float, float]:
    left, top, side = crop
    if side < 0.1 or max(left, top) + side > 1.001:
        raise ValueError("must be a part of the picture: left, top, side")
    return crop


Crop = Annotated[
    tuple[Share, Share, Share], Field(strict=False), AfterValidator(_within)
]


def _increasing(values: tuple[float, ...]) -> tuple[float, ...]:
    if any(b <= a for a, b in pairwise(values)):
        raise ValueError("values must increase")
    return values


Spacing = Annotated[
    tuple[Value, ...],
    Field(strict=False, min_length=2, max_length=200),
    AfterValidator(_increasing),
]


# Of 255, by which a smaller picture differs from the reduced one.
Difference = Annotated[float, Field(ge=0, le=255)]


class Description(_Part):
    """`model.json`; beside what is listed here it may hold plain data"""

    model_config = ConfigDict(extra="allow")

    name: Text = "unnamed"
    licence: Text = "unknown"
    provenance: dict[str, Any] = {}
    fingerprint: Fingerprint
    architecture: Architecture
    edits: EditsDescription | None = None
    labeler: LabelerDescription | None = None
    crops: dict[Literal["head", "face"], Crop] = {}
    spacing: dict[AttributeName, Spacing] = {}
    levels: dict[
        Literal["8", "16", "32", "64", "128", "256", "512"], Difference
    ] = {}

    @model_validator(mode="after")
    def _fits(self) -> Self:
        full = self.architecture
        if self.levels and full.architecture != "skip":
            raise ValueError('levels are for the architecture "skip"')
        if any(int(side) >= full.resolution for side in self.levels):
            raise ValueError(f"levels must be below {full.resolution}")
        return self


def fault_of_tree(data: object) -> str | None:
    """
    What plain data holds that would not print or compute, None if nothing

    Parameters
    ----------
    data : object
        Parsed JSON.

    Returns
    -------
    str or None
        A few words.
    """
    waiting: list[tuple[object, int]] = [(data, 0)]
    while waiting:
        value, depth = waiting.pop()
        if depth > MAX_DEPTH:
            return f"it is nested more than {MAX_DEPTH} deep"
        if isinstance(value, str):
            if len(value) > _MAX_TEXT:
                return f"a text has {len(value):,} characters"
            if not value.replace("\n", "").replace("\t", "").isprintable():
                return "a text has characters that steer terminals"
        elif isinstance(value, dict):
            waiting += [(k, depth) for k in value]
            waiting += [(v, depth + 1) for v in value.values()]
        elif isinstance(value, list):
            waiting += [(v, depth + 1) for v in value]
        elif isinstance(value, float) and not isfinite(value):
            return "a number is not finite"
        elif isinstance(value, int) and abs(value) > _MAX_INTEGER:
            return "an integer is too large"
    return None


def fault_of(schema: type[BaseModel], data: object) -> str | None:
    """
    Where data does not fit a schema, None if it fits

    Parameters
    ----------
    schema : type
        A pydantic model.
    data : object
        Parsed JSON.

    Returns
    -------
    str or None
        The first place, and what is expected there.
    """
    try:
        schema.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(ascii(str(p))[1:-1][:40] for p in first["loc"])
        expected = first["msg"].removeprefix("Value error, ")
        return f"{place or 'it'}: {expected[:1].lower()}{expected[1:]}"
    return None
