"""NVIDIA's checkpoints: read whole and exactly, or refused by name."""

import ast
import hashlib
import io
import os
import subprocess
import sys
import tracemalloc
import zipfile
from pathlib import Path

import numpy as np
import pytest

from plotnine_chernoff.checkpoints import CheckpointError, read_checkpoint
from plotnine_chernoff.generator.config import GeneratorConfig
from plotnine_chernoff.generator.initialize import random_arrays
from tests import checkpoint_writers as writers
from tests.checkpoint_writers import (
    TorchWriter,
    dumps,
    legacy_stream,
    module,
    network,
    tensor,
    tf_network,
    tf_pickle,
    torch_pickle,
    zip_stream,
)
from tests.reference import Reference, lrelu

ORACLE = Path(__file__).parents[3] / "shared/data/oracle"

SMALL = GeneratorConfig(
    8, {4: 3, 8: 2}, z_dim=4, w_dim=5, mapping_layers=2, mapping_lrmul=0.01
)
CONFIGS = {
    "8": SMALL,
    "32 uneven": GeneratorConfig(
        32, {4: 6, 8: 5, 16: 7, 32: 3}, z_dim=6, w_dim=4, mapping_layers=3
    ),
    "16 resnet": GeneratorConfig(
        16,
        {4: 4, 8: 3, 16: 2},
        z_dim=4,
        w_dim=4,
        mapping_layers=1,
        architecture="resnet",
    ),
    "16 orig, clamped": GeneratorConfig(
        16,
        {4: 4, 8: 3, 16: 2},
        z_dim=4,
        w_dim=4,
        architecture="orig",
        conv_clamp=256,
    ),
    "8, wide mapping": GeneratorConfig(
        8, {4: 3, 8: 2}, z_dim=4, w_dim=5, mapping_layers=3, mapping_width=9
    ),
}
ARRAYS = random_arrays(SMALL)
WRITERS = {"tensorflow": tf_pickle, "pytorch": torch_pickle}


def write(folder, data, name="network.pkl"):
    path = folder / name
    path.write_bytes(data)
    return path


def read(folder, data):
    return read_checkpoint(write(folder, data))


def refusal(folder, data):
    """The message, which is one sentence"""
    with pytest.raises(CheckpointError) as caught:
        read(folder, data)
    message = str(caught.value)
    assert "\n" not in message
    assert message.endswith(".")
    assert len(message) < 400
    return message


def assert_same(checkpoint, config, arrays, tolerance=0.0):
    found = dict(checkpoint.config)
    assert found.pop("num_styles") == config.num_styles
    assert GeneratorConfig(**found) == config
    assert set(checkpoint.weights) == set(arrays)
    for name, array in arrays.items():
        weight = checkpoint.weights[name]
        assert weight.dtype == np.float32
        assert weight.flags.c_contiguous
        assert weight.shape == array.shape
        np.testing.assert_allclose(weight, array, rtol=0, atol=tolerance)


@pytest.mark.parametrize("config", CONFIGS.values(), ids=CONFIGS)
@pytest.mark.parametrize("kind", WRITERS)
def test_every_weight_arrives(tmp_path, kind, config):
    arrays = random_arrays(config, seed=1)
    data = WRITERS[kind](config, arrays)
    # TensorFlow's style biases lack a 1, so one addition rounds.
    tolerance = 1e-6 if kind == "tensorflow" else 0
    assert_same(read(tmp_path, data), config, arrays, tolerance)


@pytest.mark.parametrize("protocol", [2, 3, 4, 5])
@pytest.mark.parametrize("kind", WRITERS)
def test_every_pickle_protocol(tmp_path, kind, protocol):
    arrays = random_arrays(SMALL, seed=1)
    data = WRITERS[kind](SMALL, arrays, protocol)
    assert_same(read(tmp_path, data), SMALL, arrays, 1e-6)


@pytest.mark.parametrize("version", [2, 3, 4, 5])
def test_every_version_of_tensorflow_networks(tmp_path, version):
    arrays = random_arrays(SMALL)
    checkpoint = read(tmp_path, tf_pickle(SMALL, arrays, version=version))
    assert checkpoint.origin["version"] == version
    ada = "-ada" if version == 5 else ""
    assert checkpoint.origin["format"] == f"stylegan2{ada}-tensorflow"
    assert_same(checkpoint, SMALL, arrays, 1e-6)


def test_progressively_grown_network(tmp_path):
    """Configurations B to D: only the last step to RGB counts."""
    config = CONFIGS["16 resnet"].to_dict() | {"architecture": "orig"}
    config = GeneratorConfig(**config)
    arrays = random_arrays(config)
    data = tf_pickle(config, arrays, progressive=True)
    assert_same(read(tmp_path, data), config, arrays, 1e-6)


