"""Weights that torch.save wrote without their network: translated exactly."""

from pathlib import Path

import numpy as np
import pytest

from plotnine_chernoff.checkpoints import CheckpointError, read_checkpoint
from plotnine_chernoff.generator.config import GeneratorConfig
from plotnine_chernoff.generator.initialize import random_arrays
from tests.checkpoint_writers import (
    FIR,
    legacy_stream,
    rebuilt,
    tf_variables,
    zip_stream,
)

CONFIG = GeneratorConfig(
    16, {4: 5, 8: 4, 16: 3}, z_dim=6, w_dim=7, mapping_layers=2
)


@pytest.fixture(scope="module")
def arrays():
    return random_arrays(CONFIG, 3)


def saved(content, stream=zip_stream):
    """What torch.save writes of nested dicts of arrays"""
    flat = []

    def collect(part):
        for value in part.values():
            collect(value) if isinstance(value, dict) else flat.append(value)

    collect(content)
    flat = [np.asarray(a, np.float32) for a in flat]
    memory = np.concatenate([a.ravel() for a in flat])
    places = iter(np.cumsum([0] + [a.size for a in flat]).tolist())

    def tensors(part, storage):
        out = {}
        for key, value in part.items():
            if isinstance(value, dict):
                out[key] = tensors(value, storage)
                continue
            array = np.array(value, np.float32, order="C")
            steps = tuple(s // 4 for s in array.strides)
            out[key] = rebuilt(storage, array.shape, steps, next(places))
        return out

    return stream(memory, "float32", lambda s: tensors(content, s))


def as_rosinality(arrays):
    """Our weights by the names and layouts of stylegan2-pytorch"""
    out = {"input.input": arrays["synthesis/const"].transpose(2, 0, 1)[None]}
    for i in range(CONFIG.mapping_layers):
        dense = f"mapping/dense{i}"
        out[f"style.{i + 1}.weight"] = arrays[f"{dense}/weight"].T
        out[f"style.{i + 1}.bias"] = arrays[f"{dense}/bias"]
    names = {
        "4x4/conv": ("conv1", "noise_0"),
        "8x8/conv_up": ("convs.0", "noise_1"),
        "8x8/conv": ("convs.1", "noise_2"),
        "16x16/conv_up": ("convs.2", "noise_3"),
        "16x16/conv": ("convs.3", "noise_4"),
        "4x4/to_rgb": ("to_rgb1", None),
        "8x8/to_rgb": ("to_rgbs.0", None),
        "16x16/to_rgb": ("to_rgbs.1", None),
    }
    for ours, (theirs, noise) in names.items():
        ours = f"synthesis/{ours}"
        kernel = arrays[f"{ours}/weight"]
        if ours.endswith("conv_up"):
            kernel = kernel[::-1, ::-1]
            out[f"{theirs}.conv.blur.kernel"] = 4 * FIR
        out[f"{theirs}.conv.weight"] = kernel.transpose(3, 2, 0, 1)[None]
        modulation = f"{theirs}.conv.modulation"
        out[f"{modulation}.weight"] = arrays[f"{ours}/style_weight"].T
        out[f"{modulation}.bias"] = arrays[f"{ours}/style_bias"]
        bias = arrays[f"{ours}/bias"]
        if noise is None:
            out[f"{theirs}.bias"] = bias.reshape(1, 3, 1, 1)
            continue
        out[f"{theirs}.activate.bias"] = bias
        strength = arrays[f"{ours}/noise_strength"]
        out[f"{theirs}.noise.weight"] = strength.reshape(1)
        out[f"noises.{noise}"] = arrays[f"{ours}/noise"][None, None]
    return out


def write(tmp_path, content, **options):
    path = tmp_path / "550000.pt"
    path.write_bytes(saved(content, **options))
    return path


@pytest.mark.parametrize("stream", [zip_stream, legacy_stream])
@pytest.mark.parametrize("wrapped", [True, False])
def test_rosinality_checkpoints_are_read_exactly(
    tmp_path, arrays, stream, wrapped
):
    """With g and d beside it or alone, in both formats of torch.save"""
    generator = as_rosinality(arrays)
    content = {"g_ema": generator, "latent_avg": arrays["mapping/w_avg"]}
    if wrapped:
        content |= {"g": generator, "d": {"final.bias": np.zeros(3)}}
    path = write(tmp_path, content, stream=stream)
    found = read_checkpoint(path)
    assert found.config["channels"] == CONFIG.channels
    assert found.origin["format"].startswith("rosinality")
    assert found.weights.keys() == arrays.keys()
    for name, array in arrays.items():
        np.testing.assert_array_equal(found.weights[name], array, name)


def test_a_state_dict_alone_gets_its_mean_of_w(tmp_path, arrays):
    """The mean that the file lacks is that of the mapping network"""
    from plotnine_chernoff.model.face_model import FaceModel

    path = write(tmp_path, as_rosinality(arrays))
    model = FaceModel.from_checkpoint(path)
    z = np.random.RandomState(1).randn(4000, CONFIG.z_dim)
    w = model.map(z)[:, 0]
    off = np.abs(model.w_avg - w.mean(0)).max()
    assert off < 0.1 * w.std(0).max()


def test_noise_that_early_files_lack_is_drawn_always_alike(tmp_path, arrays):
    content = as_rosinality(arrays)
    content = {k: v for k, v in content.items() if "noises" not in k}
    path = write(tmp_path, content)
    first, second = read_checkpoint(path), read_checkpoint(path)
    noise = "synthesis/8x8/conv/noise"
    assert 0.5 < first.weights[noise].std() < 1.5
    np.testing.assert_array_equal(first.weights[noise], second.weights[noise])


def test_state_dicts_of_nvidias_code_are_read(tmp_path, arrays):
    from plotnine_chernoff.checkpoints.pytorch import locate

    content = {}
    for name, array in arrays.items():
        place, layout = locate(name)
        if layout.flip:
            array = array[::-1, ::-1]
        if layout.axes is not None:
            array = array.transpose(np.argsort(layout.axes))
        content[f"module.{place}"] = array
    content["module.synthesis.b8.resample_filter"] = FIR
    path = write(tmp_path, {"state_dict": content})
    found = read_checkpoint(path)
    for name, array in arrays.items():
        np.testing.assert_array_equal(found.weights[name], array, name)


def test_what_is_no_generator_is_refused_by_what_it_holds(tmp_path, arrays):
    path = write(tmp_path, {"net": {"conv.weight": np.zeros(3)}})
    with pytest.raises(CheckpointError, match=r"g_ema.*net"):
        read_checkpoint(path)


def test_a_lost_or_foreign_tensor_is_named(tmp_path, arrays):
    content = as_rosinality(arrays)
    lost = {k: v for k, v in content.items() if k != "convs.1.activate.bias"}
    with pytest.raises(CheckpointError, match=r"lacks convs\.1\.activate"):
        read_checkpoint(write(tmp_path, lost))
    more = content | {"attention.weight": np.zeros(2)}
    with pytest.raises(CheckpointError, match=r"attention\.weight"):
        read_checkpoint(write(tmp_path, more))


def as_port(arrays):
    """Our weights by NVIDIA's names, as a TensorFlow 2 port keeps them"""
    mapping, synthesis = tf_variables(CONFIG, arrays)
    noise = {k for k in synthesis if k.startswith("noise")}
    of_others = {"disc_4x4/Conv/bias": np.zeros(3, np.float32)}
    kept = {k: v for k, v in synthesis.items() if k not in noise}
    return mapping | kept | of_others


@pytest.mark.parametrize("whole", [True, False])
def test_weights_of_a_tensorflow_2_port_are_read(tmp_path, arrays, whole):
    """Mean of W and noise, which the file lacks, are made, always alike"""
    content = as_port(arrays)
    if whole:
        content["dlatent_avg"] = arrays["mapping/w_avg"]
    path = tmp_path / "ffhq.npy"
    np.save(path, content, allow_pickle=True)  # pyright: ignore
    read, again = read_checkpoint(path), read_checkpoint(path)
    made = {k for k in arrays if k.endswith("/noise")}
    made |= set() if whole else {"mapping/w_avg"}
    assert set(read.weights) == set(arrays)
    for name, array in arrays.items():
        np.testing.assert_array_equal(read.weights[name], again.weights[name])
        if name not in made:
            np.testing.assert_allclose(read.weights[name], array, atol=1e-6)
        assert np.std(read.weights[name]) > 0 or name not in made
    assert read.origin["format"].startswith("rosasalberto")
    assert "ask where the file is from" in read.origin["licence"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda c: c.pop("16x16/ToRGB/bias"), "lacks"),
        (lambda c: c.pop("Dense1/bias"), "lack mapping/Dense1/bias"),
        (lambda c: c.pop("4x4/Const/const"), "4x4/Const/const"),
        (lambda c: c.update({"Dense0/weight": "text"}), "no array"),
        (lambda c: c.update({"8x8/Attention/weight": np.eye(2)}), "Attention"),
    ],
)
def test_other_dicts_of_arrays_are_refused(tmp_path, arrays, change, words):
    content = as_port(arrays)
    change(content)
    path = tmp_path / "ffhq.npy"
    np.save(path, content, allow_pickle=True)  # pyright: ignore
    with pytest.raises(CheckpointError, match=words):
        read_checkpoint(path)


def test_objects_in_a_dict_of_arrays_are_not_made(tmp_path, arrays):
    """Nothing is called that the file names"""
    path = tmp_path / "ffhq.npy"
    content = as_port(arrays) | {"Dense0/bias": Path(tmp_path)}
    np.save(path, content, allow_pickle=True)  # pyright: ignore
    with pytest.raises(CheckpointError, match="pathlib"):
        read_checkpoint(path)
    path.write_bytes(path.read_bytes()[:300])
    with pytest.raises(CheckpointError):
        read_checkpoint(path)


def test_checkpoints_of_tensorflow_2_are_refused_with_the_way_out(tmp_path):
    import tensorflow as tf

    tf.train.Checkpoint(v=tf.Variable([1.0])).write(str(tmp_path / "ckpt-1"))
    for path in tmp_path.glob("ckpt-1.*"):
        with pytest.raises(CheckpointError, match=r"TensorFlow 2.*\.pkl"):
            read_checkpoint(path)
