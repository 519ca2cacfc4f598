"""Direction files as people have them: read with strides, or refused."""

import io
import os
import pickle
from pathlib import Path

import numpy as np
import pytest

from plotnine_chernoff.checkpoints import CheckpointError, read_direction
from tests.checkpoint_writers import (
    dumps,
    legacy_stream,
    saved_tensor,
    tensor,
    zip_stream,
)

REAL = Path(__file__).parents[3] / "shared/data/directions"

ROWS = np.random.RandomState(0).randn(18, 512)


def npy(array, **options):
    file = io.BytesIO()
    np.save(file, array, **options)
    return file.getvalue()


def read(folder, data, **options):
    path = folder / "direction"
    path.write_bytes(data)
    return read_direction(path, **options)


def refusal(folder, data, **options):
    with pytest.raises(CheckpointError) as caught:
        read(folder, data, **options)
    message = str(caught.value)
    assert "\n" not in message
    assert message.endswith(".")
    return message


SHAPES = {
    "(512,)": ROWS[0],
    "(1, 512)": ROWS[:1],
    "(18, 512)": ROWS,
    "(14, 512)": ROWS[:14],
    "(1, 18, 512)": ROWS[None],
    "(1, 1, 512)": ROWS[None, :1],
    "(18, 512) in Fortran order": np.asfortranarray(ROWS),
}


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("kind", ["npy", "zip", "legacy"])
def test_shapes_and_formats(tmp_path, kind, shape, dtype):
    array = SHAPES[shape].astype(dtype)
    data = {
        "npy": lambda: npy(array),
        "zip": lambda: saved_tensor(array, zip_stream),
        "legacy": lambda: saved_tensor(array, legacy_stream),
    }[kind]()
    rows, meta = read(tmp_path, data)
    assert rows.dtype == np.float32
    expected = array.reshape(-1, 512).astype(np.float32)
    np.testing.assert_array_equal(rows, expected)
    assert meta["file"] == "direction"
    assert meta["format"] == ("numpy" if kind == "npy" else "torch")
    assert len(meta["sha256"]) == 64


@pytest.mark.parametrize("stream", [zip_stream, legacy_stream])
def test_strides_are_honoured(tmp_path, stream):
    data = saved_tensor(ROWS[None], stream, order=(2, 0, 1))
    rows, _ = read(tmp_path, data)
    np.testing.assert_array_equal(rows, ROWS.astype(np.float32))


def test_ganspace(tmp_path):
    content = {
        "name": "smile",
        "sigma_range": 2.0,
        "lat_comp": ROWS[None, :1].astype(np.float32),
        "act_comp": ROWS[:1].astype(np.float32),
        "lat_stdev": 1.5,
        "latent_space": "W",
        "edit_start": 4,
        "edit_end": 5,
        "decomposition": {"name": "ipca", "components": 80},
    }
    for protocol in (2, 3, 4, 5):
        data = pickle.dumps(content, protocol)
        rows, meta = read(tmp_path, data)
        np.testing.assert_array_equal(rows, ROWS[:1].astype(np.float32))
        assert meta["format"] == "ganspace"
        assert (meta["edit_start"], meta["edit_end"]) == (4, 5)
        assert meta["lat_stdev"] == 1.5
    content["latent_space"] = "Z"
    assert "found in Z" in refusal(tmp_path, pickle.dumps(content))


def test_ganspace_with_a_tensor(tmp_path):
    data = dumps({"lat_comp": tensor(ROWS[:1])})
    rows, _ = read(tmp_path, data)
    np.testing.assert_array_equal(rows, ROWS[:1].astype(np.float32))


@pytest.mark.parametrize("name", ["age", "smile", "pose"])
def test_real_directions(name):
    path = REAL / f"{name}.pt"
    if not path.exists():
        pytest.skip("the direction files are not here")
    rows, _ = read_direction(path)
    assert rows.shape == (18 if name == "pose" else 1, 512)
    lengths = np.linalg.norm(rows, axis=1)
    np.testing.assert_allclose(lengths, 1, atol=1e-5)


def test_principal_components_are_orthonormal():
    """They are stored transposed: wrong strides would mix them."""
    path = REAL / "ffhq_pca.pt"
    if not path.exists():
        pytest.skip("the direction files are not here")
    read_all = [read_direction(path, component=k) for k in range(80)]
    components = np.concatenate([rows for rows, _ in read_all])
    product = components @ components.T
    assert np.abs(product - np.eye(80)).max() < 1e-5
    deviations = [meta["lat_stdev"] for _, meta in read_all]
    assert deviations[0] == max(deviations)
    with pytest.raises(CheckpointError, match="80 principal components"):
        read_direction(path)
    with pytest.raises(CheckpointError, match="0 to 79"):
        read_direction(path, component=80)


