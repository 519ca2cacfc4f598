"""How fast faces are made here: ours, its floor, and what else there is.

All rows of a table are timed in turn in one process, so that they share the
machine's moods. Imports NumPy and pandas; TensorFlow, and whatever it is
compared with, inside the functions.
"""

from __future__ import annotations

import importlib
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from ..generator.config import GeneratorConfig
from ..generator.psnr import psnr
from ..model.export.onnx import to_onnx
from ..model.face_model import PRECISIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from ..model.face_model import FaceModel

    Arrays = Mapping[str, np.ndarray]
    Call = Callable[[], np.ndarray]

OURS = "plotnine-chernoff"
NVIDIA = "NVIDIA's PyTorch code"


class NotMeasuredError(Exception):
    """Why something that could be compared is not"""


@dataclass
class Bench:
    """
    What was measured

    Parameters
    ----------
    table : DataFrame
        A row for each implementation and type. Columns: ``s/image`` (median
        seconds for an image); ``x NVIDIA`` and ``x floor`` (how often as
        fast; the floor is that of the same type); ``PSNR`` (dB, to our
        float32); ``peak GiB`` (the process' memory until then, so that each
        row includes those above).
    notes : list of str
        What was not measured, and why.
    """

    table: pd.DataFrame
    notes: list[str] = field(default_factory=list)

    def __str__(self):
        text = self.table.to_string(
            float_format="{:.3g}".format, na_rep="", justify="right"
        )
        return "\n".join([text, *self.notes])


def bench(
    config: GeneratorConfig,
    arrays: Arrays,
    batch: int = 1,
    repeats: int = 5,
    nvidia: str | Path | None = None,
    peak: float | None = None,
) -> Bench:
    """
    Time synthesis, side by side

    Parameters
    ----------
    config : GeneratorConfig
    arrays : dict of name to array
        Weights of the network.
    batch : int
        Images at once.
    repeats : int
        Calls of each, after two to warm up.
    nvidia : str or Path, optional
        A checkout of NVlabs/stylegan2-ada-pytorch, run on the same weights.
    peak : float, optional
        Width of the pixels' range, for PSNR; by default four standard
        deviations, which suits networks of random weights too.

    Returns
    -------
    Bench
    """
    codes = _codes(config, arrays, batch)
    calls: dict[str, Call] = {}
    images, memory, notes = {}, {}, []
    for name, prepare in {
        f"{OURS} float32": lambda: _ours(config, arrays, codes, "float32"),
        f"{OURS} bfloat16": lambda: _ours(config, arrays, codes, "bfloat16"),
        NVIDIA: lambda: _nvidia(config, arrays, codes, nvidia),
        "OpenVINO": lambda: _openvino(config, arrays, codes),
        "ONNX Runtime": lambda: _onnx_runtime(config, arrays, codes),
    }.items():
        try:
            prepared = prepare()
        except NotMeasuredError as e:
            notes.append(f"{name}: not measured ({e}).")
            continue
        calls |= prepared
        # Before the next one is there, which takes memory as well.
        for row, call in prepared.items():
            call()
            images[row], memory[row] = call(), peak_memory()
    seconds = _medians(calls, repeats)
    floors = {
        t: batch * macs(config) / convolution_rate(config, batch, t, repeats)
        for t in PRECISIONS
    }
    rows = {f"floor {t}": {"s/image": floors[t] / batch} for t in PRECISIONS}
    reference = images[f"{OURS} float32"]
    if peak is None:
        peak = 4 * float(reference.std())
    for name in calls:
        floor = floors["bfloat16" if name.endswith(" bfloat16") else "float32"]
        rows[name] = {
            "s/image": seconds[name] / batch,
            "x floor": floor / seconds[name],
            "PSNR": psnr(reference, images[name], peak),
            "peak GiB": memory[name],
        }
    table = pd.DataFrame.from_dict(rows, orient="index")
    rivals = [n for n in calls if n.startswith(NVIDIA)]
    if rivals:
        # Theirs has two ways to convolve; the faster one counts.
        best = table.loc[rivals, "s/image"].min()
        table.insert(1, "x NVIDIA", best / table["s/image"])
    return Bench(table, notes)


def macs(config: GeneratorConfig) -> int:
    """Multiplications and additions of the convolutions of one image"""
    total = 0
    for name, _, cin, cout, kernel, _ in config.layers():
        r = int(name.split("/")[1].partition("x")[0])
        # A transposed convolution and a skip start from the block below.
        side = r // 2 if name.endswith(("/conv_up", "/skip")) else r
        total += kernel**2 * cin * cout * side**2
    return total


def convolution_rate(
    config: GeneratorConfig, batch: int, dtype: str, repeats: int
) -> float:
    """
    Multiplications and additions a second of plain convolutions

    The best among the larger 3 x 3 convolutions of the network, without
    styles, noise and activation: what no program around the same
    convolutions can beat.
    """
    import tensorflow as tf

    work = {r: (r * c) ** 2 for r, c in config.channels.items()}
    rates = []
    for r, size in work.items():
        if 2 * size < max(work.values()):
            continue
        c = config.channels[r]
        x = tf.cast(tf.random.normal((batch, r, r, c)), dtype)
        kernel = tf.cast(tf.random.normal((3, 3, c, c)), dtype)
        convolve = tf.function(
            lambda x, kernel: tf.nn.conv2d(x, kernel, 1, "SAME")
        )

        def call(convolve=convolve, x=x, kernel=kernel):
            return convolve(x, kernel)

        call()
        rates.append(9 * size * batch / _medians({"": call}, repeats)[""])
    return max(rates)