@pytest.mark.parametrize("kind", WRITERS)
def test_network_without_noise(tmp_path, kind):
    silent = {k: v for k, v in ARRAYS.items() if "/noise" not in k}
    data = WRITERS[kind](SMALL, silent, use_noise=False)
    weights = read(tmp_path, data).weights
    assert set(weights) == set(ARRAYS)
    assert not any(v.any() for k, v in weights.items() if "/noise" in k)
    assert "noise" in refusal(tmp_path, WRITERS[kind](SMALL, silent))


@pytest.mark.parametrize("stream", [legacy_stream, zip_stream])
@pytest.mark.parametrize(
    ("kind", "tolerance"),
    [("float16", 2e-3), ("bfloat16", 1e-2), ("float64", 0)],
)
def test_tensor_types_and_streams(tmp_path, stream, kind, tolerance):
    arrays = random_arrays(SMALL)
    data = torch_pickle(
        SMALL, arrays, tensor=lambda a: tensor(a, stream, kind)
    )
    checkpoint = read(tmp_path, data)
    for name, array in arrays.items():
        close = np.isclose(
            checkpoint.weights[name], array, rtol=tolerance, atol=tolerance
        )
        assert close.all(), name


def test_half_precision_of_tensorflow(tmp_path):
    """The 1 of style biases is added after the conversion to float32."""
    network = tf_network(SMALL, ARRAYS)
    part = network.components["synthesis"]
    variables = dict(part.variables)
    variables["8x8/Conv1/mod_bias"] = np.full(2, 2**-14, np.float16)
    part.variables = list(variables.items())
    weights = read(tmp_path, dumps((None, None, network))).weights
    expected = np.float32(1 + 2**-14)
    assert (weights["synthesis/8x8/conv/style_bias"] == expected).all()


def test_strides_are_honoured(tmp_path):
    """Kernels of half-precision models lie channels last in memory."""
    arrays = random_arrays(SMALL)

    def channels_last(a):
        return tensor(a, order=(0, 2, 3, 1) if np.ndim(a) == 4 else None)

    data = torch_pickle(SMALL, arrays, tensor=channels_last)
    assert_same(read(tmp_path, data), SMALL, arrays)


def test_origin(tmp_path):
    arrays = random_arrays(SMALL)
    for newer, kind in ((False, "ada"), (True, "stylegan3")):
        data = torch_pickle(SMALL, arrays, newer=newer)
        origin = read(tmp_path, data).origin
        assert origin["file"] == "network.pkl"
        assert origin["sha256"] == hashlib.sha256(data).hexdigest()
        assert origin["format"] == f"stylegan2-{kind}-pytorch"
        assert "non-commercial" in origin["licence"]
    origin = read(tmp_path, tf_pickle(SMALL, arrays)).origin
    assert origin["format"] == "stylegan2-tensorflow"


def oracle_arrays(state, shapes):
    """PyTorch names and layouts to ours, written out once more"""
    arrays = {}
    for name in shapes:
        _, *rest = name.split("/")
        if name == "mapping/w_avg":
            arrays[name] = state["mapping.w_avg"]
        elif name == "synthesis/const":
            arrays[name] = state["synthesis.b4.const"].transpose(1, 2, 0)
        elif name.startswith("mapping"):
            value = state[f"mapping.fc{rest[0][5:]}.{rest[1]}"]
            arrays[name] = value.T
        else:
            block, layer, leaf = rest
            layer = {"conv_up": "conv0", "conv": "conv1"}.get(
                layer, layer.replace("_", "")
            )
            leaf = {"noise": "noise_const"}.get(
                leaf, leaf.replace("style_", "affine.")
            )
            value = state[f"synthesis.b{block.split('x')[0]}.{layer}.{leaf}"]
            if value.ndim == 4:
                value = value.transpose(2, 3, 1, 0)
                value = value[::-1, ::-1] if layer == "conv0" else value
            elif leaf == "affine.weight":
                value = value.T
            arrays[name] = np.array(value, order="C")
    return arrays


