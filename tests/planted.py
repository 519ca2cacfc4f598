"""A generator of which everything is known: planted attributes in W+.

Duck-typed as `FaceModel`, without TensorFlow: its "pictures" carry readings
as 16-bit numbers in their first pixels.
"""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pandas as pd

from plotnine_chernoff.attributes import ATTRIBUTES

SIX = ("yaw", "squint", "age", "smile", "skin_tone", "gender")


class PlantedModel:
    """
    Attributes that are bent linear functions of a few rows of W+

    Parameters
    ----------
    attributes : sequence of str
    correlation : float
        Of neighbouring attributes' scores over W.
    num_styles, w_dim : int
    noise : float
        Of readings, in shares of the attribute's range.
    crosstalk : float
        What each reading takes from the next attribute's.
    persons : float
        How much the rest of W moves each reading, in shares of the range.
    decay : float
        How fast the spread of W falls along its components.
    shuffled : bool
        Plant each attribute in a style that depends on the seed.
    """

    def __init__(
        self,
        attributes=SIX,
        correlation=0.0,
        num_styles=8,
        w_dim=48,
        noise=0.01,
        crosstalk=0.0,
        decay=0.0,
        seed=0,
        shuffled=False,
    ):
        rng = np.random.RandomState(seed)
        self.attributes = tuple(attributes)
        self.num_styles, self.w_dim = num_styles, w_dim
        self.config = SimpleNamespace(
            z_dim=w_dim, w_dim=w_dim, num_styles=num_styles
        )
        self.noise, self.crosstalk = noise, crosstalk
        self.fingerprint = f"planted-{seed}"
        self.resolution = 4
        self.w_avg = rng.randn(w_dim).astype(np.float32)
        spectrum = np.exp(-decay * np.arange(w_dim) / w_dim)
        axes, _ = np.linalg.qr(rng.randn(w_dim, w_dim))
        self.spread = spectrum[:, None] * axes.T
        a = len(self.attributes)
        # Directions in z with the correlation wanted of neighbours.
        z, _ = np.linalg.qr(rng.randn(min(w_dim, 4 * a), a))
        z = np.concatenate([z, np.zeros((w_dim - len(z), a))]).T
        for i in range(1, a, 2):
            z[i] = correlation * z[i - 1] + np.sqrt(1 - correlation**2) * z[i]
        self.truth = z @ np.linalg.inv(self.spread).T
        self.rows = [(1 + i) % num_styles for i in range(a)]
        if shuffled:
            self.rows = rng.permutation(num_styles)[:a].tolist()
        self.share = np.full((a, num_styles), 0.02)
        self.share[np.arange(a), self.rows] = 1
        self.share /= self.share.sum(1, keepdims=True)
        self.synthesized = 0

    def map(self, z, truncation_psi=1.0):
        w = self.w_avg + truncation_psi * (np.asarray(z) @ self.spread)
        return np.repeat(w[:, None], self.num_styles, 1).astype(np.float32)

    def readings(self, w_plus):
        """True readings (N, A), in shares of the range"""
        score = np.einsum(
            "nld,ad,al->na", w_plus - self.w_avg, self.truth, self.share
        )
        score = score + self.crosstalk * np.roll(score, -1, 1)
        return 0.5 + 0.6 * np.tanh(score / 2)

    def synthesize(self, w_plus):
        w_plus = np.asarray(w_plus, np.float64)
        self.synthesized += len(w_plus)
        levels = (self.readings(w_plus) + 1) / 3 * 65535
        levels = np.clip(np.round(levels), 0, 65535).astype(np.uint16)
        images = np.zeros((len(w_plus), 4, 4, 3), np.uint8)
        flat = images.reshape(len(w_plus), 48)
        a = len(self.attributes)
        flat[:, :a], flat[:, a : 2 * a] = levels >> 8, levels & 255
        return images

    def label(self, images):
        a = len(self.attributes)
        flat = images.reshape(len(images), 48).astype(np.float64)
        share = (flat[:, :a] * 256 + flat[:, a : 2 * a]) / 65535 * 3 - 1
        rng = np.random.RandomState(int(flat.sum()) % 2**31)
        share = share + self.noise * rng.randn(*share.shape)
        low, high = np.array([ATTRIBUTES[n].range for n in self.attributes]).T
        return pd.DataFrame(
            low + (high - low) * share, columns=list(self.attributes)
        )

    def samples(self, n, mixing=0.0, seed=0):
        """Labelled `Samples` of this generator"""
        from plotnine_chernoff.directions import Samples

        rng = np.random.RandomState(seed)
        first = self.map(rng.randn(n, self.w_dim))
        late = self.map(rng.randn(n, self.w_dim))
        crossover = rng.randint(1, self.num_styles, n)
        crossover[rng.rand(n) >= mixing] = 0
        is_late = np.arange(self.num_styles) >= crossover[:, None]
        is_late &= crossover[:, None] > 0
        codes = np.where(is_late[:, :, None], late, first)
        labels = self.label(self.synthesize(codes))
        return Samples(first[:, 0], labels, late[:, 0], crossover)
