"""Any JSON in any place of a model or a sample set: read, or our error."""

import copy
import json
import shutil
import time
import tracemalloc

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from safetensors.numpy import load_file, save_file

from plotnine_chernoff import FaceModel
from plotnine_chernoff.directions.sample_set import SampleSet
from plotnine_chernoff.model.edits import Edits
from plotnine_chernoff.model.face_model import _load
from plotnine_chernoff.model.files import ModelFileError, fingerprint
from plotnine_chernoff.model.labeler import Labeler, weight_shapes

NAMES = ("age", "smile")


def edits(model):
    a, w = len(NAMES), model.config.w_dim
    values = np.tile(np.linspace(0, 1, 3), (a, 1))
    return Edits(
        attributes=NAMES,
        ranges={"age": (20.0, 75.0), "smile": (-1.0, 1.0)},
        styles={"age": (0, 1), "smile": (3,)},
        directions=np.ones((a, w)),
        center=np.zeros(w),
        readout=np.zeros((a, w)),
        displacement=np.zeros((a, w)),
        curve_values=values,
        curve_steps=values,
        correction=np.zeros((3, a)),
        num_styles=model.num_styles,
        degree=1,
        fingerprint=model.fingerprint,
        notes={"attributes": {"age": {"entropies": [0.5] * 4}}},
    )


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A small model with all that a model may have, and its description"""
    model = FaceModel.random(8, 32, z_dim=4, w_dim=4)
    model.edits = edits(model)
    model.labeler = Labeler(
        NAMES,
        [40, 0],
        [10, 1],
        {k: np.zeros(s, np.float32) for k, s in weight_shapes(2).items()},
    )
    path = tmp_path_factory.mktemp("models") / "model"
    model.save(path)
    return path, json.loads((path / "model.json").read_text())


def places(value, place=()):
    """All places in nested data"""
    yield place
    items = ()
    if isinstance(value, dict):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, inner in items:
        yield from places(inner, (*place, key))


def put(data, place, value):
    if not place:
        return value
    data = copy.deepcopy(data)
    target = data
    for key in place[:-1]:
        target = target[key]
    target[place[-1]] = value
    return data


AWKWARD = st.sampled_from(
    [
        None, True, 0, -1, 2, 10**9, 10**30, 0.5, 1e300, float("nan"),
        float("inf"), "", "\x1b[2J\x1b]0;owned\x07", "a\u202eb", "\ud800", [],
        {}, [[]], {"": None}, [0] * 1000, "x" * 100_000,
    ]
)  # fmt: skip
JSON = AWKWARD | st.recursive(
    AWKWARD | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)


def attempt(read, errors):
    """What reading gives, None for one of our errors; quick and small"""
    tracemalloc.start()
    start = time.process_time()
    try:
        return read()
    except errors as error:
        text = str(error)
        assert text.replace("\n", "").isprintable()
        assert len(text) < 1000
        return None
    finally:
        assert time.process_time() - start < 5
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < 100e6


@pytest.mark.slow
@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_any_json_in_any_place_of_a_model(whole, data):
    path, description = whole
    place = data.draw(st.sampled_from(list(places(description))))
    changed = put(description, place, data.draw(JSON))
    (path / "model.json").write_text(json.dumps(changed))
    try:
        model = attempt(lambda: FaceModel.load(path), ModelFileError)
        if model is not None:
            # What was let through must not steer the terminal either.
            assert repr(model).isprintable()
            assert model.licence.isprintable()
            _ = model.ranges
    finally:
        (path / "model.json").write_text(json.dumps(description))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("edits", "degree"), 10**9),
        (("architecture", "mapping_layers"), 10**9),
        (("architecture", "z_dim"), 10**9),
        (("architecture", "channels", "4"), 10**9),
        (("architecture", "channels"), [1]),
        (("edits", "num_styles"), 10**9),
        (("edits", "attributes", "smile", "styles"), [10**9]),
        (("edits", "attributes", "smile", "range"), [1, -1]),
        (("edits", "notes"), []),
        (("edits", "notes", "attributes", "age", "entropies"), "x"),
        (("labeler", "attributes"), "age"),
        (("labeler", "scale"), ["a", "b"]),
        (("format_version"), True),
        (("name",), "a\x1b[2Jb"),
        (("provenance",), {"file": "a\x1b[2Jb"}),
        (("fingerprint",), "\x1b[2J"),
        (("fingerprint",), 3),
    ],
)
def test_what_hung_or_ended_in_a_traceback(whole, place, value):
    path, description = whole
    place = (place,) if isinstance(place, str) else place
    changed = put(description, place, value)
    (path / "model.json").write_text(json.dumps(changed))
    try:
        assert attempt(lambda: FaceModel.load(path), ModelFileError) is None
    finally:
        (path / "model.json").write_text(json.dumps(description))


@pytest.mark.parametrize(
    "text",
    ["[" * 200_000, '{"a":' * 200_000, "1" * 10_000, "\ufeff{}", "", "\0"],
)
def test_files_that_are_no_json(whole, text):
    path, description = whole
    (path / "model.json").write_text(text)
    try:
        assert attempt(lambda: FaceModel.load(path), ModelFileError) is None
    finally:
        (path / "model.json").write_text(json.dumps(description))


def test_a_card_costs_no_model(whole):
    """Not UTF-8, terminal codes, or no file at all"""
    path, _ = whole
    (path / "card.md").write_bytes(b"# \xff\x1b[2J\r\nfine\n")
    _load.cache_clear()
    assert FaceModel.load(path).card == "# \ufffd\ufffd[2J\nfine\n"
    (path / "card.md").unlink()
    (path / "card.md").mkdir()
    _load.cache_clear()
    assert FaceModel.load(path).card == ""
    (path / "card.md").rmdir()


@pytest.mark.parametrize("stem", ["generator", "directions", "labeler"])
@pytest.mark.parametrize("value", [np.nan, np.inf])
@pytest.mark.slow
def test_weights_that_are_not_finite(whole, tmp_path, stem, value):
    """As in checkpoints; a fingerprint can be made for any of them"""
    path, description = whole
    shutil.copytree(path, tmp_path / "model")
    file = tmp_path / "model" / f"{stem}.safetensors"
    arrays = load_file(file)
    next(iter(arrays.values())).flat[0] = value
    save_file(arrays, file)
    if stem == "generator":
        print_ = fingerprint(arrays)
        changed = put(description, ("fingerprint",), print_)
        changed = put(changed, ("edits", "fingerprint"), print_)
        (tmp_path / "model/model.json").write_text(json.dumps(changed))

    def first_face():
        model = FaceModel.load(tmp_path / "model")
        return model.map(np.ones((1, 4)))

    with pytest.raises(ModelFileError, match="finite"):
        first_face()


SETTINGS = {
    "fingerprint": "f" * 64,
    "truncation_psi": 1.0,
    "style_mixing": 0.25,
    "z_dim": 4,
    "num_styles": 4,
    "noise": "stored",
}


@pytest.mark.slow
@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_any_json_in_any_place_of_a_sample_set(tmp_path, data):
    place = data.draw(st.sampled_from(list(places(SETTINGS))))
    changed = put(SETTINGS, place, data.draw(JSON))
    (tmp_path / "samples.json").write_text(json.dumps(changed))
    (tmp_path / "images").mkdir(exist_ok=True)

    def read():
        samples = SampleSet(tmp_path)
        return samples.settings, samples.crossovers([0, 1])

    attempt(read, ValueError)
