"""The address of every face: GET /face, POST /faces, GET /model.

Imports FastAPI, pydantic and cachetools. The parameters, and the OpenAPI
description of them, derive from the model and the table of attributes.
"""

# FastAPI reads the annotations of nested functions, so they must be objects.
import asyncio
import hashlib
from base64 import b64encode
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

import PIL
from cachetools import LRUCache
from fastapi import APIRouter, FastAPI, Header, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field, create_model

from ..attributes import ATTRIBUTES, CAUTION
from .batches import Batches, BusyError
from .bounds import Bounds
from .encode import FORMATS, encode
from .shared_model import SharedModel

Format = Literal["png", "webp", "jpeg"]

_YEAR = "public, max-age=31536000, immutable"
_HOUR = "public, max-age=3600, immutable"
_PERSON = "the name of a person, up to 100 characters, or a whole number"


class Problem(BaseModel):
    """Why there is no face"""

    detail: str = Field(description="What is valid, or what to do.")


class AttributeInfo(BaseModel):
    """One attribute of the model's faces"""

    name: str
    unit: str
    low: float = Field(description="Lowest value that is taken.")
    high: float = Field(description="Highest value that is taken.")
    reached: tuple[float, float] = Field(
        description="What the model shows; values beyond look like its ends."
    )
    neutral: float
    looks_low: str
    looks_high: str
    caution: str | None


class ModelInfo(BaseModel):
    """The model that makes the faces"""

    name: str
    licence: str
    version: str = Field(description="For `v` of the other addresses.")
    resolution: int
    formats: list[str]
    largest_side: int
    rows_at_once: int
    attributes: list[AttributeInfo]
    card: str


class FacesAnswer(BaseModel):
    """Faces of rows; equal ones are sent once"""

    format: Format
    size: int
    faces: list[str] = Field(description="The distinct faces, in base64.")
    addresses: list[str] = Field(description="Of the distinct faces.")
    index: list[int] = Field(description="For each row, which of the faces.")


class TooLargeError(Exception):
    """More rows than are taken at once"""


def limits(model: SharedModel, name: str) -> tuple[float, float]:
    """What the addresses take of an attribute, in its unit"""
    own, general = model.ranges[name], ATTRIBUTES[name].range
    return min(own[0], *general), max(own[1], *general)


def version_of(model: SharedModel) -> str:
    """A short name for all that decides the pixels of a model's faces"""
    text = f"{model.edit_fingerprint} {PIL.__version__} {FORMATS}"
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def face_address(
    values: dict[str, float], person: Any = None, **more: Any
) -> str:
    """The address of a face, without the host"""
    who = {} if person is None else {"person": person}
    texts = {k: f"{v:.6g}" for k, v in values.items()}
    return "face?" + urlencode(texts | who | more)


def parameters(model: SharedModel, bounds: Bounds) -> dict[str, str]:
    """What is valid, by name of the parameter: the sentences of 422"""
    texts = {}
    for name in model.attributes:
        low, high = limits(model, name)
        attribute = ATTRIBUTES[name]
        texts[name] = (
            f"a number from {low:g} ({attribute.low}) to {high:g} "
            f"({attribute.high}), {attribute.unit}"
        )
    return texts | {
        "person": _PERSON,
        "size": f"a whole number of pixels from 16 to {bounds.side}",
        "format": f"one of {', '.join(FORMATS)}",
        "v": f"{version_of(model)!r}, this model's version, or left out",
        "rows": (
            "a list of 1 or more objects, each with attributes and person, "
            'such as [{"smile": 0.5, "person": "ann"}]; attributes: '
            f"{', '.join(model.attributes)}"
        ),
    }


