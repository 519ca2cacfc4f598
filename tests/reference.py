"""StyleGAN2 once more, in float64 NumPy, by other means than the package.

Kernels are modulated for each sample, up-convolution is zero insertion, full
convolution and FIR, all written from the paper and the tables of facts.
Imports NumPy only.
"""

import numpy as np

FIR = np.outer([1, 3, 3, 1], [1, 3, 3, 1]) / 64.0


def lrelu(x):
    return np.where(x > 0, x, 0.2 * x) * np.sqrt(2)


def correlate(x, kernel, pad):
    """x (H, W, Cin), kernel (k, k, Cin, Cout); zero padding on each side"""
    k = kernel.shape[0]
    x = np.pad(x, [pad, pad, (0, 0)])
    h, w = x.shape[0] - k + 1, x.shape[1] - k + 1
    out = np.zeros((h, w, kernel.shape[3]))
    for i in range(k):
        for j in range(k):
            out += x[i : i + h, j : j + w] @ kernel[i, j]
    return out


def zero_insert(x):
    out = np.zeros((2 * x.shape[0], 2 * x.shape[1], x.shape[2]))
    out[::2, ::2] = x
    return out


def filter_channels(x, pad, gain):
    c = x.shape[-1]
    kernel = np.zeros((4, 4, c, c))
    kernel[:, :, range(c), range(c)] = (FIR * gain)[:, :, None]
    return correlate(x, kernel, pad)


def upsample(x):
    return filter_channels(zero_insert(x), (2, 1), 4)


class Reference:
    def __init__(self, config, arrays):
        self.config = config
        self.arrays = {k: np.asarray(v, np.float64) for k, v in arrays.items()}

    def map(self, z):
        z = np.asarray(z, np.float64)
        x = z / np.sqrt((z**2).mean(1, keepdims=True) + 1e-8)
        m = self.config.mapping_lrmul
        for i in range(self.config.mapping_layers):
            w = self.arrays[f"mapping/dense{i}/weight"]
            b = self.arrays[f"mapping/dense{i}/bias"]
            x = lrelu(x @ w * m / np.sqrt(len(w)) + b * m)
        return x

    def layer(self, name, x, w, kind, noise=True):
        a = self.arrays
        kernel = a[f"{name}/weight"]
        kernel = kernel / np.sqrt(np.prod(kernel.shape[:3]))
        style = w @ a[f"{name}/style_weight"] / np.sqrt(len(w))
        style = style + a[f"{name}/style_bias"]
        kernel = kernel * style[:, None]
        if kind == "rgb":
            return self.clamp(correlate(x, kernel, (0, 0)) + a[f"{name}/bias"])
        kernel = kernel / np.sqrt((kernel**2).sum((0, 1, 2)) + 1e-8)
        if kind == "up":
            # The full correlation has a row and a column more than the
            # 2H + 1 of a transposed convolution: the last of zero insertion.
            n = 2 * x.shape[0] + 1
            full = correlate(zero_insert(x), kernel, (2, 2))[:n, :n]
            x = filter_channels(full, (1, 1), 4)
        else:
            x = correlate(x, kernel, (1, 1))
        if noise:
            x = (
                x
                + (a[f"{name}/noise"] * a[f"{name}/noise_strength"])[..., None]
            )
        return self.clamp(lrelu(x + a[f"{name}/bias"]))

    def clamp(self, x):
        c = self.config.conv_clamp
        return x if c is None else np.clip(x, -c, c)

    def synthesize(self, w_plus, noise=True):
        return np.stack([self._one(w, noise) for w in np.asarray(w_plus)])

    def _one(self, w, noise):
        w = np.asarray(w, np.float64)
        c = self.config
        x, image = self.arrays["synthesis/const"], None
        for k, r in enumerate(c.resolutions):
            block = f"synthesis/{r}x{r}"
            before = x
            if k:
                x = self.layer(
                    f"{block}/conv_up", x, w[2 * k - 1], "up", noise
                )
            x = self.layer(f"{block}/conv", x, w[2 * k], "same", noise)
            if k and c.architecture == "resnet":
                kernel = self.arrays[f"{block}/skip/weight"]
                kernel = kernel / np.sqrt(kernel.shape[2])
                skip = upsample(correlate(before, kernel, (0, 0)))
                x = (x + skip) / np.sqrt(2)
            if image is not None:
                image = upsample(image)
            if f"{block}/to_rgb/weight" in self.arrays:
                rgb = self.layer(f"{block}/to_rgb", x, w[2 * k + 1], "rgb")
                image = rgb if image is None else image + rgb
        return image
