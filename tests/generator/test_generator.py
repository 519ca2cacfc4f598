"""The generator's numerics: against an independent float64 reference, and
against numbers that NVIDIA's own code computed."""

import ast
from pathlib import Path

import numpy as np
import pytest

from plotnine_chernoff.generator.config import GeneratorConfig
from plotnine_chernoff.generator.initialize import random_arrays
from tests.reference import Reference

ORACLE = Path(__file__).parents[3] / "shared/data/oracle"


def build(config, arrays):
    from plotnine_chernoff.generator.network import StyleGAN2

    network = StyleGAN2(config)
    network.set_arrays(arrays)
    return network


def random_w_plus(config, n, seed=0):
    shape = (n, config.num_styles, config.w_dim)
    w_plus = np.random.RandomState(seed).randn(*shape)
    return w_plus.astype(np.float32)


CONFIGS = {
    "8, narrow": GeneratorConfig.from_base(8, 64, 16, z_dim=16, w_dim=24),
    "32": GeneratorConfig.from_base(32, 512, 32, z_dim=64, w_dim=64),
    "64, uneven": GeneratorConfig(
        64, {4: 20, 8: 24, 16: 18, 32: 12, 64: 6}, mapping_layers=3
    ),
    "128": GeneratorConfig.from_base(128, 1024, 32),
    "32 clamp": GeneratorConfig.from_base(32, 512, 32, conv_clamp=0.7),
    "16, wide mapping": GeneratorConfig.from_base(
        16, 256, 16, z_dim=8, w_dim=12, mapping_layers=3, mapping_width=20
    ),
    "32 resnet": GeneratorConfig.from_base(32, 512, architecture="resnet"),
    "16 orig": GeneratorConfig.from_base(16, 512, 32, architecture="orig"),
}

# Names of configurations, the large ones in slow tests only.
CASES = [
    pytest.param(name, marks=[pytest.mark.slow] * (config.resolution >= 64))
    for name, config in CONFIGS.items()
]


@pytest.mark.parametrize("name", CASES)
def test_agrees_with_the_float64_reference(name):
    config = CONFIGS[name]
    arrays = random_arrays(config, seed=3)
    network, reference = build(config, arrays), Reference(config, arrays)
    z = np.random.RandomState(1).randn(3, config.z_dim).astype(np.float32)
    w_plus = random_w_plus(config, 2)
    assert np.abs(network.map(z) - reference.map(z)).max() <= 1e-4
    image = reference.synthesize(w_plus)
    assert image.shape == (2, config.resolution, config.resolution, 3)
    assert np.abs(network(w_plus) - image).max() <= 1e-4


@pytest.mark.slow
def test_random_networks_use_every_style_row_and_noise():
    """A parity test on weights that have no effect would prove nothing."""
    config = CONFIGS["64, uneven"]
    arrays = random_arrays(config, seed=3)
    network = build(config, arrays)
    w_plus = random_w_plus(config, 1)
    before = np.asarray(network(w_plus))
    for row in range(config.num_styles):
        changed = w_plus.copy()
        changed[:, row] += 1
        assert np.abs(network(changed) - before).max() > 1e-3
    for name in arrays:
        if name.endswith("/noise_strength"):
            changed = arrays | {name: arrays[name] + 1}
            network.set_arrays(changed)
            assert np.abs(network(w_plus) - before).max() > 1e-3


def test_the_pyramid_holds_the_picture_of_each_block():
    config = CONFIGS["64, uneven"]
    network = build(config, random_arrays(config, seed=3))
    styles = network.styles(random_w_plus(config, 1))
    pyramid = network.pyramid(styles)
    assert [p.shape[1] for p in pyramid] == list(config.resolutions)
    for picture in pyramid:
        alone = network.synthesize(styles, int(picture.shape[1]))
        np.testing.assert_array_equal(np.asarray(picture), np.asarray(alone))


def oracle_arrays(state, config):
    """PyTorch names and layouts to ours"""
    arrays = {}
    for name in config.weight_shapes():
        if name.startswith("mapping/dense"):
            _, layer, kind = name.split("/")
            array = state[f"mapping.fc{layer[5:]}.{kind}"]
            arrays[name] = array.T if kind == "weight" else array
        elif name == "mapping/w_avg":
            arrays[name] = state["mapping.w_avg"]
        elif name == "synthesis/const":
            arrays[name] = state["synthesis.b4.const"].transpose(1, 2, 0)
        else:
            _, block, layer, kind = name.split("/")
            torch_layer = {
                "conv_up": "conv0",
                "conv": "conv1",
                "to_rgb": "torgb",
                "skip": "skip",
            }[layer]
            torch_kind = {
                "style_weight": "affine.weight",
                "style_bias": "affine.bias",
                "noise": "noise_const",
            }.get(kind, kind)
            r = block.split("x")[0]
            array = state[f"synthesis.b{r}.{torch_layer}.{torch_kind}"]
            if kind == "style_weight":
                array = array.T
            elif kind == "weight":
                array = array.transpose(2, 3, 1, 0)
                if layer == "conv_up":
                    array = array[::-1, ::-1]
            arrays[name] = array
    return arrays


@pytest.mark.slow
@pytest.mark.skipif(not ORACLE.exists(), reason="no oracle data here")
@pytest.mark.parametrize(
    "name", ["skip_64", "skip_32_wide_mapping2", "resnet_32"]
)
def test_agrees_with_the_numbers_of_nvidias_code(name):
    data = np.load(ORACLE / f"{name}.npz")
    sizes = ast.literal_eval(str(data["config"]))
    config = GeneratorConfig.from_base(**sizes)
    state = {
        k.removeprefix("state/"): data[k]
        for k in data
        if k.startswith("state/")
    }
    from plotnine_chernoff.generator.runtime import Runtime

    arrays = oracle_arrays(state, config)
    network, fast = build(config, arrays), Runtime(config, arrays)
    w = np.asarray(network.map(data["z"]))
    assert np.abs(w[:, None] - data["w"]).max() <= 1e-5
    for codes, images in (("w", "image"), ("w_plus", "image_w_plus")):
        for image in (
            np.asarray(network(data[codes])),
            fast.synthesize(data[codes], raw=True),
        ):
            image = image.transpose(0, 3, 1, 2)
            assert np.abs(image - data[images]).max() <= 1e-4


@pytest.mark.parametrize(
    ("kwargs", "words"),
    [
        ({"resolution": 100}, "power of two"),
        ({"resolution": 2048}, "8 to 1024"),
        ({"architecture": "fancy"}, "skip, resnet, orig"),
        ({"w_dim": 0}, "positive"),
        ({"mapping_width": 0}, "mapping_width must be positive"),
    ],
)
def test_impossible_sizes_are_refused(kwargs, words):
    with pytest.raises(ValueError, match=words):
        GeneratorConfig.from_base(**{"resolution": 64} | kwargs)
