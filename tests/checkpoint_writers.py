"""Writes pickles of the structure of NVIDIA's, with nothing but pickle.

Stand-in modules take the places of torch, dnnlib and torch_utils while a
pickle is written.  Names and layouts are spelled out here once more, so that
the reader is not tested against itself.
"""

import io
import pickle
import sys
import types
import zipfile
from collections import OrderedDict
from contextlib import contextmanager
from unittest import mock

import numpy as np

MAGIC = 0x1950A86A20F9469CFC6C
SOURCE = "raise SystemExit('the source text in a pickle was executed')"

KINDS = {
    "float32": "FloatStorage",
    "float64": "DoubleStorage",
    "float16": "HalfStorage",
    "int64": "LongStorage",
    "bfloat16": "BFloat16Storage",
}


# Modules that exist while a pickle is written


def _function(module, name):
    def function(*args):
        raise AssertionError

    function.__module__, function.__qualname__ = module, name
    return function


def _class(module, name, base=object):
    return type(name, (base,), {"__module__": module})


NAMES = {
    ("torch_utils.persistence", "_reconstruct_persistent_obj"): _function,
    ("torch._utils", "_rebuild_tensor_v2"): _function,
    ("torch._utils", "_rebuild_parameter"): _function,
    ("torch.storage", "_load_from_bytes"): _function,
    ("dnnlib.tflib.network", "Network"): _class,
    ("tfutil", "Network"): _class,
    **{("torch", kind): _class for kind in KINDS.values()},
}
THINGS = {key: make(*key) for key, make in NAMES.items()}
THINGS["dnnlib.util", "EasyDict"] = _class("dnnlib.util", "EasyDict", dict)


@contextmanager
def standin_modules():
    modules = {}
    for (module, name), thing in THINGS.items():
        parts = module.split(".")
        for i in range(len(parts)):
            full = ".".join(parts[: i + 1])
            modules.setdefault(full, types.ModuleType(full))
        setattr(modules[module], name, thing)
    with mock.patch.dict(sys.modules, modules):
        yield


class Call:
    """Pickles as a call of one of the names above, or of any callable"""

    def __init__(self, function, *args):
        self.function, self.args = function, args

    def __reduce__(self):
        return self.function, self.args


def dumps(thing, protocol=4):
    with standin_modules():
        return pickle.dumps(thing, protocol)


def easy_dict(**items):
    return THINGS["dnnlib.util", "EasyDict"](items)


# Tensors


class _Storage:
    def __init__(self, kind, count, view=None):
        self.address = (
            "storage",
            THINGS["torch", kind],
            "0",
            "cuda:0",
            count,
            view,
        )


class _StreamPickler(pickle.Pickler):
    length = 6

    def persistent_id(self, obj):
        if isinstance(obj, _Storage):
            return obj.address[: self.length]
        return None


def _number_bytes(array, kind):
    if kind == "bfloat16":
        bits = np.ascontiguousarray(array, np.float32).view(np.uint32)
        return (bits >> 16).astype(np.uint16).tobytes(), array.size
    flat = np.ascontiguousarray(array, kind)
    return flat.tobytes(), flat.size


def _root(array, kind, whole, view):
    data, count = _number_bytes(array, kind)
    storage = _Storage(KINDS[kind], count, view)
    return (whole(storage) if whole else storage), data, count


def legacy_stream(array, kind="float32", whole=None, view=None):
    """torch.save before 1.6, and of storages inside pickles to this day"""
    root, data, count = _root(array, kind, whole, view)
    file = io.BytesIO()
    with standin_modules():
        for header in (MAGIC, 1001, {"little_endian": True, "type_sizes": {}}):
            pickle.dump(header, file, 2)
        _StreamPickler(file, 2).dump(root)
        pickle.dump(["0"], file, 2)
    return file.getvalue() + count.to_bytes(8, "little") + data


def zip_stream(array, kind="float32", whole=None, compression=0):
    root, data, _ = _root(array, kind, whole, None)
    content = io.BytesIO()
    with standin_modules():
        pickler = _StreamPickler(content, 2)
        pickler.length = 5
        pickler.dump(root)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        archive.writestr("archive/data.pkl", content.getvalue())
        archive.writestr("archive/byteorder", "little")
        archive.writestr("archive/data/0", data)
        archive.writestr("archive/version", "3\n")
    return file.getvalue()


def rebuilt(storage, shape, strides, offset=0):
    rebuild = THINGS["torch._utils", "_rebuild_tensor_v2"]
    return Call(rebuild, storage, offset, shape, strides, False, OrderedDict())


