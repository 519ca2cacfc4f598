"""Hostile and broken checkpoints: refused, nothing executed, nothing kept."""

import io
import os
import pickle
import subprocess
import sys
import time
import tracemalloc
import zipfile

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plotnine_chernoff.checkpoints import (
    Checkpoint,
    CheckpointError,
    read_checkpoint,
)
from plotnine_chernoff.checkpoints.torch_tensors import read_stream
from plotnine_chernoff.generator.config import GeneratorConfig
from plotnine_chernoff.generator.initialize import random_arrays
from tests.checkpoint_writers import (
    THINGS,
    Call,
    TorchWriter,
    dumps,
    legacy_stream,
    module,
    network,
    rebuilt,
    tensor,
    tf_network,
    tf_pickle,
    torch_pickle,
    zip_stream,
)

SMALL = GeneratorConfig(
    8, {4: 1, 8: 2}, z_dim=2, w_dim=2, mapping_layers=1, conv_clamp=256
)
ARRAYS = random_arrays(SMALL)
VALID = {
    "tensorflow": tf_pickle(SMALL, ARRAYS),
    "tensorflow, protocol 2": tf_pickle(SMALL, ARRAYS, 2),
    "pytorch": torch_pickle(SMALL, ARRAYS),
}

# A watch over the interpreter: what happens in `watched()` is recorded.
_FORBIDDEN = (
    "exec",
    "compile",
    "import",
    "pickle.find_class",
    "os.",
    "subprocess.",
    "socket.",
    "shutil.",
    "ctypes.",
    "open",
)
_events = None


def _hook(event, args):
    if _events is not None and event.startswith(_FORBIDDEN):
        reads = event == "open" and args[1] in (None, "r", "rb")
        if not reads and event != "os.listdir":
            _events.append((event, str(args)[:200]))


sys.addaudithook(_hook)


def read_watched(path):
    """Read a checkpoint; fails the test if that executes anything"""
    global _events
    _events = []
    try:
        return read_checkpoint(path)
    finally:
        seen, _events = _events, None
        assert seen == []


@pytest.fixture(autouse=True, scope="module")
def warm(tmp_path_factory):
    """Modules that reading imports late are imported before the watch"""
    path = tmp_path_factory.mktemp("warm") / "network.pkl"
    for data in VALID.values():
        path.write_bytes(data)
        read_checkpoint(path)
    read_stream(memoryview(zip_stream(np.ones(3))))


def refused(folder, data):
    path = folder / "network.pkl"
    path.write_bytes(data)
    with pytest.raises(CheckpointError) as caught:
        read_watched(path)
    message = str(caught.value)
    assert "\n" not in message
    assert message.endswith(".")
    assert os.listdir(folder) == ["network.pkl"]
    return message


# Pickles that want to run something


class Attack:
    def __init__(self, function, *args):
        self.function, self.args = function, args

    def __reduce__(self):
        return self.function, self.args


class WithState:
    """A state for a foreign class, by its __setstate__ or its __dict__"""

    def __reduce__(self):
        return subprocess.Popen, (), {"args": "true"}


def plain(thing):
    return pickle.dumps(thing, 4)


def in_tensorflow(thing):
    net = tf_network(SMALL, ARRAYS)
    net.static_kwargs["resolution"] = thing
    return dumps((None, None, net))


def in_pytorch(thing):
    snapshot = TorchWriter(SMALL, ARRAYS).snapshot()
    return dumps(snapshot | {"D": thing})


def nested(thing):
    """In the pickle inside the stream of a tensor"""
    head = b"".join(pickle.dumps(x, 2) for x in (0x1950A86A20F9469CFC6C, 1001))
    stream = head + pickle.dumps({}, 2) + pickle.dumps(thing, 2)
    load = THINGS["torch.storage", "_load_from_bytes"]
    return in_pytorch(Call(load, stream))


