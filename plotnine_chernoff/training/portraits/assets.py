"""The packed MakeHuman assets: meshes, morph targets and textures.

May import numpy and platformdirs only. `packing` makes the file and says
where its contents come from.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

__all__ = [
    "Assets",
    "Proxy",
    "default_path",
    "load_assets",
]

ENVIRONMENT_VARIABLE = "CHERNOFF_PORTRAIT_ASSETS"


@dataclass(frozen=True, eq=False)
class Proxy:
    """
    A mesh that is bound to the base mesh (eyes, teeth, lashes, hair)

    Attributes
    ----------
    anchors : int array, shape (n, 3)
        Base vertices that carry each proxy vertex.
    weights : float array, shape (n, 3)
        Weights of the anchors.
    offsets : float array, shape (n, 3)
        Offset of each vertex from the weighted anchors.
    scale_pairs : int array, shape (3, 2)
        For x, y and z: two base vertices whose distance scales the offsets.
    scale_lengths : float array, shape (3,)
        The distances at which the scale is 1.
    faces, uv_faces : int arrays, shape (m, 3)
        Corners of the triangles as vertex and as texture vertex numbers.
    uv : float array, shape (k, 2)
        Texture vertices.
    """

    anchors: NDArray[np.int32]
    weights: NDArray[np.float32]
    offsets: NDArray[np.float32]
    scale_pairs: NDArray[np.int32]
    scale_lengths: NDArray[np.float32]
    faces: NDArray[np.int32]
    uv_faces: NDArray[np.int32]
    uv: NDArray[np.float32]

    def fit(self, vertices: NDArray[np.float32]) -> NDArray[np.float32]:
        """
        The proxy's vertices on a morphed base mesh

        Parameters
        ----------
        vertices : float array, shape (v, 3)
            Morphed base vertices.

        Returns
        -------
        float array, shape (n, 3)
        """
        scale = np.ones(3, np.float32)
        for axis, (first, second) in enumerate(self.scale_pairs):
            if first != second:
                span = abs(vertices[first, axis] - vertices[second, axis])
                scale[axis] = span / self.scale_lengths[axis]
        carried = (vertices[self.anchors] * self.weights[:, :, None]).sum(1)
        return (carried + self.offsets * scale).astype(np.float32)


@dataclass(frozen=True, eq=False)
class Assets:
    """
    Read-only access to the arrays of a packed asset file

    Attributes
    ----------
    arrays : mapping of str to array
        The arrays of the `.npz` file. Instances compare by identity, so
        tables derived from them can be cached per instance.
    """

    arrays: Mapping[str, np.ndarray]

    def __getitem__(self, name: str) -> np.ndarray:
        return self.arrays[name]

    @cached_property
    def vertices(self) -> NDArray[np.float32]:
        """Base vertices, shape (v, 3), in decimetres, y up, z to the front"""
        return self.arrays["base_v"].astype(np.float32)

    @cached_property
    def _target_number(self) -> dict[str, int]:
        return {n: i for i, n in enumerate(self.arrays["t_names"].tolist())}

    @cached_property
    def _target_arrays(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        return (
            self.arrays["t_ptr"],
            self.arrays["t_idx"].astype(np.int32),
            self.arrays["t_d"].astype(np.float32),
        )

    def morph(
        self, vertices: NDArray[np.float32], name: str, weight: float
    ) -> None:
        """
        Add `weight` times a morph target to `vertices` in place

        Parameters
        ----------
        vertices : float array, shape (v, 3)
            Base vertices to be changed.
        name : str
            `group/target`, for example `nose/nose-hump-incr`.
        weight : float
            Usually 0..1.
        """
        number = self._target_number[name]
        if abs(weight) < 1e-5:
            return
        pointers, indices, deltas = self._target_arrays
        part = slice(pointers[number], pointers[number + 1])
        vertices[indices[part]] += np.float32(weight) * deltas[part]

    def proxy(self, name: str) -> Proxy:
        """A bound mesh: `eye`, `teeth`, `hair_long01`, ..."""
        if name not in self._proxies:
            fields = ("idx", "w", "off", "scv", "scd", "f", "ft", "vt")
            self._proxies[name] = Proxy(
                *(self.arrays[f"p_{name}_{field}"] for field in fields)
            )
        return self._proxies[name]

    @cached_property
    def _proxies(self) -> dict[str, Proxy]:
        return {}


def default_path() -> Path:
    """Where the packed assets are looked for without an argument"""
    chosen = os.environ.get(ENVIRONMENT_VARIABLE)
    if chosen:
        return Path(chosen)
    from platformdirs import user_cache_path

    return user_cache_path("plotnine-chernoff") / "portraits" / "assets.npz"


def load_assets(path: str | os.PathLike[str] | None = None) -> Assets:
    """
    Load the packed assets

    Parameters
    ----------
    path : path-like, optional
        The `.npz` file. Default: the environment variable
        `CHERNOFF_PORTRAIT_ASSETS`, else `portraits/assets.npz` in the
        user's cache folder of plotnine-chernoff.

    Returns
    -------
    Assets
        The same object for the same file.

    Raises
    ------
    FileNotFoundError
        If there is no such file; the message says how to make it.
    """
    file = Path(path) if path is not None else default_path()
    if not file.is_file():
        raise FileNotFoundError(
            f"no portrait assets at {file}. Make them with 'python -m "
            "plotnine_chernoff.training.portraits.packing SOURCE TARGET' "
            "(the module's documentation says how to obtain SOURCE), or "
            f"point the environment variable {ENVIRONMENT_VARIABLE} at them."
        )
    return _load(file.resolve())


@lru_cache(maxsize=2)
def _load(file: Path) -> Assets:
    with np.load(file, allow_pickle=False) as archive:
        return Assets({name: archive[name] for name in archive.files})


if __name__ == "__main__":
    # Where the command was that packs them, for those who wrote it down.
    from runpy import run_module

    run_module(f"{__package__}.packing", run_name="__main__")
