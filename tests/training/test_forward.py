"""Tests of the network as it is trained: pictures and their gradients.

The network of `generator.network` has been compared with the paper's
arithmetic; this one is compared with that.
"""

import numpy as np

from plotnine_chernoff.generator.config import GeneratorConfig


def test_pictures_and_gradients_are_those_of_the_plain_network():
    import tensorflow as tf

    from plotnine_chernoff.generator.network import StyleGAN2
    from plotnine_chernoff.training.forward import Forward

    rng = np.random.RandomState(0)
    config = GeneratorConfig(16, {4: 12, 8: 8, 16: 6}, image_channels=4)
    network = StyleGAN2(config)
    network.set_arrays(
        {k: rng.randn(*s) for k, s in config.weight_shapes().items()}
    )
    forward = Forward(config, lambda n: network.variable(n).value, "float32")
    styles = {
        name: tf.constant(1 + rng.randn(3, cin) / 2, tf.float32)
        for name, _, cin, *_ in config.layers()
    }
    weights = [
        network.variable(f"{name}/{kind}").value
        for name, *_ in config.layers()
        for kind in ("weight", "bias", "noise", "noise_strength")
        if kind in ("weight", "bias") or not name.endswith("to_rgb")
    ]
    toward = [tf.constant(rng.randn(3, r, r, 4), tf.float32) for r in (8, 16)]

    def pictures_and_gradients(pyramid):
        with tf.GradientTape() as tape:
            tape.watch([*weights, *styles.values()])
            made = pyramid(styles)
        learned = tape.gradient(
            made[1:], [*weights, *styles.values()], output_gradients=toward
        )
        return [*made, *learned]

    for got, wanted in zip(
        pictures_and_gradients(forward.pyramid),
        pictures_and_gradients(network.pyramid),
        strict=True,
    ):
        scale = np.abs(wanted).max()
        assert scale > 0
        np.testing.assert_allclose(got, wanted, atol=1e-5 * scale)
    assert len(forward.pyramid(styles, 8)) == 2