ATTACKS = {
    "os.system": Attack(os.system, "touch owned"),
    "eval": Attack(eval, "open('owned', 'w')"),
    "exec": Attack(exec, "open('owned', 'w')"),
    "getattr": Attack(getattr, "text", "format"),
    "import": Attack(__import__, "antigravity"),
    "pickle.loads": Attack(pickle.loads, pickle.dumps(1)),
    "state": WithState(),
    "bytearray": Attack(bytearray, 10**12),
    "numpy load": Attack(np.load, "owned.npy", None, True),
}


@pytest.mark.parametrize("place", [plain, in_tensorflow, in_pytorch, nested])
@pytest.mark.parametrize("name", ATTACKS)
def test_attacks_are_refused(tmp_path, monkeypatch, name, place):
    monkeypatch.chdir(tmp_path)
    message = refused(tmp_path, place(ATTACKS[name]))
    assert "nothing in the file was executed" in message


def test_source_text_is_not_executed(tmp_path):
    """The text in the written files would end the interpreter."""
    for data in VALID.values():
        path = tmp_path / "network.pkl"
        path.write_bytes(data)
        assert isinstance(read_watched(path), Checkpoint)


def text(value):
    return b"\x8c" + bytes([len(value)]) + value.encode()


def name(module, what):
    return text(module) + text(what) + b"\x93"


NETWORK = name("dnnlib.tflib.network", "Network") + b")\x81"
ORDERED = name("collections", "OrderedDict")
DTYPE = name("numpy", "dtype")

BY_HAND = {
    "persistent id": b"K\x01Q.",
    "textual persistent id": b"P1\n.",
    "extension": b"\x82\x01.",
    "inst": b"(ios\nsystem\n.",
    "obj": b"(" + name("os", "system") + b"o.",
    "two dots": name("dnnlib.tflib.network", "Network.__init__") + b".",
    "unnamed module": name("", "eval") + b".",
    "call of a value": b"K\x01)R.",
    "call of a string": text("eval") + b")R.",
    "call of a class that has no call": name("numpy", "ndarray") + b")R.",
    "arguments that are no tuple": ORDERED + b"K\x01R.",
    "too many arguments": ORDERED + b"(" + b"K\x01" * 99 + b"tR.",
    "state of a list": b"]}b.",
    "state of a name": ORDERED + b"}b.",
    "state that is no dict": NETWORK + b"K\x01b.",
    "components that are no dict": (
        b"NN" + NETWORK + b"}(" + text("components") + b"K\x01ub\x87."
    ),
    "object array": DTYPE + text("O8") + b"\x85R.",
    "structured array": DTYPE + text("f4,O") + b"\x85R.",
    "dtype without order": DTYPE + text("f4") + b"\x85R}b.",
    "huge bytes": b"\x8e" + (2**62).to_bytes(8, "little") + b"abc.",
    "huge text": b"\x8d" + (2**63).to_bytes(8, "little") + b"abc.",
    "huge byte array": b"\x96" + (2**40).to_bytes(8, "little") + b"abc.",
    "huge integer": b"\x8b" + (2**31 - 1).to_bytes(4, "little") + b"abc.",
    "negative length": b"\x8b\xff\xff\xff\xff.",
    "huge frame": b"\x95" + (2**60).to_bytes(8, "little") + b"N.",
    "huge memo index": b"Nr\xff\xff\xff\xff0j\xfe\xff\xff\xff.",
    "name without end": b"c" + b"a" * 4000,
    "text that is not UTF-8": b"\x8c\x02\xff\xfe.",
    "no stop": b"N",
    "empty stack": b".",
    "two results": b"NN.",
    "mark as a value": b"(.",
    "no mark": b"t.",
    "append to a tuple": b")K\x01a.",
    "item of a list": b"]K\x01K\x01s.",
    "odd items": b"}(K\x01u.",
    "unhashable key": b"}]K\x01s.",
    "key that is a tuple": b"})K\x01s.",
    "next buffer": b"\x97.",
    "protocol 9": b"\x80\x09N.",
}


