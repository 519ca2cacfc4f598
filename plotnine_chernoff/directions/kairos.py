"""Reading the JSON responses that the original work got from Kairos.

`detect` responses hold faces with yaw, quality, age and gender; `media`
responses hold emotions and eye tracking. Imports the standard library,
pandas and the rule from names to seeds.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from math import isfinite
from typing import TYPE_CHECKING, Any

import pandas as pd

from .label_tables import seed_of_name

if TYPE_CHECKING:
    from pathlib import Path


_MAX_BYTES = 64 * 2**20
# What responses of any form may bring about.
_FAULTS = (
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    RecursionError,
    OSError,
)


@dataclass
class KairosCounts:
    """
    What was found in a folder of responses

    Parameters
    ----------
    files : int
        Responses read.
    no_face : int
        Responses in which no face was found.
    several_faces : int
        Responses with more than one; the largest was taken.
    errors : list of str
        Responses that tell of another error, or are none; each with the
        file's name.
    """

    files: int = 0
    no_face: int = 0
    several_faces: int = 0
    errors: list[str] = field(default_factory=list)

    def __str__(self):
        text = (
            f"{self.files} responses: {self.no_face} without a face, "
            f"{self.several_faces} with several, {len(self.errors)} errors"
        )
        return "\n  ".join([text, *self.errors[:5]])


def read_kairos(folder: Path) -> tuple[pd.DataFrame, KairosCounts]:
    """
    Labels in a folder of responses

    Parameters
    ----------
    folder : Path
        JSON files, in it or below. Their names tell the seed, as
        `seed_of_name` reads them; `detect` and `media` responses of a seed
        are joined.

    Returns
    -------
    labels : DataFrame
        Indexed by seed, columns are attributes. yaw in degrees, age in
        years; smile is joy less sadness, squint is blinking, gender is
        maleConfidence less femaleConfidence, each from -1 to 1; skin_tone,
        0 to 1, is the rough stand-in of the original work, the service's
        'black' less 'white'.
    counts : KairosCounts

    Raises
    ------
    ValueError
        There are no JSON files.
    """
    paths = sorted(p for p in folder.rglob("*.json") if p.is_file())
    if not paths:
        raise ValueError(
            f"{folder} holds no JSON files. Expected responses of Kairos, "
            "named by seed, as seed0000.json."
        )
    counts, rows = KairosCounts(), {}
    for path in paths:
        counts.files += 1
        try:
            seed = seed_of_name(path.name)
            read = _read_response(_parse(path), counts)
        except _FAULTS as e:
            counts.errors.append(f"{path.name}: {_reason(e)}")
            continue
        if read:
            rows.setdefault(seed, {}).update(read)
    labels = pd.DataFrame.from_dict(rows, orient="index", dtype="float64")
    return labels.rename_axis("seed").sort_index(), counts


def _parse(path: Path) -> dict[str, Any]:
    if path.stat().st_size > _MAX_BYTES:
        raise ValueError("it is too large for a response")
    # Windows writes a byte order mark.
    response = json.loads(path.read_text(encoding="utf-8-sig"))
    if not isinstance(response, dict):
        raise ValueError(
            "it is no response of Kairos, perhaps one of another service: "
            f"expected a dictionary, got a {type(response).__name__}"
        )
    return response


def _reason(error: Exception) -> str:
    """Why a response was not read, in one line that can be printed"""
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    if type(error) is not ValueError and not isinstance(error, OSError):
        return f"it is damaged ({type(error).__name__})"
    text = str(error).splitlines()[0] if str(error) else "it is damaged"
    text = "".join(c if c.isprintable() else "?" for c in text)
    return text if len(text) <= 200 else text[:200] + "..."


def _read_response(response: dict[str, Any], counts) -> dict[str, float]:
    if response.get("Errors"):
        error = response["Errors"][0]
        message = str(error.get("Message", error))
        if error.get("ErrCode") == 5002 or "no faces" in message.lower():
            counts.no_face += 1
            return {}
        raise ValueError(message)
    if "images" in response:
        faces = [f for i in response["images"] for f in i.get("faces", [])]
        return _pick(faces, _face, counts)
    if "frames" in response:
        frames = response["frames"]
        people = next((f["people"] for f in frames if f.get("people")), [])
        return _pick(people, _person, counts)
    raise ValueError(
        "it is no response of Kairos, perhaps one of another service: neither "
        "'images' nor 'frames' nor 'Errors' is in it"
    )


def _pick(found, read, counts) -> dict[str, float]:
    if not found:
        counts.no_face += 1
        return {}
    if len(found) > 1:
        counts.several_faces += 1
    labels = read(max(found, key=_area))
    return {k: v for k, v in labels.items() if v is not None}


def _area(found) -> float:
    box = found.get("face", found)
    sides = _number(box.get("width")), _number(box.get("height"))
    return (sides[0] or 0) * (sides[1] or 0)


def _face(face) -> dict[str, float | None]:
    """Labels in a face of a `detect` response"""
    about = face.get("attributes") or {}
    gender = about.get("gender") or {}
    ethnicity = about.get("ethnicities") or about
    quality = _number(face.get("quality"))
    tone = _difference(ethnicity, "black", "white")
    return {
        "yaw": _number(face.get("yaw")),
        "quality": None if quality is None else min(max(quality, 0), 1),
        "age": _number(about.get("age")),
        "gender": _difference(gender, "maleConfidence", "femaleConfidence"),
        "skin_tone": None if tone is None else (1 + tone) / 2,
    }


def _person(person) -> dict[str, float | None]:
    """Labels in a person of a `media` response"""
    mood = _difference(person.get("emotions") or {}, "joy", "sadness")
    tracking = person.get("tracking") or {}
    blinking = _number(tracking.get("blinking", person.get("blinking")))
    return {
        "yaw": _number((person.get("pose") or {}).get("yaw")),
        "smile": None if mood is None else mood / 100,
        "squint": None if blinking is None else 2 * blinking - 1,
    }


def _difference(table, high, low) -> float | None:
    a, b = _number(table.get(high)), _number(table.get(low))
    return None if a is None and b is None else (a or 0) - (b or 0)


def _number(value) -> float | None:
    """Numbers, also as text; yes and no as 1 and 0"""
    if isinstance(value, str):
        known = {"yes": 1.0, "true": 1.0, "no": 0.0, "false": 0.0}
        value = known.get(value.strip().lower(), value)
    try:
        number = None if value is None else float(value)
    except (TypeError, ValueError):
        return None
    if number is not None and not isfinite(number):
        raise ValueError("a number in it is not finite")
    return number