def tensor(array, stream=legacy_stream, kind="float32", order=None):
    """
    A pickled tensor whose memory holds its axes in the given order, so that
    strides matter, behind three numbers that do not belong to it
    """
    array = np.asarray(array)
    order = tuple(range(array.ndim)) if order is None else order
    stored = np.ascontiguousarray(array.transpose(order))
    strides = [0] * array.ndim
    for position, axis in enumerate(order):
        strides[axis] = stored.strides[position] // stored.itemsize
    memory = np.concatenate([np.full(3, 7, array.dtype), stored.ravel()])
    load = THINGS["torch.storage", "_load_from_bytes"]
    storage = Call(load, stream(memory, kind))
    return rebuilt(storage, array.shape, tuple(strides), 3)


def saved_tensor(array, stream, order=None):
    """What torch.save writes for one tensor"""
    array = np.asarray(array)
    order = tuple(range(array.ndim)) if order is None else order
    stored = np.ascontiguousarray(array.transpose(order))
    strides = [0] * array.ndim
    for position, axis in enumerate(order):
        strides[axis] = stored.strides[position] // stored.itemsize
    return stream(
        stored,
        str(array.dtype),
        lambda storage: rebuilt(storage, array.shape, tuple(strides)),
    )


# Networks of the PyTorch code


def module(kind, parameters=(), buffers=(), children=(), **attributes):
    meta = {
        "type": "class",
        "version": 6,
        "module_src": SOURCE,
        "class_name": kind,
        "state": {
            "training": False,
            "_parameters": OrderedDict(parameters),
            "_buffers": OrderedDict(buffers),
            "_non_persistent_buffers_set": set(),
            "_forward_hooks": OrderedDict(),
            "_modules": OrderedDict(children),
            "_init_args": (),
            "_init_kwargs": easy_dict(),
            **attributes,
        },
    }
    name = ("torch_utils.persistence", "_reconstruct_persistent_obj")
    return Call(THINGS[name], meta)


def parameter(value):
    rebuild = THINGS["torch._utils", "_rebuild_parameter"]
    return Call(rebuild, value, False, OrderedDict())


FIR = np.outer([1, 3, 3, 1], [1, 3, 3, 1]).astype(np.float32) / 64


class TorchWriter:
    """A generator of the PyTorch code out of weights in our layout"""

    def __init__(self, config, arrays, tensor=tensor, newer=False, **changes):
        self.config, self.arrays = config, arrays
        self.tensor, self.newer = tensor, newer
        self.changes = changes

    def attribute(self, name, value):
        return self.changes.get(name, value)

    def dense(self, weight, bias, gain, activation):
        fan_in = weight.shape[0]
        sizes = {"in_features": fan_in} if self.newer else {}
        return module(
            "FullyConnectedLayer",
            {
                "weight": parameter(self.tensor(weight.T)),
                "bias": parameter(self.tensor(bias)),
            },
            activation=activation,
            weight_gain=np.float64(gain / np.sqrt(fan_in)),
            bias_gain=gain,
            **sizes,
        )

    def layer(self, name, up):
        a = self.arrays
        kernel = a[f"{name}/weight"]
        if up:
            kernel = kernel[::-1, ::-1]
        affine = self.dense(
            a[f"{name}/style_weight"], a[f"{name}/style_bias"], 1, "linear"
        )
        parameters = {
            "weight": parameter(self.tensor(kernel.transpose(3, 2, 0, 1))),
            "bias": parameter(self.tensor(a[f"{name}/bias"])),
        }
        buffers, attributes = {}, {"conv_clamp": self.config.conv_clamp}
        attributes |= {
            k: v
            for k, v in self.changes.items()
            if k in ("conv_clamp", "activation")
        }
        rgb = name.endswith("to_rgb")
        if not rgb:
            attributes["use_noise"] = self.attribute("use_noise", True)
            attributes["up"] = 2 if up else 1
            attributes["act_gain"] = np.float64(np.sqrt(2))
            attributes.setdefault("activation", "lrelu")
            buffers["resample_filter"] = self.filter()
        if f"{name}/noise" in a:
            buffers["noise_const"] = self.tensor(a[f"{name}/noise"])
            parameters["noise_strength"] = parameter(
                self.tensor(a[f"{name}/noise_strength"])
            )
        kind = "ToRGBLayer" if rgb else "SynthesisLayer"
        return module(
            kind, parameters, buffers, {"affine": affine}, **attributes
        )

    def filter(self):
        return self.tensor(self.attribute("fir", FIR))

    def skip(self, name):
        kernel = self.arrays[f"{name}/weight"].transpose(3, 2, 0, 1)
        return module(
            "Conv2dLayer",
            {"weight": parameter(self.tensor(kernel)), "bias": None},
            {"resample_filter": self.filter()},
            up=2,
            activation="linear",
            conv_clamp=None,
        )

    def block(self, r):
        name, children, parameters = f"synthesis/{r}x{r}", {}, {}
        if r == 4:
            const = self.arrays["synthesis/const"].transpose(2, 0, 1)
            parameters["const"] = parameter(self.tensor(const))
        else:
            children["conv0"] = self.layer(f"{name}/conv_up", True)
        children["conv1"] = self.layer(f"{name}/conv", False)
        if f"{name}/to_rgb/weight" in self.arrays:
            children["torgb"] = self.layer(f"{name}/to_rgb", False)
        if f"{name}/skip/weight" in self.arrays:
            children["skip"] = self.skip(f"{name}/skip")
        return module(
            "SynthesisBlock",
            parameters,
            {"resample_filter": self.filter()},
            children,
            architecture=self.attribute(
                "architecture", self.config.architecture
            ),
            use_fp16=True,
        )

    def generator(self):
        c, a = self.config, self.arrays
        layers = {
            f"fc{i}": self.dense(
                a[f"mapping/dense{i}/weight"],
                a[f"mapping/dense{i}/bias"],
                c.mapping_lrmul,
                "lrelu",
            )
            for i in range(c.mapping_layers)
        }
        if "mapping/embed/weight" in a:
            layers["embed"] = self.dense(
                a["mapping/embed/weight"], a["mapping/embed/bias"], 1, "linear"
            )
        mapping = module(
            "MappingNetwork",
            {},
            {"w_avg": self.tensor(a["mapping/w_avg"])},
            layers,
            num_layers=c.mapping_layers,
        )
        blocks = {f"b{r}": self.block(r) for r in c.resolutions}
        blocks |= self.attribute("more_blocks", {})
        return module(
            self.attribute("class_name", "Generator"),
            children={
                "synthesis": module("SynthesisNetwork", children=blocks),
                "mapping": mapping,
            },
            z_dim=c.z_dim,
            c_dim=self.attribute("c_dim", 0),
            w_dim=c.w_dim,
            img_resolution=self.attribute("img_resolution", c.resolution),
            img_channels=self.attribute("img_channels", 3),
        )

    def snapshot(self):
        return {
            "training_set_kwargs": easy_dict(path="faces.zip"),
            "G": None,
            "D": None,
            "augment_pipe": None,
            "G_ema": self.generator(),
        }