@pytest.mark.parametrize("case", BY_HAND)
def test_hand_made_pickles(tmp_path, case):
    tracemalloc.start()
    refused(tmp_path, b"\x80\x04" + BY_HAND[case])
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2e6


BOMBS = {
    "lists in lists": b"\x80\x04" + b"]" * 300_000 + b"a" * 299_999 + b".",
    "tuples in tuples": b"\x80\x04)" + b"\x85" * 500_000 + b".",
    "deep key": b"\x80\x04})" + b"\x85" * 500_000 + b"Ns.",
    "operations": b"\x80\x04" + b"]0" * 600_000 + b"N.",
    "marks": b"\x80\x04" + b"(" * 400_000 + b"t" * 100_000 + b".",
}


@pytest.mark.slow
@pytest.mark.parametrize("case", BOMBS)
def test_bombs_end_soon(tmp_path, case):
    start = time.process_time()
    refused(tmp_path, BOMBS[case])
    assert time.process_time() - start < 10


def doubled(levels=64):
    """A list that would take 2**64 characters to print"""
    value = [1]
    for _ in range(levels):
        value = [value, value]
    return value


@pytest.mark.parametrize(
    "setting", ["resolution", "architecture", "mapping_lrmul", "conv_clamp"]
)
def test_settings_that_print_forever(tmp_path, setting):
    net = tf_network(SMALL, ARRAYS, **{setting: doubled()})
    refused(tmp_path, dumps((None, None, net)))
    refused(tmp_path, dumps({"G_ema": doubled(), "x": net}))


def test_modules_in_circles(tmp_path):
    layer = module("SynthesisLayer")
    for _ in range(40):
        layer = module("SynthesisLayer", children={"a": layer, "b": layer})
    message = refused(tmp_path, in_pytorch(None)[:-1] + b"0N.")
    assert "NoneType" in message
    data = torch_pickle(SMALL, ARRAYS, more_blocks={"b16": layer})
    assert "nested" in refused(tmp_path, data)


def test_one_array_under_many_names(tmp_path):
    """A small file must not become gigabytes of weights."""
    count = 2000
    big = np.ones((128, 128), np.float32)
    net = tf_network(SMALL, ARRAYS)
    mapping = {"Dense0/weight": np.ones((2, 128), np.float32)}
    mapping |= {f"Dense{i}/weight": big for i in range(1, count)}
    mapping |= {f"Dense{i}/bias": big[0] for i in range(count)}
    net.components["mapping"] = network("G_mapping", mapping)
    tracemalloc.start()
    refused(tmp_path, dumps((None, None, net)))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2e7


def keep(index):
    """Into the memo, and off the stack"""
    return b"r" + index.to_bytes(4, "little") + b"0"


def again(index):
    return b"j" + index.to_bytes(4, "little")


def many(call, count=1500):
    """A list of what the same call gives again and again"""
    return b"](" + call * count + b"e."


def long_text(size):
    return b"X" + size.to_bytes(4, "little") + b"a" * size


_LIST = b"](" + b"N" * 30_000 + b"e" + keep(0)
_PAIRS = b"](" + b"K\x01N\x86" * 10_000 + b"e" + keep(0)
_TEXT = long_text(40_000) + keep(0)
_ARGUMENTS = b"(" + b"N" * 30_000 + b"t" + keep(0)
_F4 = DTYPE + text("f4") + b"\x85R(K\x03" + text("<") + b"NtbN0" + keep(1)
_EMPTY = name("numpy._core.multiarray", "_reconstruct") + b"(NNNtR"
_STATE = b"(K\x01" + b"M\x10\x27\x85" + again(1) + b"\x89" + again(0) + b"t"
_TENSOR = name("torch._utils", "_rebuild_tensor_v2")
_SET = name("builtins", "set")
_ENCODE = name("_codecs", "encode")
_EASY = name("dnnlib.util", "EasyDict")

