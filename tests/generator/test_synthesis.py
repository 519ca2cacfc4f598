"""The network as it runs for inference: the float64 reference again, by each
of its ways to compute; exported, too."""

import numpy as np
import pytest

from plotnine_chernoff.generator.config import GeneratorConfig
from plotnine_chernoff.generator.initialize import random_arrays
from plotnine_chernoff.model.export.onnx import to_onnx
from plotnine_chernoff.model.face_model import FaceModel
from tests.generator.test_generator import CASES, CONFIGS, random_w_plus
from tests.reference import Reference, correlate


def build(config, arrays, dtype="float32", batch=2):
    from plotnine_chernoff.generator.synthesis import Synthesis

    return Synthesis(config, arrays, dtype, batch)


@pytest.fixture
def way(request, monkeypatch):
    """How networks compute; by themselves only large ones do otherwise"""
    from plotnine_chernoff.generator import synthesis

    if request.param != "small":
        monkeypatch.setattr(synthesis, "_COMPILED", 2**12)
    if request.param == "tiles":
        monkeypatch.setattr(synthesis, "_tiles_pay", lambda *sizes: True)
    return request.param


@pytest.mark.parametrize(
    ("name", "way"),
    [pytest.param(*case.values, "small", marks=case.marks) for case in CASES]
    + [
        pytest.param(name, way, marks=pytest.mark.slow)
        for name in ("32 clamp", "32 resnet", "16 orig")
        for way in ("compiled", "tiles")
    ],
    indirect=["way"],
)
def test_agrees_with_the_float64_reference(name, way):
    config = CONFIGS[name]
    arrays, w_plus = random_arrays(config, seed=3), random_w_plus(config, 2)
    image = Reference(config, arrays).synthesize(w_plus)
    made = build(config, arrays)(w_plus).numpy()
    assert made.shape == image.shape
    assert np.abs(made - image).max() <= 1e-4


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("64, uneven", "small"),
        ("32 clamp", "tiles"),
    ],
    indirect=["way"],
)
def test_bfloat16_holds_the_picture(name, way):
    config = CONFIGS[name]
    arrays, w_plus = random_arrays(config, seed=3), random_w_plus(config, 2)
    exact = build(config, arrays)(w_plus).numpy()
    made = build(config, arrays, "bfloat16")(w_plus).numpy()
    error = np.sqrt(np.mean((made - exact) ** 2)) / exact.std()
    # 40 dB of a range of four deviations.
    assert 1e-4 < error < 0.04


@pytest.mark.slow
@pytest.mark.parametrize("name", ["64, uneven", "32 resnet", "16 orig"])
def test_a_lone_face_agrees_with_the_reference(name):
    config = CONFIGS[name]
    arrays, w_plus = random_arrays(config, seed=3), random_w_plus(config, 1)
    network = build(config, arrays, batch=1)
    image = Reference(config, arrays).synthesize(w_plus)
    assert np.abs(network(w_plus).numpy() - image).max() <= 1e-4


def test_a_lone_face_scales_kernels_that_are_small():
    config = GeneratorConfig.from_base(128, 1024, 32)
    blocks = build(config, random_arrays(config), batch=1)._blocks
    scaled = [b.scales_kernel for b in blocks[1:]]
    assert scaled == [False, False, False, True, True]


def test_tiles_are_for_large_convolutions():
    from plotnine_chernoff.generator.synthesis import _tiles_pay

    config = GeneratorConfig.from_base(1024)
    tiled = {
        dtype: [
            r for r, c in config.channels.items() if _tiles_pay(1, r, c, dtype)
        ]
        for dtype in ("float32", "bfloat16")
    }
    assert tiled == {"float32": [32, 64, 128, 256], "bfloat16": [32, 64]}


@pytest.mark.parametrize("size", [4, 8, 20])
def test_convolution_by_tiles(size):
    from plotnine_chernoff.generator import winograd

    rng = np.random.RandomState(0)
    x = rng.randn(2, size, size + 4, 5).astype(np.float32)
    kernel = rng.randn(3, 3, 5, 7)
    tiles = np.asarray(winograd.to_tiles(x))
    products = (tiles @ winograd.transform_kernel(kernel)).astype(np.float32)
    made = np.asarray(winograd.from_tiles(products, 2, size, size + 4))
    exact = [correlate(image, kernel, (1, 1)) for image in x.astype(float)]
    assert np.abs(made - exact).max() <= 1e-4