def torch_pickle(config, arrays, protocol=4, **options):
    return dumps(TorchWriter(config, arrays, **options).snapshot(), protocol)


# Networks of the TensorFlow code


def network(function, variables, components=None, version=4, **settings):
    thing = THINGS["dnnlib.tflib.network", "Network"]()
    thing.__dict__.update(
        version=version,
        name=function,
        static_kwargs=settings,
        components=components or {},
        build_module_src=SOURCE,
        build_func_name=function,
        variables=list(variables.items()),
    )
    return thing


def tf_variables(config, arrays, progressive=False):
    """The variables of mapping and synthesis by their TensorFlow names"""
    mapping, synthesis = {}, {}
    for name, array in arrays.items():
        part, *rest = name.split("/")
        leaf = rest[-1]
        if part == "mapping":
            if leaf != "w_avg":
                mapping[f"{rest[0].replace('dense', 'Dense')}/{leaf}"] = array
            continue
        if leaf == "const":
            const = array.transpose(2, 0, 1)[None]
            synthesis["4x4/Const/const"] = np.ascontiguousarray(const)
            continue
        block, layer, leaf = rest
        level = config.resolutions.index(int(block.split("x")[0])) + 2
        if leaf == "noise":
            index = 2 * level - (5 if layer == "conv_up" else 4)
            synthesis[f"noise{index}"] = array[None, None]
            continue
        layer = {
            "conv": "Conv1" if level > 2 else "Conv",
            "conv_up": "Conv0_up",
            "to_rgb": "ToRGB",
            "skip": "Skip",
        }[layer]
        place = f"{block}/{layer}"
        if progressive and layer == "ToRGB":
            place = "ToRGB_lod0"
        if leaf == "style_bias":
            array = array - np.float32(1)
        if leaf == "noise_strength":
            array = np.float32(array)
        leaf = leaf.replace("style_", "mod_")
        synthesis[f"{place}/{leaf}"] = array
    if progressive:
        synthesis["lod"] = np.float32(0)
        synthesis["ToRGB_lod1/weight"] = np.zeros((1, 1, 5, 3), np.float32)
    return mapping, synthesis


def tf_network(config, arrays, progressive=False, version=4, **settings):
    mapping, synthesis = tf_variables(config, arrays, progressive)
    built = {"resolution": config.resolution, "truncation_psi": 0.7}
    if config.architecture != "skip" and not progressive:
        built["architecture"] = config.architecture
    if config.conv_clamp is not None:
        built["conv_clamp"] = config.conv_clamp
    built |= settings
    top = {"lod": np.float32(0), "dlatent_avg": arrays["mapping/w_avg"]}
    return network(
        "G_main",
        top,
        {
            "synthesis": network("G_synthesis", synthesis, version=version),
            "mapping": network("G_mapping", mapping, version=version),
        },
        version,
        **built,
    )


def tf_pickle(config, arrays, protocol=4, **options):
    averaged = tf_network(config, arrays, **options)
    return dumps((None, None, averaged), protocol)
