"""Teach a StyleGAN2 to draw the rendered portraits, by regression.

Imports TensorFlow and the generator. The network learns from pairs (features
of a portrait, its picture): L1 distances of pixels and gradients on an image
pyramid, Adam, low resolutions first, a light critic of patches at the end.
"""

from __future__ import annotations

import json
import time
from contextlib import contextmanager
from dataclasses import dataclass
from math import sqrt
from typing import TYPE_CHECKING

import keras
import numpy as np
import tensorflow as tf
from PIL import Image
from tqdm import tqdm

from ..generator.config import GeneratorConfig
from ..generator.network import StyleGAN2
from ..generator.psnr import psnr
from .adversary import PatchCritic
from .attributes import COLUMN, MIRROR, QUALITY
from .dataset import check_enough
from .degrade import degrade
from .distances import PerceptualLoss, coarse_loss, pyramid_loss
from .forward import Forward
from .latent_space import (
    feature_weights,
    features,
    mapping_arrays,
    row_mask,
    style_weights,
)
from .strands import flow_noise, texture_distance

if TYPE_CHECKING:
    from pathlib import Path

    from ..model.labeler import Labeler

_QUALITY = COLUMN[QUALITY.name]
HELD_OUT = 128
PERCEPTUAL_WEIGHT = 0.1
_STRANDS_FROM, _STRANDS = 64, 0.1  # resolution and first strength of noise
_DRAWN = 32
_PERCEPTUAL_FROM = 128  # resolution; in smaller ones little is to be seen


@dataclass(frozen=True)
class Stage:
    """
    A part of the training at one resolution

    Parameters
    ----------
    resolution : int
    images : int
        Number of images to show.
    batch : int
    rate : float
        Adam's learning rate at the stage's start.
    final_rate : float
        And at its end, reached by a cosine.
    adversary : float
        The critic's gradient at the pictures, as a share of that of the
        distances; 0: no critic.
    finest : float
        Weight of the distances at full resolution. Below 1 critic and
        texture rule there: distances make a smooth mean of strands that lie
        elsewhere.
    texture : float
        Weight of the distance of oriented energies.
    """

    resolution: int
    images: int
    batch: int
    rate: float
    final_rate: float
    adversary: float = 0.0
    finest: float = 1.0
    texture: float = 0.0


def default_config() -> GeneratorConfig:
    """The bundled model's sizes: 256 pixels, 14 styles, a matte"""
    channels = {4: 192, 8: 192, 16: 192, 32: 192, 64: 96, 128: 48, 256: 32}
    return GeneratorConfig(256, channels, image_channels=4)