def add_addresses(
    app: FastAPI, model: SharedModel, batches: Batches, bounds: Bounds
) -> None:
    """
    Give an application the addresses of faces

    Parameters
    ----------
    app : FastAPI
    model : SharedModel
    batches : Batches
    bounds : Bounds
    """
    version = version_of(model)
    valid = parameters(model, bounds)
    numbers: Any = {
        name: (
            float | None,
            Field(
                None,
                ge=limits(model, name)[0],
                le=limits(model, name)[1],
                allow_inf_nan=False,
                description=ATTRIBUTES[name].description.capitalize() + ".",
            ),
        )
        for name in model.attributes
    }
    how: Any = {
        "size": (
            int,
            Field(
                model.resolution,
                ge=16,
                le=bounds.side,
                description="Side of the picture, pixels.",
            ),
        ),
        "format": (Format, Field("png", description="Of the picture.")),
        "v": (
            Literal[version] | None,  # pyright: ignore
            Field(None, description="Version of the model: caches keep it."),
        ),
    }
    name_text = Field(
        None, max_length=100, description=_PERSON.capitalize() + "."
    )
    strict = ConfigDict(extra="forbid", strict=True)
    FaceQuery: Any = create_model(
        "FaceQuery",
        __config__=ConfigDict(extra="forbid"),
        person=(str | None, name_text),
        **numbers,
        **how,
    )
    seed = Annotated[int, Field(ge=0, lt=2**32)]
    name = Annotated[str, Field(max_length=100)]
    FaceRow: Any = create_model(
        "FaceRow",
        __config__=strict,
        person=(
            name | seed | None,  # pyright: ignore
            Field(None, description=_PERSON),
        ),
        **numbers,
    )
    FacesBody: Any = create_model(
        "FacesBody",
        __config__=strict,
        rows=(
            list[FaceRow],  # pyright: ignore
            Field(
                min_length=1,
                json_schema_extra={"maxItems": bounds.rows},
                description=f"1 to {bounds.rows} faces.",
            ),
        ),
        size=how["size"],
        format=how["format"],
    )
    kept: LRUCache[str, bytes] = LRUCache(bounds.kept_bytes, getsizeof=len)

    def row_of(asked: Any) -> Any:
        values = tuple(
            float(ATTRIBUTES[n].neutral if given is None else given)
            for n in model.attributes
            for given in (getattr(asked, n),)
        )
        return values, person_of(asked.person)

    def etag_of(row: Any, size: int, format: str) -> str:
        text = repr((version, row, size, format))
        return f'"{hashlib.sha256(text.encode()).hexdigest()[:32]}"'

    async def pictures(rows: list[Any], size: int, format: str) -> list[bytes]:
        tags = [etag_of(row, size, format) for row in rows]
        found = {tag: kept.get(tag) for tag in tags}
        new = {
            tag: row
            for tag, row in zip(tags, rows, strict=True)
            if found[tag] is None
        }
        if new:
            faces = await batches.faces(list(new.values()))
            files = await asyncio.to_thread(
                lambda: [encode(face, size, format) for face in faces]
            )
            for tag, file in zip(new, files, strict=True):
                found[tag] = file
                if len(file) <= bounds.kept_bytes:
                    kept[tag] = file
        return [found[tag] or b"" for tag in tags]

    router = APIRouter(tags=["faces"])
    busy = {
        "model": Problem,
        "description": "Too much to do; ask again after `Retry-After`.",
    }
    bad = {"model": Problem, "description": "What is valid."}
    no_json = {"model": Problem, "description": "The body is not JSON."}
    too_large = {"model": Problem, "description": "The bounds."}

    @router.get(
        "/face",
        response_class=Response,
        responses={
            200: {
                "description": "The face. Same values, same bytes.",
                "content": {f"image/{f}": {} for f in FORMATS},
            },
            304: {"description": "The face that you have."},
            422: bad,
            503: busy,
        },
    )
    async def face(
        asked: Annotated[FaceQuery, Query()],  # pyright: ignore
        if_none_match: Annotated[
            str | None, Header(description="ETags that you have.")
        ] = None,
    ) -> Response:
        """One face with these attributes; those left out are neutral."""
        row = row_of(asked)
        etag = etag_of(row, asked.size, asked.format)
        headers = {
            "ETag": etag,
            "Cache-Control": _HOUR if asked.v is None else _YEAR,
        }
        if if_none_match is not None and _matches(if_none_match, etag):
            return Response(status_code=304, headers=headers)
        [file] = await pictures([row], asked.size, asked.format)
        return Response(file, 200, headers, f"image/{asked.format}")

    @router.post(
        "/faces",
        responses={400: no_json, 413: too_large, 422: bad, 503: busy},
    )
    async def faces(
        asked: FacesBody,  # pyright: ignore
    ) -> FacesAnswer:
        """Faces of many rows at once."""
        if len(asked.rows) > bounds.rows:
            raise TooLargeError(
                f"rows may hold up to {bounds.rows} faces, got "
                f"{len(asked.rows)}. Ask for them in several requests."
            )
        rows = [row_of(r) for r in asked.rows]
        distinct = list(dict.fromkeys(rows))
        files = await pictures(distinct, asked.size, asked.format)
        more = {"size": asked.size, "format": asked.format, "v": version}
        return FacesAnswer(
            format=asked.format,
            size=asked.size,
            faces=[b64encode(file).decode() for file in files],
            addresses=[
                face_address(
                    dict(zip(model.attributes, values, strict=True)),
                    who,
                    **more,
                )
                for values, who in distinct
            ],
            index=[distinct.index(row) for row in rows],
        )

    @router.get("/model")
    async def describe_model() -> ModelInfo:
        """The model: attributes, units, ranges, cautions, licence."""
        return info

    info = ModelInfo(
        name=model.name,
        licence=model.licence,
        version=version,
        resolution=model.resolution,
        formats=list(FORMATS),
        largest_side=bounds.side,
        rows_at_once=bounds.rows,
        attributes=[
            AttributeInfo(
                name=n,
                unit=a.unit,
                low=limits(model, n)[0],
                high=limits(model, n)[1],
                reached=model.ranges[n],
                neutral=a.neutral,
                looks_low=a.low,
                looks_high=a.high,
                caution=CAUTION if a.on_request else None,
            )
            for n in model.attributes
            for a in (ATTRIBUTES[n],)
        ],
        card=getattr(model.model, "card", ""),
    )
    app.include_router(router)

    @app.exception_handler(RequestValidationError)
    async def say_what_is_valid(
        request: Request, error: RequestValidationError
    ) -> JSONResponse:
        texts = [_sentence(e, valid) for e in error.errors()[:5]]
        return JSONResponse({"detail": " ".join(dict.fromkeys(texts))}, 422)

    @app.exception_handler(TooLargeError)
    async def say_too_large(
        request: Request, error: TooLargeError
    ) -> JSONResponse:
        return JSONResponse({"detail": str(error)}, 413)

    @app.exception_handler(BusyError)
    async def say_busy(request: Request, error: BusyError) -> JSONResponse:
        text = f"Too many faces are wanted. Try in {error.retry_after} s."
        headers = {"Retry-After": str(error.retry_after)}
        return JSONResponse({"detail": text}, 503, headers)


def person_of(given: Any) -> str | int | None:
    """A person as the model takes it: digits are a whole number"""
    if isinstance(given, str) and given.isascii() and given.isdigit():
        number = int(given)
        return number if number < 2**32 else given
    return given


def _matches(if_none_match: str, etag: str) -> bool:
    tags = [t.strip().removeprefix("W/") for t in if_none_match.split(",")]
    return etag in tags or "*" in tags


def _sentence(error: Any, valid: dict[str, str]) -> str:
    """What is valid, for one complaint of pydantic"""
    where = [str(part) for part in error["loc"][1:]]
    name = next((p for p in reversed(where) if p in valid), None)
    if error["type"] == "extra_forbidden":
        last = ascii(where[-1][:60])
        known = [k for k in valid if k != "rows"]
        return f"There is no {last}. Valid: {', '.join(known)}."
    if name is None:
        return (
            'The body must be JSON: {"rows": [...], "size": 128, "format": '
            f'"png"}}; rows is {valid["rows"]}.'
        )
    given = error.get("input")
    got = "" if error["type"] == "missing" else f", not {ascii(given)[:60]}"
    row = next((f" of row {p}" for p in where if p.isdigit()), "")
    return f"{name}{row} must be {valid[name]}{got}."