@pytest.mark.slow
@pytest.mark.parametrize("row", [0, 1, 2, 5, 8, 9])
def test_kept_blocks_change_nothing(row):
    config = CONFIGS["64, uneven"]
    arrays, codes = random_arrays(config, seed=3), random_w_plus(config, 2)
    moved = codes.copy()
    moved[1, row] += 1
    kept = build(config, arrays)
    first = kept(codes).numpy()
    fresh = build(config, arrays)
    np.testing.assert_array_equal(kept(moved), fresh(moved))
    np.testing.assert_array_equal(kept(codes), first)
    kept.forget()
    np.testing.assert_array_equal(kept(codes), first)


@pytest.mark.slow
def test_noise_neither_finds_kept_blocks_nor_leaves_any():
    config = CONFIGS["32"]
    arrays, codes = random_arrays(config, seed=3), random_w_plus(config, 2)
    network = build(config, arrays)
    plain = network(codes).numpy()
    zero = {
        name: np.zeros((2, r, r), np.float32)
        for name, r in config.noise_layers.items()
    }
    without = Reference(config, arrays).synthesize(codes, noise=False)
    assert np.abs(network(codes, zero).numpy() - without).max() <= 1e-4
    np.testing.assert_array_equal(network(codes), plain)


@pytest.mark.slow
def test_the_order_of_faces_changes_nothing_that_is_seen():
    """
    Alone or with others: the last bits depend on how many are made at once

    Tiles and scaled kernels pay for some sizes of a batch only, and what is
    left over by full batches is made one by one.
    """
    model = FaceModel.random(32, 512, z_dim=16, w_dim=16)
    codes = model.map(np.random.RandomState(0).randn(19, 16))
    codes[5:12, :4] = codes[3, :4]
    order = np.random.RandomState(1).permutation(19)
    raw = model.synthesize(codes, raw=True)
    other = model.synthesize(codes[order], raw=True)
    assert np.abs(raw[order] - other).max() <= 1e-5
    faces = model.synthesize(codes)[order].astype(int)
    moved = np.abs(faces - model.synthesize(codes[order]))
    assert moved.max() <= 1
    assert moved.mean() <= 1e-3
    np.testing.assert_array_equal(model.synthesize(codes, raw=True), raw)


@pytest.mark.parametrize("name", CONFIGS)
def test_exported_network_agrees_with_the_reference(name):
    onnxruntime = pytest.importorskip("onnxruntime")
    pytest.importorskip("onnx")
    config = CONFIGS[name]
    arrays, w_plus = random_arrays(config, seed=3), random_w_plus(config, 2)
    session = onnxruntime.InferenceSession(to_onnx(config, arrays, 2))
    (made,) = session.run(None, {"w_plus": w_plus})
    image = Reference(config, arrays).synthesize(w_plus)
    assert np.abs(made.transpose(0, 2, 3, 1) - image).max() <= 1e-4


@pytest.mark.slow
def test_precision_is_chosen_by_the_environment(monkeypatch):
    codes = random_w_plus(FaceModel.random(32, 512).config, 3)
    exact = FaceModel.random(32, 512)
    rounded = FaceModel.random(32, 512)
    with monkeypatch.context() as context:
        context.setenv("CHERNOFF_PRECISION", "bfloat16")
        assert rounded.precision == "bfloat16"
    assert exact.precision == "float32"
    assert rounded.edit_fingerprint != exact.edit_fingerprint
    assert rounded.fingerprint == exact.fingerprint
    faces = [m.synthesize(codes).astype(int) for m in (exact, rounded)]
    assert 0 < np.abs(faces[0] - faces[1]).mean() < 3


def test_unknown_precision_is_refused(monkeypatch):
    monkeypatch.setenv("CHERNOFF_PRECISION", "float8")
    with pytest.raises(ValueError, match="float32 or bfloat16, got 'float8'"):
        FaceModel.random(8, 64).synthesize(np.zeros((1, 4, 512)))
