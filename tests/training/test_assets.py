"""The packed assets that portraits are rendered from, and their packing."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from plotnine_chernoff.training.portraits import load_assets, packing
from plotnine_chernoff.training.portraits.assets import Assets


def test_missing_assets_say_how_to_make_them(tmp_path, monkeypatch):
    """A new user meets this message first."""
    missing = tmp_path / "none.npz"
    monkeypatch.setenv("CHERNOFF_PORTRAIT_ASSETS", str(missing))
    with pytest.raises(FileNotFoundError, match=r"portraits\.packing SOURCE"):
        load_assets()
    with pytest.raises(FileNotFoundError, match=r"none\.npz"):
        load_assets(missing)


def test_pickled_assets_are_refused(tmp_path):
    """A foreign asset file must not be able to run code."""
    path = tmp_path / "evil.npz"
    np.savez(path, base_v=np.array([{}], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle"):
        load_assets(path)


def test_digest_notices_every_change():
    """The check of packed assets covers names, types, shapes, values."""
    base = {"a": np.arange(6, dtype=np.int32)}
    variants = [
        base,
        {"b": base["a"]},
        {"a": base["a"].astype(np.uint32)},
        {"a": base["a"].reshape(2, 3)},
        {"a": base["a"][::-1]},
    ]
    digests = {packing.assets_digest(v) for v in variants}
    assert len(digests) == len(variants)


def test_pack_refuses_other_arrays_unless_forced(tmp_path, monkeypatch):
    """Portraits of other assets must not pass for the published ones."""
    made = {"base_v": np.zeros((3, 3), np.float32)}
    monkeypatch.setattr(packing, "_collect", lambda source: made)
    target = tmp_path / "folder" / "assets.npz"
    with pytest.raises(ValueError, match="SHA-256"):
        packing.pack_assets(tmp_path, target)
    assert not target.exists()
    with pytest.warns(UserWarning, match="SHA-256"):
        packing.pack_assets(tmp_path, target, force=True)
    assert [p.name for p in target.parent.iterdir()] == ["assets.npz"]
    digest = packing.assets_digest(made)
    monkeypatch.setattr(packing, "PACKED_DIGEST", digest)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        packing.pack_assets(tmp_path, target)


def test_pack_names_the_missing_source(tmp_path):
    """The user should learn which folder is not there."""
    with pytest.raises(FileNotFoundError, match="makehuman"):
        packing.pack_assets(tmp_path, tmp_path / "assets.npz")


CUBE_CORNER = """# comment
v 0 0 0
v 1 0 0
v 1 1 0
v 0 1 0
vt 0 0
vt 1 1
g body
f 1/1 2/2 3/2 4/1
"""


def test_wavefront_polygons_become_triangles(tmp_path):
    """The base mesh consists of quads; the renderer wants triangles."""
    path = tmp_path / "quad.obj"
    path.write_text(CUBE_CORNER)
    mesh = packing._read_wavefront(path)
    assert mesh.faces.tolist() == [[0, 1, 2], [0, 2, 3]]
    assert mesh.uv_faces.tolist() == [[0, 1, 1], [0, 1, 0]]
    assert mesh.groups.tolist() == ["body", "body"]


def test_proxy_follows_its_anchors(tmp_path):
    """Hair and eyes must move and scale with the head."""
    (tmp_path / "one.obj").write_text("v 0 0 0\nv 0 0 0\n")
    path = tmp_path / "one.mhclo"
    path.write_text(
        "obj_file one.obj\nx_scale 0 1 2.0\nverts 0\n"
        "0\n0 1 2 0.5 0.5 0 1 1 1\n"
    )
    packed = packing._pack_proxy("one", path)
    proxy = Assets(packed).proxy("one")
    base = np.array([[0, 0, 0], [2, 0, 0], [9, 9, 9]], np.float32)
    assert proxy.fit(base).tolist() == [[0, 0, 0], [2, 1, 1]]
    # Twice as wide: offsets in x double, the others stay.
    base[1, 0] = 4
    assert proxy.fit(base).tolist() == [[0, 0, 0], [4, 1, 1]]