class Trainer:
    """
    Training of a generator on rendered portraits

    Parameters
    ----------
    directory : Path
        Where checkpoints, `log.jsonl` and preview sheets go. A training
        that was stopped goes on from its last checkpoint.
    config : GeneratorConfig
    compute_dtype : "float32" or "bfloat16"
        Precision of the convolutions.
    seed : int
    labeler : Labeler, optional
        Its features judge pictures of at least its input's size, beside
        pixels.
    start : dict of name to array, optional
        Weights of a generator taught by this module, from which a new
        training starts. Wider layers draw at first what those drew, but for
        noise that had become weak.
    """

    def __init__(
        self,
        directory: Path,
        config: GeneratorConfig,
        compute_dtype: str = "float32",
        seed: int = 0,
        labeler: Labeler | None = None,
        start: dict[str, np.ndarray] | None = None,
    ):
        self.directory, self.config, self.seed = directory, config, seed
        self.perceptual = PerceptualLoss(labeler) if labeler else None
        self.network = StyleGAN2(config)
        self.forward = Forward(
            config,
            lambda name: self.network.variable(name).value,
            compute_dtype,
        )
        self.variables = self._initialize()
        if start:
            self._start_from(start)
        self.averages = [tf.Variable(v.value) for v in self._in_order()]
        self.optimizer = keras.optimizers.Adam(1e-3, 0.9, 0.99)
        self.optimizer.build(self._in_order())
        self.critic = PatchCritic()
        self.seen = tf.Variable(0, dtype=tf.int64)
        checkpoint = tf.train.Checkpoint(
            variables=[v.value for v in self._in_order()],
            averages=self.averages,
            optimizer=[v.value for v in self.optimizer.variables],
            critic=[v.value for v in self.critic.variables],
            seen=self.seen,
        )
        self.manager = tf.train.CheckpointManager(
            checkpoint, str(directory / "checkpoints"), max_to_keep=2
        )
        checkpoint.restore(self.manager.latest_checkpoint)

    def _in_order(self) -> list[keras.Variable]:
        return list(self.variables.values())

    def _initialize(self) -> dict[str, keras.Variable]:
        """
        Variables to train, by name

        Kernels start small: demodulation makes their scale free, and Adam
        moves small ones faster. Styles are affine in the features, through
        the rows of W+ that may use them; `arrays` rewrites them as affine
        in W.
        """
        rng = np.random.RandomState(self.seed)
        variables = {
            "synthesis/const": self.network.variable("synthesis/const")
        }
        variables["synthesis/const"].assign(
            rng.randn(4, 4, self.config.channels[4])
        )
        mask = row_mask(self.config.num_styles)
        for seed, layer in enumerate(self.config.layers()):
            name, row, cin, cout, k, _ = layer
            std = 0.1 if name.endswith("to_rgb") else 1 / np.sqrt(k * k * cin)
            weight = self.network.variable(f"{name}/weight")
            weight.assign(rng.randn(k, k, cin, cout) * std)
            spread = mask[row][:, None] / np.sqrt(mask[row].sum())
            variables |= {
                f"{name}/weight": weight,
                f"{name}/bias": self.network.variable(f"{name}/bias"),
                f"{name}/from_features": keras.Variable(
                    rng.randn(mask.shape[1], cin) * spread, dtype="float32"
                ),
                f"{name}/style_bias": keras.Variable(
                    np.ones(cin), dtype="float32"
                ),
            }
            side = _side(name)
            if side >= _STRANDS_FROM and not name.endswith("to_rgb"):
                noise = self.network.variable(f"{name}/noise")
                noise.assign(flow_noise(side, seed))
                strength = self.network.variable(f"{name}/noise_strength")
                strength.assign(_STRANDS)
                variables |= {
                    f"{name}/noise": noise,
                    f"{name}/noise_strength": strength,
                }
        return variables

    def _start_from(self, arrays):
        self._widen("synthesis/const", arrays["synthesis/const"])
        for name, *_ in self.config.layers():
            if f"{name}/weight" not in arrays:
                continue
            from_features, bias = feature_weights(
                arrays[f"{name}/style_weight"], arrays[f"{name}/style_bias"]
            )
            self._widen(f"{name}/from_features", from_features)
            self._widen(f"{name}/style_bias", bias)
            self._widen(f"{name}/bias", arrays[f"{name}/bias"])
            strength = float(arrays.get(f"{name}/noise_strength", 0))
            if strength and f"{name}/noise" in self.variables:
                # Distances of pixels turn noise off, and then it is slow to
                # come back, for what it learns goes by its strength.
                strength = np.copysign(max(abs(strength), _STRANDS), strength)
                self.variables[f"{name}/noise_strength"].assign(strength)
                self.variables[f"{name}/noise"].assign(arrays[f"{name}/noise"])
            kernel = arrays[f"{name}/weight"]
            # Its gain is one over the root of the fan-in.
            fan_in = self.variables[f"{name}/weight"].shape[2]
            kernel = kernel * sqrt(fan_in / kernel.shape[2])
            self._widen(f"{name}/weight", kernel)

    def _widen(self, name, old):
        """Write an array into the first part of a larger variable"""
        new = self.variables[name].numpy()
        if name.endswith("/weight"):
            # Outputs that there were must not hear inputs that are new.
            new[..., : old.shape[-1]] = 0
        new[tuple(slice(n) for n in old.shape)] = old
        self.variables[name].assign(new)

    def images(self, feature_batch, resolution=None):
        """
        Images (N, r, r, 4) of features (N, K), differentiable

        All those of a pyramid, the smallest first.
        """
        mask = row_mask(self.config.num_styles).astype(np.float32)[:, :, None]
        v = self.variables
        styles = {
            name: feature_batch @ (v[f"{name}/from_features"] * mask[row])
            + v[f"{name}/style_bias"]
            for name, row, *_ in self.config.layers()
        }
        return self.forward.pyramid(styles, resolution)

    def draw(self, features: np.ndarray, resolution: int) -> np.ndarray:
        """
        Pictures by the averaged weights

        Parameters
        ----------
        features : array, (N, K)
        resolution : int
            Of one of the running sums.

        Returns
        -------
        array, (N, resolution, resolution, 3), uint8
        """
        f = np.asarray(features, np.float32)
        draw = tf.function(lambda x: self.images(x, resolution)[-1][..., :3])
        with self._averaged():
            made = [
                _to_bytes(draw(tf.constant(f[i : i + _DRAWN])).numpy())
                for i in range(0, len(f), _DRAWN)
            ]
        return np.concatenate(made)

    @contextmanager
    def _averaged(self):
        """The averaged weights in place of those that are trained"""
        live = [v.numpy() for v in self._in_order()]
        for v, a in zip(self._in_order(), self.averages, strict=True):
            v.assign(a)
        try:
            yield
        finally:
            for v, value in zip(self._in_order(), live, strict=True):
                v.assign(value)

    def arrays(self) -> dict[str, np.ndarray]:
        """Averaged weights of the whole generator, as files hold them"""
        config = self.config
        arrays = {
            name: np.zeros(shape, np.float32)
            for name, shape in config.weight_shapes().items()
        } | mapping_arrays(config)
        v = {
            k: a.numpy()
            for k, a in zip(self.variables, self.averages, strict=True)
        }
        arrays["synthesis/const"] = v["synthesis/const"]
        mask = row_mask(config.num_styles)
        for name, row, *_ in config.layers():
            arrays[f"{name}/weight"] = v[f"{name}/weight"]
            arrays[f"{name}/bias"] = v[f"{name}/bias"]
            for kind in ("noise", "noise_strength"):
                if f"{name}/{kind}" in v:
                    arrays[f"{name}/{kind}"] = v[f"{name}/{kind}"]
            weight, bias = style_weights(
                v[f"{name}/from_features"] * mask[row][:, None],
                v[f"{name}/style_bias"],
                config.w_dim,
            )
            arrays[f"{name}/style_weight"] = weight.astype(np.float32)
            arrays[f"{name}/style_bias"] = bias.astype(np.float32)
        return arrays

    def train(self, stages: list[Stage], data, every: float = 120) -> None:
        """
        Run the stages that are not done yet

        Parameters
        ----------
        stages : list of Stage
        data : callable
            Gives (images uint8, latents) of all portraits there are; asked
            at the start of each stage and at each checkpoint, so that
            rendering may still go on.
        every : float
            Seconds between checkpoints, each with a preview and a line in
            the log.
        """
        start = 0
        for stage in stages:
            end = start + stage.images
            if int(self.seen) < end:
                self._run(stage, start, end, data, every)
            start = end

    def _run(self, stage, start, end, data, every):
        r = stage.resolution
        rng = np.random.RandomState(int(self.seen) % 2**31)
        step = self._make_step(stage)
        sampler = _Sampler(*data(), r)
        losses, last = [], time.time()
        bar = tqdm(
            initial=int(self.seen) - start,
            total=stage.images,
            desc=f"{r} x {r}",
            unit="image",
            mininterval=10,
        )
        while int(self.seen) < end:
            done = (int(self.seen) - start) / stage.images
            cosine = (1 + np.cos(np.pi * done)) / 2
            rate = stage.final_rate + (stage.rate - stage.final_rate) * cosine
            warm_up = min(
                1, (int(self.seen) - start + 1) / (100 * stage.batch)
            )
            self.optimizer.learning_rate.assign(rate * warm_up)
            losses.append(float(step(*sampler.batch(rng, stage.batch))))
            self.seen.assign_add(stage.batch)
            bar.update(stage.batch)
            if time.time() - last > every or int(self.seen) >= end:
                self._checkpoint(r, sampler, np.mean(losses))
                sampler = _Sampler(*data(), r)
                losses, last = [], time.time()
        bar.close()

    def _make_step(self, stage):
        resolution, adversary = stage.resolution, stage.adversary
        # Blocks above the stage's resolution have no gradient yet.
        used = [
            (v, a)
            for (k, v), a in zip(
                self.variables.items(), self.averages, strict=True
            )
            if k == "synthesis/const" or _side(k) <= resolution
        ]
        variables = [v for v, _ in used]
        tensors = [v.value for v in variables]
        fine = resolution >= _PERCEPTUAL_FROM
        perceptual = self.perceptual if fine else None

        @tf.function
        def step(feature_batch, target):
            with tf.GradientTape() as tape:
                # Noise constants are not weights to Keras.
                tape.watch(tensors)
                pyramid = self.images(feature_batch, resolution)
                made = pyramid[-1]
                coarse = coarse_loss(pyramid[:-1], target)
            with tf.GradientTape() as distance:
                distance.watch(made)
                loss = pyramid_loss(made, target, stage.finest)
                if stage.texture:
                    loss += stage.texture * texture_distance(made, target)
                if perceptual is not None:
                    loss += PERCEPTUAL_WEIGHT * perceptual(
                        made[..., :3], target[..., :3]
                    )
            toward = distance.gradient(loss, made)
            if adversary:
                critical = self.critic.judge(made[..., :3], target[..., :3])
                critical = tf.pad(
                    critical, [[0, 0]] * 3 + [[0, made.shape[3] - 3]]
                )
                share = tf.norm(toward) / (tf.norm(critical) + 1e-12)
                toward += adversary * share * critical
            gradients = tape.gradient(
                [made, coarse],
                tensors,
                output_gradients=[toward, tf.ones_like(coarse)],
            )
            self.optimizer.apply(gradients, variables)
            count = tf.cast(self.optimizer.iterations.value, tf.float32)
            share = tf.maximum(0.005, 9 / (9 + count))
            for v, a in used:
                a.assign_add(share * (v.value - a))
            return loss

        return step

    def _checkpoint(self, resolution, sampler, loss):
        self.manager.save()
        made, target = [], []
        with self._averaged():
            for f, t in sampler.held_out(32):
                pictures = self.images(f, resolution)[-1][..., :3].numpy()
                made.append(np.clip(pictures, -1, 1))
                target.append(t[..., :3])
        made, target = np.concatenate(made), np.concatenate(target)
        line = {
            "seen": int(self.seen),
            "resolution": resolution,
            "portraits": sampler.count,
            "loss": round(float(loss), 5),
            "psnr_held_out": round(psnr(target, made, 2), 3),
            "time": round(time.time()),
        }
        with open(self.directory / "log.jsonl", "a") as log:
            log.write(json.dumps(line) + "\n")
        rows = []
        for i in range(0, 24, 8):
            rows += [target[i : i + 8], made[i : i + 8]]
        sheet = np.concatenate(
            [np.concatenate(list(row), axis=1) for row in rows]
        )
        Image.fromarray(_to_bytes(sheet)).save(self.directory / "preview.png")


