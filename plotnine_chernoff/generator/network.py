"""Mapping and synthesis networks of StyleGAN2 as Keras layers.

Imports Keras and NumPy. Weights go in and out as a dictionary of arrays by
the names of `GeneratorConfig.weight_shapes`.
"""

from __future__ import annotations

from math import sqrt
from typing import TYPE_CHECKING

import keras
import numpy as np
from keras import ops

from .arithmetic import (
    activate,
    map_latents,
    modulated_conv,
    upsample_image,
)

if TYPE_CHECKING:
    from .config import GeneratorConfig


class StyleGAN2(keras.layers.Layer):
    """
    Generator: mapping network, truncation, synthesis network

    Parameters
    ----------
    config : GeneratorConfig
    compute_dtype : "float32" or "bfloat16"
        Precision of the convolutions; weights stay float32.
    """

    def __init__(self, config: GeneratorConfig, compute_dtype="float32"):
        super().__init__(dtype="float32")
        self.config = config
        self.convolution_dtype = compute_dtype
        self._by_name = {
            name: self.add_weight(
                shape=shape,
                initializer="zeros",
                name=name.replace("/", "_"),
                trainable=name.rsplit("/", 1)[-1] not in ("noise", "w_avg"),
            )
            for name, shape in config.weight_shapes().items()
        }
        self.built = True

    def variable(self, name: str):
        """The variable of that name"""
        return self._by_name[name]

    def get_arrays(self) -> dict[str, np.ndarray]:
        """All weights by name, float32"""
        return {k: ops.convert_to_numpy(v) for k, v in self._by_name.items()}

    def set_arrays(self, arrays: dict[str, np.ndarray]) -> None:
        """Load all weights; names and shapes must fit the configuration"""
        for name, variable in self._by_name.items():
            variable.assign(np.asarray(arrays[name], np.float32))

    def map(self, z):
        """Latents (N, z_dim) to W (N, w_dim), without truncation"""
        return map_latents(self.config, self._by_name, z)

    def styles(self, w_plus):
        """
        Styles of all layers

        Parameters
        ----------
        w_plus : tensor, (N, num_styles, w_dim)

        Returns
        -------
        dict of layer name to tensor (N, channels in)
        """
        gain = 1 / sqrt(self.config.w_dim)
        return {
            name: ops.matmul(
                w_plus[:, row], self._by_name[f"{name}/style_weight"] * gain
            )
            + self._by_name[f"{name}/style_bias"]
            for name, row, *_ in self.config.layers()
            if row >= 0
        }

    def synthesize(self, styles, resolution: int | None = None, noise=None):
        """
        Images from styles

        Parameters
        ----------
        styles : dict of layer name to tensor (N, channels in)
        resolution : int, optional
            Stop at the image of this block, as early training does; only
            the "skip" architecture has one at each block.
        noise : dict of layer name to tensor (N, r, r), optional
            Instead of the constants that belong to the weights.

        Returns
        -------
        tensor, (N, H, W, image channels), float32 in about [-1, 1], not
        clipped
        """
        return self.pyramid(styles, resolution, noise)[-1]

    def pyramid(self, styles, resolution: int | None = None, noise=None):
        """
        The images of all blocks: the running sums of what tRGB adds

        Parameters
        ----------
        styles, resolution, noise
            As for `synthesize`.

        Returns
        -------
        list of tensor, (N, r, r, image channels)
            From the smallest to the largest; of the "resnet" architecture
            the last alone.
        """
        config = self.config
        names = {name for name, *_ in config.layers()}
        n = ops.shape(styles["synthesis/4x4/conv"])[0]
        noise = noise or {}
        x = ops.cast(self._by_name["synthesis/const"], self.convolution_dtype)
        x = ops.tile(x[None], (n, 1, 1, 1))
        residual = config.architecture == "resnet"
        image, images = None, []
        for r in config.resolutions:
            block = f"synthesis/{r}x{r}"
            skip = None
            if r > 4:
                if residual:
                    skip = self._skip(f"{block}/skip", x)
                x = self._convolve(
                    f"{block}/conv_up", x, styles, noise, up=True
                )
            gain = sqrt(0.5) if skip is not None else 1.0
            x = self._convolve(f"{block}/conv", x, styles, noise, gain=gain)
            if skip is not None:
                x = x + skip
            if image is not None:
                image = upsample_image(image)
            if f"{block}/to_rgb" in names:
                rgb = self._to_rgb(f"{block}/to_rgb", x, styles)
                image = rgb if image is None else image + rgb
                images.append(image)
            if r == resolution:
                break
        return images

    def call(self, w_plus, noise=None):
        """Images (N, H, W, channels) from W+ codes (N, num_styles, w_dim)"""
        return self.synthesize(self.styles(w_plus), noise=noise)

    def _kernel(self, name):
        weight = self._by_name[f"{name}/weight"]
        return weight * (1 / sqrt(np.prod(weight.shape[:3])))

    def _convolve(self, name, x, styles, noise, *, up=False, gain=1.0):
        x = modulated_conv(x, self._kernel(name), styles[name], up=up)
        values = noise.get(name, self._by_name[f"{name}/noise"])
        values = values * self._by_name[f"{name}/noise_strength"]
        x = x + ops.cast(values, x.dtype)[..., None]
        bias = ops.cast(self._by_name[f"{name}/bias"], x.dtype)
        return activate(x, bias, gain, self.config.conv_clamp)

    def _skip(self, name, x):
        kernel = ops.cast(self._kernel(name), x.dtype)
        x = ops.conv(x, kernel, padding="same", data_format="channels_last")
        return upsample_image(x) * sqrt(0.5)

    def _to_rgb(self, name, x, styles):
        rgb = modulated_conv(
            x, self._kernel(name), styles[name], demodulate=False
        )
        bias = self._by_name[f"{name}/bias"]
        rgb = ops.cast(rgb, "float32") + bias
        clamp = self.config.conv_clamp
        return rgb if clamp is None else ops.clip(rgb, -clamp, clamp)