def test_real_interfacegan():
    path = REAL / "interfacegan_stylegan1_smile_w.npy"
    if not path.exists():
        pytest.skip("the direction files are not here")
    rows, _ = read_direction(path)
    assert rows.shape == (1, 512)
    assert np.linalg.norm(rows) == pytest.approx(1)


def npz(**arrays):
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def test_closed_form_factorisation(tmp_path):
    """Directions are the columns."""
    matrix = np.random.RandomState(0).randn(512, 40).astype(np.float32)
    data = dumps({"ckpt": "550000.pt", "eigvec": tensor(matrix)})
    rows, meta = read(tmp_path, data, component=3)
    np.testing.assert_array_equal(rows, matrix[:, 3][None])
    assert (meta["format"], meta["component"]) == ("closed form", 3)
    assert "0 to 39" in refusal(tmp_path, data)
    assert "40 directions" in refusal(tmp_path, data, component=40)


def test_matrix_and_list_of_directions(tmp_path):
    many = np.random.RandomState(0).randn(30, 512).astype(np.float32)
    rows, _ = read(tmp_path, npy(many), component=7)
    np.testing.assert_array_equal(rows, many[7:8])
    assert "--component" in refusal(tmp_path, npy(many))
    pair = pickle.dumps([many[0], many[1]])
    rows, _ = read(tmp_path, pair, component=1)
    np.testing.assert_array_equal(rows, many[1:2])


NAMED = pickle.dumps(
    {"01_Smiling": ROWS[0], "age": ROWS[1], "image": ROWS[2], "note": "x"}
)


@pytest.mark.parametrize(
    ("options", "row"),
    [
        ({"name": "age"}, 1),
        ({"wanted": "age"}, 1),
        ({"wanted": "smile"}, 0),
        ({"wanted": "smile", "name": "age"}, 1),
    ],
)
def test_directions_by_name(tmp_path, options, row):
    rows, meta = read(tmp_path, NAMED, **options)
    np.testing.assert_array_equal(rows[0], ROWS[row].astype(np.float32))
    assert meta["name"] == ("01_Smiling", "age")[row]


@pytest.mark.parametrize(
    "options", [{}, {"wanted": "yaw"}, {"name": "note"}, {"component": 0}]
)
def test_a_name_must_be_chosen(tmp_path, options):
    message = refusal(tmp_path, NAMED, **options)
    assert "'01_Smiling', 'age', 'image'" in message
    assert "--name" in message


REFUSED = {
    "objects": (npy(np.array([{}]), allow_pickle=True), "Python objects"),
    "integers": (npy(np.arange(512)), "floating-point"),
    "zeros": (npy(np.zeros(512)), "zero"),
    "not finite": (npy(np.full(512, np.nan)), "not finite"),
    "transposed": (npy(ROWS.T), "512 directions"),
    "square": (npy(np.eye(40)), "rows or its columns"),
    "npz": (npz(w=np.ones((1, 18, 512))), "(.npz) with 'w.npy'"),
    "zip": (zip_stream(ROWS).replace(b"data.pkl", b"data.abc"), "unpack it"),
    "many": (npy(np.ones((2, 18, 512))), "(2, 18, 512)"),
    "nothing": (npy(np.ones((0, 512))), "(0, 512)"),
    "number": (npy(np.float32(3)), "()"),
    "cut": (npy(ROWS)[:-8], "does not fit"),
    "header": (npy(ROWS).replace(b"'descr'", b"'desc' "), "header"),
    "version": (b"\x93NUMPY\x09\x00", "version"),
    "text": (b"hello", "none of them"),
    "web page": (b"<html>", "none of them"),
    "empty": (b"", "empty"),
    "dict": (pickle.dumps({"mean": 1}), "'mean'"),
    "list": (pickle.dumps([1.0]), "list"),
    "code": (b"\x80\x04cos\nsystem\n)R.", "os.system"),
    "network": (
        b"\x80\x04cdnnlib.tflib.network\nNetwork\n)\x81.",
        "dnnlib.tflib.network.Network",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(tmp_path, name):
    data, words = REFUSED[name]
    assert words in refusal(tmp_path, data)
    assert os.listdir(tmp_path) == ["direction"]


def test_announced_sizes_are_not_allocated(tmp_path):
    data = npy(np.ones(512))
    lying = data.replace(b"(512,), }" + b" " * 9, b"(512000000000,), }")
    assert lying != data
    assert "does not fit" in refusal(tmp_path, lying)


def test_component_of_a_single_direction(tmp_path):
    message = refusal(tmp_path, npy(ROWS), component=2)
    assert "component 2" in message