@pytest.mark.parametrize(
    "name", ["skip_64", "skip_32_wide_mapping2", "resnet_32"]
)
@pytest.mark.parametrize("kind", WRITERS)
def test_images_are_nvidias(tmp_path, name, kind):
    """Weights of NVIDIA's networks, pickled and read, give their images."""
    path = ORACLE / f"{name}.npz"
    if not path.exists():
        pytest.skip("the oracle is not here")
    oracle = np.load(path)
    sizes = ast.literal_eval(str(oracle["config"]))
    config = GeneratorConfig.from_base(**sizes)
    state = {k[6:]: v for k, v in oracle.items() if k.startswith("state/")}
    arrays = oracle_arrays(state, config.weight_shapes())
    checkpoint = read(tmp_path, WRITERS[kind](config, arrays))
    found = dict(checkpoint.config)
    del found["num_styles"]
    reference = Reference(GeneratorConfig(**found), checkpoint.weights)
    w = reference.map(oracle["z"][:1])
    assert np.abs(w - oracle["w"][:1, 0]).max() <= 1e-4
    image = reference.synthesize(oracle["w_plus"][:1])
    expected = oracle["image_w_plus"][:1].transpose(0, 2, 3, 1)
    assert np.abs(image - expected).max() <= 1e-4


@pytest.mark.parametrize("kind", WRITERS)
def test_gray_networks_give_three_equal_channels(tmp_path, kind):
    arrays = random_arrays(SMALL, seed=1)
    gray = {
        k: v[..., :1] if "/to_rgb/" in k and "style" not in k else v
        for k, v in arrays.items()
    }
    options = {"num_channels" if kind == "tensorflow" else "img_channels": 1}
    found = read(tmp_path, WRITERS[kind](SMALL, gray, **options))
    expected = {
        k: np.broadcast_to(v, arrays[k].shape) for k, v in gray.items()
    }
    assert_same(found, SMALL, expected, 1e-6)


def test_a_generator_alone(tmp_path):
    """As people cut it out of a snapshot."""
    for data in (
        dumps(TorchWriter(SMALL, ARRAYS).generator()),
        dumps(tf_network(SMALL, ARRAYS)),
        dumps((tf_network(SMALL, ARRAYS),)),
    ):
        assert_same(read(tmp_path, data), SMALL, ARRAYS, 1e-6)


def test_a_discriminator_alone(tmp_path):
    other = dumps(TorchWriter(SMALL, ARRAYS, class_name="Disc").generator())
    assert "class 'Disc'" in refusal(tmp_path, other)


# Networks with class labels


def with_labels(classes=3, label=6):
    rng = np.random.RandomState(0)
    fan_in = SMALL.z_dim + label
    return random_arrays(SMALL, seed=1) | {
        "mapping/dense0/weight": rng.randn(fan_in, 5).astype("f4") * 100,
        "mapping/embed/weight": rng.randn(classes, label).astype("f4"),
        "mapping/embed/bias": rng.randn(label).astype("f4"),
    }


@pytest.mark.parametrize("index", [0, 2])
def test_one_class_of_a_network_with_labels(tmp_path, index):
    """W is that of the whole network, to which the label is an input."""
    arrays = with_labels()
    path = write(tmp_path, torch_pickle(SMALL, arrays, c_dim=3))
    found = read_checkpoint(path, index)
    assert (
        GeneratorConfig(
            **{k: v for k, v in found.config.items() if k != "num_styles"}
        )
        == SMALL
    )
    z = np.random.RandomState(1).randn(4, SMALL.z_dim)
    one_hot = np.eye(3)[index]
    y = one_hot @ arrays["mapping/embed/weight"] / np.sqrt(3)
    y = y + arrays["mapping/embed/bias"]
    y = y / np.sqrt((y**2).mean() + 1e-8)
    x = z / np.sqrt((z**2).mean(1, keepdims=True) + 1e-8)
    x = np.concatenate([x, np.tile(y, (4, 1))], axis=1)
    for i in range(SMALL.mapping_layers):
        w = arrays[f"mapping/dense{i}/weight"].astype(float)
        b = arrays[f"mapping/dense{i}/bias"]
        x = lrelu(x @ w * 0.01 / np.sqrt(len(w)) + b * 0.01)
    got = Reference(SMALL, found.weights).map(z)
    np.testing.assert_allclose(got, x, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize(
    ("data", "index", "words"),
    [
        (torch_pickle(SMALL, with_labels(), c_dim=3), None, "0 to 2"),
        (torch_pickle(SMALL, with_labels(), c_dim=3), 3, "got 3"),
        (torch_pickle(SMALL, with_labels(), c_dim=3), -1, "got -1"),
        (torch_pickle(SMALL, with_labels(), c_dim=2), 0, "changed network"),
        (torch_pickle(SMALL, ARRAYS, c_dim=2), 0, "changed network"),
        (torch_pickle(SMALL, ARRAYS, c_dim="x"), 0, "number of classes"),
        (torch_pickle(SMALL, ARRAYS), 0, "without class labels"),
        (tf_pickle(SMALL, ARRAYS), 0, "without class labels"),
    ],
)
def test_classes_that_are_not_there(tmp_path, data, index, words):
    with pytest.raises(CheckpointError, match=words):
        read_checkpoint(write(tmp_path, data), index)


# Refused by name


def stylegan1():
    synthesis = network(
        "G_synthesis", {"4x4/Const/StyleMod/bias": np.float32(1)}
    )
    generator = network("G_style", {}, {"synthesis": synthesis}, 3)
    return dumps((None, None, generator))


def snapshot(**changes):
    return torch_pickle(SMALL, ARRAYS, **changes)


def tensorflow(**settings):
    return tf_pickle(SMALL, ARRAYS, **settings)


def growing(level):
    tf = tf_network(SMALL, ARRAYS, progressive=True)
    variables = dict(tf.components["synthesis"].variables)
    variables["lod"] = np.float32(level)
    tf.components["synthesis"].variables = list(variables.items())
    return dumps((None, None, tf))


def npz(**arrays):
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


def zipped(name):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, snapshot())
    return file.getvalue()