def peak_memory() -> float:
    """Largest memory of this process so far, GiB; NaN where unknown"""
    try:
        import resource
    except ImportError:
        return np.nan
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # Linux counts in KiB, macOS in bytes.
    return used / 2 ** (30 if sys.platform == "darwin" else 20)


def face_rate(model: FaceModel, n: int = 32) -> float:
    """Faces a second of a model, pixels included"""
    z = np.random.RandomState(0).randn(n, model.config.z_dim)
    codes = model.map(z)
    model.synthesize(codes[:1])
    return n / _medians({"": lambda: model.synthesize(codes)}, 1)[""]


def _medians(calls: Mapping[str, Callable], repeats: int) -> dict[str, float]:
    """Median seconds of each call; they take turns"""
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(repeats):
        for name, call in calls.items():
            start = time.perf_counter()
            call()
            taken[name].append(time.perf_counter() - start)
    return {name: float(np.median(t)) for name, t in taken.items()}


def _codes(config, arrays, batch) -> np.ndarray:
    """W+ codes (batch, num_styles, w_dim) of the first seeds"""
    from ..generator.arithmetic import map_latents

    z = [np.random.RandomState(s).randn(config.z_dim) for s in range(batch)]
    w = np.asarray(map_latents(config, arrays, np.array(z, np.float32)))
    return np.repeat(w[:, None], config.num_styles, axis=1)


def _ours(config, arrays, codes, dtype) -> dict[str, Call]:
    from ..generator.synthesis import Synthesis

    synthesis = Synthesis(config, arrays, dtype, len(codes))

    def call() -> np.ndarray:
        # The same codes again would find their first blocks done.
        synthesis.forget()
        return np.asarray(synthesis(codes))

    return {f"{OURS} {dtype}": call}


def _optional(module: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError:
        raise NotMeasuredError(f"{module} is not installed") from None


def _nvidia(config, arrays, codes, path) -> dict[str, Call]:
    if path is None:
        raise NotMeasuredError(
            "give --nvidia, a checkout of NVlabs/stylegan2-ada-pytorch"
        )
    torch = _optional("torch")
    network = _nvidia_network(torch, config, arrays, path).eval()
    given = torch.from_numpy(codes)

    def call(fused: bool) -> np.ndarray:
        with torch.no_grad():
            images = network(given, noise_mode="const", fused_modconv=fused)
        return images.numpy().transpose(0, 2, 3, 1)

    return {
        f"{NVIDIA}, fused": lambda: call(True),
        f"{NVIDIA}, not fused": lambda: call(False),
    }


def _nvidia_network(torch, config: GeneratorConfig, arrays, path) -> Any:
    from ..checkpoints.pytorch import locate

    most = max(config.channels.values())
    base = config.channels[config.resolution] * config.resolution
    by_rule = GeneratorConfig.from_base(config.resolution, base, most)
    if by_rule.channels != config.channels:
        raise NotMeasuredError("it cannot have these numbers of channels")
    sys.path.insert(0, str(path))
    try:
        networks: Any = importlib.import_module("training.networks")
        network = networks.SynthesisNetwork(
            w_dim=config.w_dim,
            img_resolution=config.resolution,
            img_channels=3,
            channel_base=base,
            channel_max=most,
            num_fp16_res=0,
            architecture=config.architecture,
            conv_clamp=config.conv_clamp,
        )
    except (ImportError, AttributeError, TypeError) as e:
        raise NotMeasuredError(f"{path} cannot be used: {e}") from None
    finally:
        sys.path.remove(str(path))
    state = network.state_dict()
    for name in config.weight_shapes():
        if not name.startswith("mapping/"):
            there, layout = locate(name)
            array = arrays[name]
            if layout.flip:
                array = array[::-1, ::-1]
            if layout.axes is not None:
                array = array.transpose(np.argsort(layout.axes))
            array = np.array(array, np.float32, order="C")
            state[there.removeprefix("synthesis.")] = torch.from_numpy(array)
    network.load_state_dict(state)
    return network


def _openvino(config, arrays, codes) -> dict[str, Call]:
    openvino = _optional("openvino")
    core = openvino.Core()
    model = core.read_model(_exported(config, arrays, codes))
    calls: dict[str, Call] = {}
    for t, hint in (("float32", "f32"), ("bfloat16", "bf16")):
        options = {"INFERENCE_PRECISION_HINT": hint}
        compiled = core.compile_model(model, "CPU", options)
        calls[f"OpenVINO {t}"] = lambda compiled=compiled: _last_axis(
            next(iter(compiled(codes).values()))
        )
    return calls


def _onnx_runtime(config, arrays, codes) -> dict[str, Call]:
    onnxruntime = _optional("onnxruntime")
    session = onnxruntime.InferenceSession(
        _exported(config, arrays, codes), providers=["CPUExecutionProvider"]
    )
    given = {"w_plus": codes}
    return {
        "ONNX Runtime float32": lambda: _last_axis(session.run(None, given)[0])
    }


def _exported(config, arrays, codes) -> bytes:
    _optional("onnx")
    return to_onnx(config, arrays, len(codes))


def _last_axis(images) -> np.ndarray:
    return np.asarray(images, np.float32).transpose(0, 2, 3, 1)
