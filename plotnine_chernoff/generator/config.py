"""What a StyleGAN2 generator looks like: sizes, channels, names of weights.

Imports nothing but the standard library.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

ARCHITECTURES = ("skip", "resnet", "orig")


@dataclass(frozen=True)
class GeneratorConfig:
    """
    Sizes of a StyleGAN2 generator

    Parameters
    ----------
    resolution : int
        Height and width of the images: a power of two, 8 to 1024.
    channels : dict[int, int]
        Feature maps of the block at each resolution from 4 up.
    z_dim, w_dim : int
        Sizes of the latent spaces Z and W.
    mapping_layers : int
        Depth of the mapping network.
    mapping_lrmul : float
        Learning-rate multiplier of the mapping network, part of its
        arithmetic: weights and biases are stored divided by it.
    architecture : "skip", "resnet" or "orig"
        How blocks are joined: a sum of RGB images (config E and F of the
        paper), residual blocks, or a plain chain (configs A to D).
    conv_clamp : float or None
        Limit of the activations, set by models trained in half precision.
    mapping_width : int or None
        Features of the mapping network's hidden layers; None: `w_dim`.
    image_channels : 3 or 4
        RGB, or RGB and the matte: what is not background.

    Notes
    -----
    Karras et al., "Analyzing and Improving the Image Quality of StyleGAN"
    (CVPR 2020), table 1 and figure 7.
    """

    resolution: int
    channels: dict[int, int]
    z_dim: int = 512
    w_dim: int = 512
    mapping_layers: int = 8
    mapping_lrmul: float = 0.01
    architecture: str = "skip"
    conv_clamp: float | None = None
    mapping_width: int | None = None
    image_channels: int = 3
    resolutions: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self):
        r = self.resolution
        if not (isinstance(r, int) and 8 <= r <= 1024 and r & (r - 1) == 0):
            raise ValueError(
                f"resolution must be a power of two from 8 to 1024, got {r!r}."
            )
        if self.architecture not in ARCHITECTURES:
            raise ValueError(
                f"architecture must be one of {', '.join(ARCHITECTURES)}, "
                f"got {self.architecture!r}."
            )
        # JSON turns the keys of a mapping into text.
        channels = {int(k): int(v) for k, v in self.channels.items()}
        resolutions = tuple(2**k for k in range(2, r.bit_length()))
        if set(channels) != set(resolutions) or min(channels.values()) < 1:
            raise ValueError(
                "channels must give a positive count for each of the "
                f"resolutions {resolutions}, got {channels}."
            )
        if min(self.z_dim, self.w_dim, self.mapping_layers) < 1:
            raise ValueError(
                "z_dim, w_dim and mapping_layers must be positive, got "
                f"{self.z_dim}, {self.w_dim}, {self.mapping_layers}."
            )
        if self.mapping_width is not None and self.mapping_width < 1:
            raise ValueError(
                "mapping_width must be positive or None, got "
                f"{self.mapping_width}."
            )
        if self.image_channels not in (3, 4):
            raise ValueError(
                "image_channels must be 3 (RGB) or 4 (with a matte), got "
                f"{self.image_channels!r}."
            )
        object.__setattr__(self, "channels", channels)
        object.__setattr__(self, "resolutions", resolutions)

    @classmethod
    def from_base(
        cls,
        resolution: int,
        channel_base: int = 32768,
        channel_max: int = 512,
        **kwargs: Any,
    ) -> GeneratorConfig:
        """
        Channels by the usual rule, ``min(channel_base / r, channel_max)``

        A `channel_base` of 32768 at 1024 pixels is config F, 16384 is
        config E (both as counted by the PyTorch code).
        """
        channels = {
            2**k: max(1, min(channel_base // 2**k, channel_max))
            for k in range(2, int(resolution).bit_length())
        }
        return cls(resolution, channels, **kwargs)

    @property
    def num_styles(self) -> int:
        """Number of rows of a W+ code, ``2 * log2(resolution) - 2``"""
        return 2 * len(self.resolutions)

    @property
    def picture_sides(self) -> tuple[int, ...]:
        """Sides of the sums of RGB images, the last of all blocks'"""
        if self.architecture == "skip":
            return self.resolutions
        return self.resolutions[-1:]

    def to_dict(self) -> dict[str, Any]:
        """Plain data, as `model.json` holds it"""
        data = asdict(self)
        del data["resolutions"]
        return data

    def weight_shapes(self) -> dict[str, tuple[int, ...]]:
        """
        Name and shape of every weight, as they are stored

        Kernels are (height, width, in, out), dense weights (in, out), both
        before the equalised-learning-rate gain. `style_bias` includes the 1
        that TensorFlow's files add at run time.
        """
        w, shapes = self.w_dim, {}
        hidden = [self.mapping_width or w] * (self.mapping_layers - 1)
        fan_in = self.z_dim
        for i, features in enumerate([*hidden, w]):
            shapes[f"mapping/dense{i}/weight"] = (fan_in, features)
            shapes[f"mapping/dense{i}/bias"] = (features,)
            fan_in = features
        shapes["mapping/w_avg"] = (w,)
        shapes["synthesis/const"] = (4, 4, self.channels[4])
        for name, _, cin, cout, kernel, noise in self.layers():
            shapes[f"{name}/weight"] = (kernel, kernel, cin, cout)
            if name.endswith("/skip"):
                continue
            shapes[f"{name}/bias"] = (cout,)
            shapes[f"{name}/style_weight"] = (w, cin)
            shapes[f"{name}/style_bias"] = (cin,)
            if noise:
                shapes[f"{name}/noise_strength"] = ()
                shapes[f"{name}/noise"] = (noise, noise)
        return shapes

    @property
    def noise_layers(self) -> dict[str, int]:
        """Layers with noise, in order, and the resolution of each"""
        return {name: r for name, *_, r in self.layers() if r}

    def layers(self) -> list[tuple[str, int, int, int, int, int]]:
        """
        The convolutions in order

        Returns
        -------
        list of (name, style row, channels in, channels out, kernel size,
        noise resolution). A row of -1 marks a kernel without a style, a
        noise resolution of 0 a layer without noise.
        """
        layers = []
        for k, r in enumerate(self.resolutions):
            c = self.channels[r]
            block = f"synthesis/{r}x{r}"
            if k:
                below = self.channels[r // 2]
                if self.architecture == "resnet":
                    layers.append((f"{block}/skip", -1, below, c, 1, 0))
                layers.append((f"{block}/conv_up", 2 * k - 1, below, c, 3, r))
            layers.append((f"{block}/conv", 2 * k, c, c, 3, r))
            if r in self.picture_sides:
                rgb = self.image_channels
                layers.append((f"{block}/to_rgb", 2 * k + 1, c, rgb, 1, 0))
        return layers