class _Sampler:
    """Batches of (features, target in [-1, 1]) at one resolution"""

    def __init__(self, images, latents, resolution):
        self.images, self.resolution = images, resolution
        self.features = _clean(latents)
        # Light falls from the front: a mirrored portrait is a portrait.
        self.mirrored = _clean(latents * MIRROR)
        self.count = len(images)
        check_enough(self.count, HELD_OUT)

    def batch(self, rng, n):
        index = rng.randint(HELD_OUT, self.count, n)
        f, images = self.features[index], self.images[index]
        flipped = rng.rand(n) < 0.5
        f[flipped] = self.mirrored[index[flipped]]
        images[flipped] = images[flipped, :, ::-1]
        for i in np.flatnonzero(rng.rand(n) < 0.2):
            quality = rng.rand()
            f[i, _QUALITY] = QUALITY.standardized(quality)
            images[i, ..., :3] = degrade(images[i, ..., :3], quality)
        return tf.constant(f), tf.constant(self._target(images))

    def held_out(self, n):
        for i in range(0, HELD_OUT, n):
            f = tf.constant(self.features[i : i + n])
            yield f, self._target(self.images[i : i + n])

    def _target(self, images):
        k = images.shape[1] // self.resolution
        r = self.resolution
        x = images.reshape(len(images), r, k, r, k, -1).astype(np.float32)
        return x.mean((2, 4)) / 127.5 - 1


def _to_bytes(pictures):
    return np.clip(pictures * 127.5 + 128, 0, 255).astype(np.uint8)


def _clean(latents):
    """Features; degraded pictures are made on the way, of clean portraits"""
    out = features(latents).astype(np.float32)
    out[:, _QUALITY] = QUALITY.standardized(1)
    return out


def _side(name):
    """Height and width of what a layer, or a variable of it, gives"""
    return int(name.split("/")[1].split("x")[0])