def starting_from(height, width):
    tf = tf_network(SMALL, ARRAYS)
    synthesis = dict(tf.components["synthesis"].variables)
    synthesis["4x4/Const/const"] = np.ones((1, 3, height, width), np.float32)
    tf.components["synthesis"].variables = list(synthesis.items())
    return dumps((None, None, tf))


def large(resolution):
    """As far as the shapes that tell the size"""
    tf = tf_network(SMALL, ARRAYS, resolution=resolution)
    kernel = np.ones((3, 3, 2, 2), np.float32)
    tf.components["synthesis"].variables += [
        (f"{2**k}x{2**k}/Conv1/weight", kernel)
        for k in range(4, resolution.bit_length())
    ]
    return dumps((None, None, tf))


REFUSED = {
    "StyleGAN1": (stylegan1(), "StyleGAN1"),
    "StyleGAN3": (
        snapshot(more_blocks={"L0_36_512": module("SynthesisLayer")}),
        "StyleGAN3",
    ),
    "PGGAN": (
        dumps((None, None, writers.THINGS["tfutil", "Network"]())),
        "Progressive GAN",
    ),
    "EG3D": (snapshot(class_name="TriPlaneGenerator"), "TriPlaneGenerator"),
    "web page": (b"<!DOCTYPE html><html>quota", "web page"),
    "LFS": (b"version https://git-lfs.github.com/spec/v1\n", "LFS"),
    "gzip": (b"\x1f\x8b\x08\0", "gzip"),
    "bzip2": (b"BZh91AY&SY", "bzip2"),
    "tar": (b"a" * 257 + b"ustar\0", "tar archive"),
    "zip": (zip_stream(np.ones(3)), "state dict"),
    "npz": (npz(w=np.ones((1, 8, 4))), ".npz"),
    "zip with a checkpoint": (zipped("a/network.pkl"), "'a/network.pkl'"),
    "zip, cut off": (zipped("network.pkl")[:-30], "unpack it"),
    "line ends": (snapshot().replace(b"\n", b"\r\n"), "line end"),
    "as UTF-8": (snapshot().decode("latin-1").encode(), "as text"),
    "as text": (snapshot().decode("utf8", "replace").encode(), "as text"),
    "rectangular": (starting_from(6, 4), "6 x 4 features"),
    "larger squares": (starting_from(8, 8), "8 x 8 features"),
    "2048": (large(2048), "2048 x 2048 pixels; at most 1024"),
    "4096": (large(4096), "4096 x 4096 pixels"),
    "torch.save": (legacy_stream(np.ones(3)), "state dict"),
    "npy": (b"\x93NUMPY\x01\0", "NumPy array"),
    "text": (b"hello", "not a pickle"),
    "protocol 0": (b"cos\nsystem\n(S'true'\ntR.", "not a pickle"),
    "empty": (b"", "empty"),
    "dict": (dumps({"a": 1}), "a dict with 'a'"),
    "list": (dumps([1, 2]), "2 other objects"),
    "number": (dumps(3), "type int"),
    "state dict": (dumps({"G_ema": {"w": 1}}), "state dict"),
    "labels, torch": (snapshot(c_dim=10), "class labels"),
    "labels, tf": (tensorflow(label_size=10), "class labels (10 classes)"),
    "alpha": (snapshot(img_channels=4), "4 channels"),
    "alpha, tf": (tensorflow(num_channels=4), "4 channels"),
    "filter": (snapshot(fir=writers.FIR.T * 2), "filter"),
    "tf filter": (tensorflow(resample_kernel=[1, 1]), "resample_kernel"),
    "activation": (snapshot(activation="relu"), "activation"),
    "clamp": (snapshot(conv_clamp="x"), "conv_clamp"),
    "resolution": (snapshot(img_resolution=64), "resolution"),
    "architecture": (tensorflow(architecture="resnet"), "architecture"),
    "growing": (growing(1.5), "lod"),
    "version": (tensorflow(version=7), "version"),
    "twice": (snapshot() * 2, "after its pickle ends"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused_by_name(tmp_path, name):
    data, words = REFUSED[name]
    assert words in refusal(tmp_path, data)


def test_missing_files_and_directories(tmp_path):
    for path, words in (
        (tmp_path / "none.pkl", "No such file"),
        (tmp_path, "not a file"),
    ):
        with pytest.raises(CheckpointError, match=words):
            read_checkpoint(path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_named_pipes_do_not_block(tmp_path):
    os.mkfifo(tmp_path / "pipe.pkl")
    with pytest.raises(CheckpointError, match="not a file"):
        read_checkpoint(tmp_path / "pipe.pkl")


# Weights that do not belong together


def changed(**arrays):
    """The small network with weights replaced; None removes one"""
    result = dict(ARRAYS)
    for name, value in arrays.items():
        name = name.replace("__", "/")
        result[name] = value
    return {k: v for k, v in result.items() if v is not None}


def test_missing_weight(tmp_path):
    tf = tf_network(SMALL, ARRAYS)
    part = tf.components["synthesis"]
    part.variables = [v for v in part.variables if v[0] != "8x8/Conv1/bias"]
    message = refusal(tmp_path, dumps((None, None, tf)))
    assert "lacks 'synthesis/8x8/Conv1/bias'" in message


def test_left_over_weight(tmp_path):
    tf = tf_network(SMALL, ARRAYS)
    tf.variables.append(("attention", np.ones(3, np.float32)))
    message = refusal(tmp_path, dumps((None, None, tf)))
    assert "'attention'" in message
    extra = module("Attention", {"gain": tensor(np.ones(3))})
    message = refusal(tmp_path, snapshot(more_blocks={"b16": extra}))
    assert "'synthesis.b16.gain'" in message


@pytest.mark.parametrize("kind", WRITERS)
def test_shape_that_does_not_fit(tmp_path, kind):
    bias = np.zeros(7, np.float32)
    arrays = changed(synthesis__8x8__conv__bias=bias)
    message = refusal(tmp_path, WRITERS[kind](SMALL, arrays))
    assert "shape (7,)" in message


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_numbers_that_are_not_finite(tmp_path, value):
    bias = np.array([0, value], np.float32)
    arrays = changed(synthesis__8x8__conv__bias=bias)
    assert "not finite" in refusal(tmp_path, tf_pickle(SMALL, arrays))


@pytest.mark.parametrize("kind", WRITERS)
def test_uneven_hidden_layers_of_the_mapping(tmp_path, kind):
    config = CONFIGS["8, wide mapping"]
    arrays = random_arrays(config) | {
        "mapping/dense1/weight": np.zeros((9, 8), np.float32),
        "mapping/dense1/bias": np.zeros(8, np.float32),
        "mapping/dense2/weight": np.zeros((8, 5), np.float32),
    }
    message = refusal(tmp_path, WRITERS[kind](config, arrays))
    assert "does not fit the others" in message


@pytest.mark.slow
def test_no_heavy_import(tmp_path):
    path = write(tmp_path, snapshot())
    code = (
        "import sys; from plotnine_chernoff.checkpoints import "
        f"read_checkpoint; read_checkpoint({str(path)!r}); "
        "print(sorted({'tensorflow', 'keras', 'torch', 'pickle'} "
        "& set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
    )
    # NumPy itself imports pickle.
    assert ast.literal_eval(done.stdout) in ([], ["pickle"])


def test_memory_is_that_of_the_result(tmp_path):
    """Discriminator and training copy are passed over, not loaded."""
    config = GeneratorConfig.from_base(32, 4096, 128, mapping_layers=2)
    arrays = random_arrays(config)
    whole = TorchWriter(config, arrays)
    data = dumps({"G": whole.generator(), "G_ema": whole.generator()})
    path = write(tmp_path, data)
    size = sum(a.nbytes for a in arrays.values())
    del data
    tracemalloc.start()
    read_checkpoint(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size > 4e6
    assert peak < 1.4 * size
