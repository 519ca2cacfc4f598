"""Attributes read off photographs: `label_photographs`.

Pictures in, a table in our units out; a picture without a face gives a row of
gaps. Imports NumPy, pandas and Pillow; the networks with the first picture.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from PIL import Image

from ...attributes import ATTRIBUTES
from . import readings
from .find import SIDE, Face, Finder
from .maps import in_units, load_maps
from .networks import LiteNetwork, PeopleNetwork

if TYPE_CHECKING:
    from collections.abc import Iterable

    Picture = np.ndarray | Image.Image

THREADS = 2
"""Faces that are worked on at once"""
_CHUNK = 32
"""Pictures whose faces are in memory at once"""
_CHIP_POINTS = (263, 362, 33, 133, 164)
"""Of the face mesh, as dlib's five: corners of the eyes, below the nose"""
_FROM_MESH = {
    name: getattr(readings, name)
    for name in ATTRIBUTES
    if hasattr(readings, name)
}


def label_photographs(images: Iterable[Picture]) -> pd.DataFrame:
    """
    Read face attributes off photographs

    Of each picture the most prominent face is read, by networks that were
    trained on photographs (MediaPipe's landmarks, dlib's ages and genders),
    in units fitted on faces of which the truth is known. Needs the extra
    `photo`; nothing is fetched.

    Parameters
    ----------
    images : iterable of array (H, W, 3) uint8, or of PIL.Image.Image
        Pictures of any sizes, as an array (N, H, W, 3) too. They are taken
        one after another: an iterator needs little memory.

    Returns
    -------
    DataFrame
        One row a picture, one column an attribute, in its unit, at most a
        quarter of its range outside of it. NaN where no face is found.

    Raises
    ------
    ImportError
        The extra `photo` is not installed.
    ValueError
        A picture has another form.
    """
    found = read_photographs(images)
    return in_units(found, load_maps())


def read_photographs(images: Iterable[Picture]) -> pd.DataFrame:
    """As `label_photographs`, in the readings' own units"""
    return _labeler()(images)


@lru_cache(maxsize=1)
def _labeler() -> PhotoReader:
    return PhotoReader(THREADS)


class PhotoReader:
    """
    Finds faces and reads them

    Parameters
    ----------
    threads : int
        Faces that are worked on at once.
    """

    def __init__(self, threads: int = 2):
        self._people = {
            name: PeopleNetwork(name, threads) for name in ("age", "gender")
        }
        self._pool = ThreadPoolExecutor(threads)
        self._own = threading.local()
        self._finder()  # what is missing is said at once

    def __call__(self, images: Iterable[Picture]) -> pd.DataFrame:
        """Readings; a row a picture, gaps where no face is found"""
        parts, chunk = [], []
        for image in images:
            chunk.append(image)
            if len(chunk) == _CHUNK:
                parts.append(self._read(chunk))
                chunk = []
        parts.append(self._read(chunk))
        return pd.concat(parts, ignore_index=True)

    def _read(self, images) -> pd.DataFrame:
        rows, chips = [], {name: [] for name in self._people}
        for row, cut in self._pool.map(self._face, images):
            rows.append(row)
            for name in self._people:
                chips[name] += cut.get(name, [])
        out = pd.DataFrame(
            rows, columns=list(ATTRIBUTES), dtype=np.float64
        ).loc[:, [a for a in ATTRIBUTES if a in _FROM_MESH | self._people]]
        found = out.notna().any(axis=1)
        for name, network in self._people.items():
            if chips[name]:
                # A face and its mirror image are one person.
                read = network(chips[name]).reshape(-1, 2).mean(1)
                out.loc[found, name] = read
        return out

    def _face(self, image) -> tuple[dict[str, float], dict[str, list]]:
        face = self._finder()(_picture(image))
        if face is None:
            return {}, {}
        row = {name: read(face) for name, read in _FROM_MESH.items()}
        cut = {
            name: self._chips(face, network)
            for name, network in self._people.items()
        }
        return row, cut

    def _finder(self) -> Finder:
        """This thread's own: interpreters are not for two at once"""
        if not hasattr(self._own, "finder"):
            names = "face_detection_front", "face_detection_full_range"
            names += "face_landmark", "iris_landmark"
            self._own.finder = Finder(*map(LiteNetwork, names))
        return self._own.finder

    def _chips(self, face: Face, network) -> list[np.ndarray]:
        """The face as dlib's networks want it, and its mirror image"""
        import dlib as library

        # A compiled module without types.
        dlib: Any = library
        points = face.mesh[list(_CHIP_POINTS), :2].round().astype(int)
        whole = dlib.rectangle(0, 0, SIDE - 1, SIDE - 1)
        parts = [dlib.point(int(x), int(y)) for x, y in points]
        chip = dlib.get_face_chip(
            np.ascontiguousarray(face.pixels),
            dlib.full_object_detection(whole, parts),
            network.side,
            network.padding,
        )
        return [chip, chip[:, ::-1]]


def _picture(image) -> Image.Image:
    if isinstance(image, Image.Image):
        return image.convert("RGB")
    image = np.asarray(image)
    if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8:
        raise ValueError(
            "Photographs must be arrays (H, W, 3) of uint8, or Pillow "
            f"images; got shape {image.shape}, {image.dtype}."
        )
    return Image.fromarray(np.ascontiguousarray(image))