COPIES = {
    "a list made a set": _LIST + many(_SET + again(0) + b"\x85R"),
    "pairs made a dictionary": _PAIRS + many(ORDERED + again(0) + b"\x85R"),
    "pairs made a bag": _PAIRS + many(_EASY + again(0) + b"\x85\x81"),
    "a text made bytes": (
        _TEXT + many(_ENCODE + again(0) + text("latin1") + b"\x86R")
    ),
    "a text made an array": _TEXT + _F4 + many(_EMPTY + _STATE + b"b"),
    "a tuple made arguments": _ARGUMENTS + many(_TENSOR + again(0) + b"R"),
    "numbers that hash alike": (
        b"}("
        + b"".join(
            b"\x8a\x0b" + (i * (2**61 - 1)).to_bytes(11, "little") + b"N"
            for i in range(20_000)
        )
        + b"u."
    ),
}


@pytest.mark.parametrize("case", COPIES)
def test_small_files_that_copy_much(tmp_path, case):
    """What a file asks for again and again is counted before it is made."""
    data = b"\x80\x04" + COPIES[case]
    start = time.process_time()
    tracemalloc.start()
    message = refused(tmp_path, data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "copies more" in message or "damaged" in message
    assert peak < 30 * len(data)
    assert time.process_time() - start < 10


@pytest.mark.parametrize("stream", [legacy_stream, zip_stream])
def test_an_embedded_stream_is_read_once(tmp_path, stream):
    content = stream(np.ones(20_000))
    load = name("torch.storage", "_load_from_bytes")
    data = b"B" + len(content).to_bytes(4, "little") + content + keep(0)
    data = b"\x80\x04" + data + many(load + again(0) + b"\x85R", 20_000)
    start = time.process_time()
    assert "other objects" in refused(tmp_path, data)
    assert time.process_time() - start < 10


@pytest.mark.parametrize("section", ["_modules", "_parameters"])
def test_one_dictionary_of_many_modules(tmp_path, section):
    """Its entries would be looked at once for each of them."""
    leaf = module("SynthesisLayer")
    if section == "_parameters":
        leaf = tensor(np.ones(2, np.float32))
    shared = {f"b{i}": leaf for i in range(3000)}
    layers = {}
    for i in range(3000):
        layers[f"a{i}"] = layer = module("SynthesisLayer")
        layer.args[0]["state"][section] = shared
    block = module("SynthesisBlock", children=layers)
    data = torch_pickle(SMALL, ARRAYS, more_blocks={"b16": block})
    start = time.process_time()
    assert "nested" in refused(tmp_path, data)
    assert time.process_time() - start < 10


def test_a_long_name_of_many_variables(tmp_path):
    net = tf_network(SMALL, ARRAYS)
    long = "a" * 100_000
    net.variables += [(long, np.float32(0))] * 15_000
    start = time.process_time()
    assert "no name" in refused(tmp_path, dumps((None, None, net)))
    assert time.process_time() - start < 10


STORAGE = np.ones(4)


def stream(shape, strides, offset=0):
    return legacy_stream(
        STORAGE,
        "float32",
        lambda storage: rebuilt(storage, shape, strides, offset),
    )


@pytest.mark.parametrize(
    "data",
    [
        stream((5,), (1,)),
        stream((2, 2), (1, 3)),
        stream((4,), (1,), 1),
        stream((4,), (-1,), 3),
        stream((2**40, 2**40), (0, 0)),
        stream((4,), (1, 1)),
        stream((True,), (1,)),
        stream((1,) * 99, (1,) * 99),
        stream("4", (1,)),
        legacy_stream(STORAGE, view=("1", 2, 9)),
        legacy_stream(STORAGE, view=("1", -1, 2)),
        zip_stream(np.ones(10_000), compression=zipfile.ZIP_DEFLATED),
        zip_stream(STORAGE)[:-30],
        zip_stream(STORAGE).replace(b"archive/data/0", b"archive/data/1"),
        zip_stream(STORAGE).replace(b"data.pkl", b"data.abc"),
        zip_stream(STORAGE).replace(b"little", b"bigbig"),
        legacy_stream(STORAGE)[:-1],
        legacy_stream(STORAGE)[:-40],
        b"",
        b"PK\x03\x04",
    ],
    # Not by their content: archives know the hour.
    ids=lambda data: f"{len(data)} bytes",
)
def test_streams_that_lie(data):
    def numbers():
        result = read_stream(memoryview(data))
        return result.array() if hasattr(result, "array") else result.numbers()

    with pytest.raises(CheckpointError):
        numbers()


def test_zip_with_many_records():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for i in range(11_000):
            archive.writestr(f"a/data/{i}", b"")
    with pytest.raises(CheckpointError, match="too many"):
        read_stream(memoryview(file.getvalue()))


@pytest.mark.parametrize("kind", VALID)
def test_truncated_anywhere(tmp_path, kind):
    data = VALID[kind]
    for length in range(2, len(data), max(1, len(data) // 150)):
        refused(tmp_path, data[:length])


# Fuzzing

SNIPPETS = [
    b"cos\nsystem\n",
    text("os") + text("system") + b"\x93",
    name("builtins", "eval"),
    b"(S'true'\ntR",
    b"\x85R",
    b"R",
    b"b",
    b"\x81",
    b"0",
    b"(",
    b"t",
    b"2",
    b"Q",
    b".",
    b"u",
    b"e",
    b"\x94",
    b"h\x00",
    b"h\x05",
    b"N",
    b"]",
    b"}",
    b"\x80\x05",
    b"\x8e\xff\xff\xff\xff\xff\xff\xff\x7f",
    b"\x8b\xff\xff\xff\x7f",
    b"\x95\x00\x00\x00\x00\x00\x00\x00\x00",
]

PLACE = st.floats(0, 1, exclude_max=True)
MUTATION = st.one_of(
    st.tuples(st.just("flip"), PLACE, st.integers(1, 255)),
    st.tuples(st.just("cut"), PLACE, st.integers(1, 64)),
    st.tuples(st.just("insert"), PLACE, st.sampled_from(SNIPPETS)),
    st.tuples(st.just("overwrite"), PLACE, st.binary(max_size=8)),
    st.tuples(
        st.just("splice"),
        PLACE,
        st.tuples(PLACE, st.sampled_from(sorted(VALID))),
    ),
    st.tuples(st.just("truncate"), PLACE, st.none()),
)


def mutate(data, mutation):
    what, place, how = mutation
    at = int(place * len(data))
    if what == "flip":
        return data[:at] + bytes([data[at] ^ how]) + data[at + 1 :]
    if what == "cut":
        return data[:at] + data[at + how :]
    if what == "insert":
        return data[:at] + how + data[at:]
    if what == "overwrite":
        return data[:at] + how + data[at + len(how) :]
    if what == "splice":
        other = VALID[how[1]]
        start = int(how[0] * len(other))
        return data[:at] + other[start : start + 200] + data[at:]
    return data[: max(at, 1)]


def assert_whole(checkpoint):
    config = dict(checkpoint.config)
    config.pop("num_styles")
    shapes = GeneratorConfig(**config).weight_shapes()
    assert {k: w.shape for k, w in checkpoint.weights.items()} == shapes
    assert all(np.isfinite(w).all() for w in checkpoint.weights.values())


@pytest.mark.slow
@pytest.mark.parametrize("kind", VALID)
@settings(
    max_examples=400,
    deadline=None,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
    ],
)
@given(mutations=st.lists(MUTATION, min_size=1, max_size=3))
def test_mutations(tmp_path, kind, mutations):
    """Refused in one sentence, or whole: the change hit a number."""
    data = VALID[kind]
    for mutation in mutations:
        data = mutate(data, mutation) or b"\0"
    path = tmp_path / "network.pkl"
    path.write_bytes(data)
    try:
        checkpoint = read_watched(path)
    except CheckpointError as error:
        message = str(error)
        assert "\n" not in message
        assert message.endswith(".")
        assert len(message) < 500
    else:
        assert_whole(checkpoint)
    assert os.listdir(tmp_path) == ["network.pkl"]
