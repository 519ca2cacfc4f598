"""Directions of others in a model's edits: fitted in, measured, refused."""

from copy import copy
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from plotnine_chernoff.cli import main
from plotnine_chernoff.directions.import_direction import import_direction
from plotnine_chernoff.model.edits import Edits, polynomial
from plotnine_chernoff.model.face_model import FaceModel
from plotnine_chernoff.model.merge_edits import merge_edits
from tests.planted import PlantedModel

GENERATOR = (
    "config",
    "num_styles",
    "w_avg",
    "fingerprint",
    "map",
    "synthesize",
    "label",
    "truth",
)
REAL = Path(__file__).parents[3] / "shared/data/directions"


@pytest.fixture
def model():
    """A generator with a planted smile, which knows no directions yet"""
    planted = PlantedModel(("smile",), noise=0.002)
    return SimpleNamespace(
        **{k: getattr(planted, k) for k in GENERATOR},
        name="planted",
        attributes=(),
        edits=None,
    )


def saved(folder, array, name="direction.npy"):
    np.save(folder / name, array)
    return folder / name


def mean_face(model):
    shape = (1, model.num_styles, len(model.w_avg))
    return np.broadcast_to(model.w_avg, shape)


def moved(model, made, values):
    """What the values of smile add to the mean face"""
    table = pd.DataFrame({"smile": values})
    return made.edits.apply(table, mean_face(model)) - mean_face(model)


def test_uncalibrated_ends_are_one_length_away(model, tmp_path):
    vector = np.random.RandomState(0).randn(48).astype(np.float32)
    path = saved(tmp_path, vector)
    made = import_direction(model, path, "smile", styles=[2, 3], scale=2)
    assert model.edits is None
    assert made.edits.ranges == {"smile": (-1, 1)}
    assert made.edits.styles == {"smile": (2, 3)}
    change = moved(model, made, [1, 0, -0.5])
    np.testing.assert_allclose(change[0, 2], 2 * vector, atol=1e-4)
    np.testing.assert_allclose(change[2, 3], -vector, atol=1e-4)
    assert not change[1].any()
    assert not np.delete(change, [2, 3], 1).any()
    turned = import_direction(model, path, "smile", flip=True)
    np.testing.assert_allclose(
        moved(model, turned, [1])[0, 7], -vector, atol=1e-4
    )
    origin = made.edits.notes["imported"]["smile"]
    assert origin["file"] == "direction.npy"
    assert not origin["calibrated"]


def test_steps_are_standard_deviations(model, tmp_path):
    vector = np.random.RandomState(0).randn(48)
    made = import_direction(model, saved(tmp_path, 100 * vector), "smile")
    z = np.random.RandomState(1).randn(4000, 48)
    direction = made.edits.directions[0]
    length = np.linalg.norm(direction)
    spread = np.std(model.map(z)[:, 0] @ (direction / length))
    assert length == pytest.approx(spread, rel=0.1)


def test_rows_that_are_not_zero_are_the_styles(model, tmp_path):
    rows = np.zeros((8, 48))
    rows[4] = 1
    path = saved(tmp_path, rows)
    made = import_direction(model, path, "smile")
    assert made.edits.styles == {"smile": (4,)}
    # As the original work made hair length: another attribute's row, moved.
    made = import_direction(model, path, "smile", styles=[1])
    np.testing.assert_allclose(
        moved(model, made, [1])[0, 1], rows[4], atol=1e-5
    )


def test_ganspace_names_styles_and_sigma(model, tmp_path):
    import pickle

    path = tmp_path / "smile.pkl"
    vector = np.eye(48)[None, :1].astype(np.float32)
    content = {"lat_comp": vector, "edit_start": 2, "edit_end": 4}
    path.write_bytes(pickle.dumps(content | {"lat_stdev": 1.5}))
    made = import_direction(model, path, "smile")
    assert made.edits.styles == {"smile": (2, 3)}
    assert moved(model, made, [1])[0, 2, 0] == pytest.approx(1.5, rel=1e-4)


@pytest.mark.parametrize("sign", [1, -1])
def test_sign_and_scale_are_measured(model, tmp_path, sign):
    path = saved(tmp_path, sign * 1e-3 * model.truth[0])
    made = import_direction(model, path, "smile", label=model.label)
    assert made.edits.notes["imported"]["smile"]["calibrated"]
    wanted = np.linspace(*made.edits.ranges["smile"], 9)
    codes = moved(model, made, wanted) + mean_face(model)
    read = model.label(model.synthesize(codes))["smile"]
    assert np.corrcoef(wanted, read)[0, 1] > 0.99
    assert np.abs(wanted - read).max() < 0.15


def test_what_cannot_be_calibrated_is_refused(model, tmp_path):
    path = saved(tmp_path, np.ones(48))

    def blind(images):
        return pd.DataFrame({"smile": np.zeros(len(images))})

    with pytest.raises(ValueError, match=r"calibrated.*Give a scale"):
        import_direction(model, path, "smile", label=blind)


def refusal(*args, **options):
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        import_direction(*args, **options)
    message = str(caught.value)
    assert "\n" not in message
    assert message.endswith(".")
    return message


def test_files_that_do_not_fit(model, tmp_path):
    wide = saved(tmp_path, np.ones(64), "wide.npy")
    assert "64 numbers" in refusal(model, wide, "smile", force=True)
    tall = saved(tmp_path, np.ones((10, 48)), "tall.npy")
    assert "10 styles" in refusal(model, tall, "smile")
    made = import_direction(model, tall, "smile", force=True)
    assert made.edits.styles["smile"] == tuple(range(8))
    uneven = saved(tmp_path, np.eye(48)[:8], "uneven.npy")
    import_direction(model, uneven, "smile", styles=[3])
    assert "0 to 7" in refusal(model, uneven, "smile", styles=[8])
    assert "'grin'" in refusal(model, uneven, "grin")
    assert "positive" in refusal(model, uneven, "smile", scale=-1)


def test_each_style_may_have_a_row_of_its_own(model, tmp_path):
    """As fits in W+ give: the edit moves along the rows, as they are."""
    rows = np.random.RandomState(0).randn(8, 48)
    path = saved(tmp_path, rows)
    made = import_direction(model, path, "smile")
    np.testing.assert_allclose(moved(model, made, [1])[0], rows, atol=1e-4)
    turned = import_direction(model, path, "smile", flip=True, scale=2)
    np.testing.assert_allclose(
        moved(model, turned, [1])[0], -2 * rows, atol=1e-4
    )
    some = moved(
        model, import_direction(model, path, "smile", styles=[2, 5]), [1]
    )[0]
    np.testing.assert_allclose(some[[2, 5]], rows[[2, 5]], atol=1e-4)
    assert not np.delete(some, [2, 5], 0).any()
    # They stay when another attribute comes, and in the files.
    both = merge_edits(
        made.edits,
        import_direction(model, path, "quality", styles=[3]).edits,
        {},
    )
    assert set(both.own_rows) == {"smile"}
    again = Edits.from_files(*both.to_files(), model.config)
    table = pd.DataFrame({"smile": [1.0]})
    change = again.apply(table, mean_face(model)) - mean_face(model)
    np.testing.assert_allclose(change[0], rows, atol=1e-3)


def test_a_direction_of_each_style_that_cancels_itself(model, tmp_path):
    rows = np.random.RandomState(0).randn(8, 48)
    rows[4:] = -rows[:4]
    made = import_direction(model, saved(tmp_path, rows), "smile")
    np.testing.assert_allclose(moved(model, made, [1])[0], rows, atol=1e-4)


def test_a_direction_is_found_by_its_name(model, tmp_path):
    import pickle

    path = tmp_path / "all.pkl"
    sets = {"smiling": np.eye(48)[0], "young": np.eye(48)[1]}
    path.write_bytes(pickle.dumps(sets))
    made = import_direction(model, path, "smile")
    assert moved(model, made, [1])[0, 0, 0] == pytest.approx(1, rel=1e-4)
    assert made.edits.notes["imported"]["smile"]["name"] == "smiling"
    made = import_direction(model, path, "smile", name="young")
    assert moved(model, made, [1])[0, 0, 1] == pytest.approx(1, rel=1e-4)
    assert "'smiling', 'young'" in refusal(model, path, "age")
    assert "--name" in refusal(model, path, "smile", name="grin")


def test_a_direction_that_is_there_stays(model, tmp_path):
    path = saved(tmp_path, np.ones(48))
    made = import_direction(model, path, "smile")
    made.attributes = made.edits.attributes
    assert "has a direction for smile" in refusal(made, path, "smile")
    again = import_direction(made, path, "smile", scale=2, force=True)
    np.testing.assert_allclose(
        moved(model, again, [1]), 2 * moved(model, made, [1]), rtol=1e-5
    )


def fitted(model, names, seed=0):
    """Edits with a joint correction, all numbers random"""
    from plotnine_chernoff.attributes import ATTRIBUTES

    rng, a = np.random.RandomState(seed), len(names)
    one = _linear(model)
    terms = polynomial(np.zeros((1, a)), 3).shape[1]
    low_high = {n: ATTRIBUTES[n].range for n in names}
    values = np.array([np.linspace(*low_high[n], 65) for n in names])
    return replace(
        one,
        attributes=tuple(names),
        ranges=low_high,
        styles={n: (i,) for i, n in enumerate(names)},
        directions=rng.randn(a, 48),
        readout=rng.randn(a, 48),
        displacement=rng.randn(a, 48),
        curve_values=values,
        curve_steps=np.repeat(one.curve_steps[:, :65], a, 0),
        correction=0.1 * rng.randn(terms, a),
        degree=3,
        notes={"attributes": {n: {"sd": 1.0} for n in names}},
    )


def _linear(model):
    from plotnine_chernoff.directions.import_direction import _linear

    return _linear(model, "smile", np.ones((1, 48)))


def test_a_new_attribute_leaves_the_others_alone(model):
    edits = fitted(model, ["squint", "age", "gender"])
    both = merge_edits(edits, _linear(model))
    assert both.attributes == ("squint", "age", "smile", "gender")
    values = pd.DataFrame(
        {"squint": [0.5, -1], "age": [20, 64], "gender": [0.1, 0.9]}
    )
    base = model.map(np.random.RandomState(0).randn(2, 48))
    np.testing.assert_allclose(
        both.apply(values, base), edits.apply(values, base), atol=1e-4
    )
    smiling = both.apply(values.assign(smile=1), base)
    np.testing.assert_allclose(
        smiling - edits.apply(values, base), 1, atol=1e-4
    )


def test_a_replaced_attribute_leaves_the_others_alone(model):
    edits = fitted(model, ["smile", "skin_tone", "quality"])
    own = replace(_linear(model), attributes=("quality",))
    own = replace(own, ranges={"quality": (0, 1)}, styles={"quality": (7,)})
    other = merge_edits(edits, own, {"file": "x.npy"})
    values = pd.DataFrame({"smile": [0.5, -1], "skin_tone": [0.2, 0.9]})
    steps = [e.to_steps(e.table(values))[:, :2] for e in (edits, other)]
    np.testing.assert_allclose(*steps, atol=1e-9)
    np.testing.assert_array_equal(other.readout, edits.readout)
    assert sorted(other.notes["attributes"]) == ["skin_tone", "smile"]
    assert other.notes["imported"] == {"quality": {"file": "x.npy"}}


# Files of ours, and the command


@pytest.fixture
def small():
    return FaceModel.random(8, 64, seed=1, z_dim=48, w_dim=48)


@pytest.fixture
def source(small, tmp_path):
    """A model directory with a fitted smile"""
    edits = fitted(small, ["age", "smile"])
    edits.curve_steps[:] = np.linspace(-1, 1, 65) ** 3
    model = copy(small)
    model.edits = replace(edits, styles={"age": (0,), "smile": (1, 2)})
    model.save(tmp_path / "source")
    return tmp_path / "source"


def test_our_own_files_bring_their_calibration(small, source):
    path = source / "directions.safetensors"
    made = import_direction(small, path, "smile")
    there = FaceModel.load(source).edits
    assert made.edits.styles == {"smile": (1, 2)}
    np.testing.assert_array_equal(
        made.edits.curve_steps[0], there.curve_steps[1]
    )
    assert made.edits.notes["imported"]["smile"]["calibrated"]
    assert "'yaw'" in refusal(small, path, "yaw")


def test_another_generators_files_are_refused(source):
    other = FaceModel.random(8, 64, seed=2, z_dim=48, w_dim=48)
    path = source / "directions.safetensors"
    assert "another generator" in refusal(other, path, "smile")
    made = import_direction(other, path, "smile", force=True)
    assert made.edits.fingerprint == other.fingerprint
    assert not made.edits.notes["imported"]["smile"]["calibrated"]


def command(monkeypatch, *words):
    """Exit code of the `chernoff` command"""
    monkeypatch.setattr("sys.argv", ["chernoff", *map(str, words)])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code or 0


def test_command(small, tmp_path, monkeypatch, capsys):
    small.save(tmp_path / "model")
    path = saved(tmp_path, np.ones(48))
    words = ("directions", "import", tmp_path / "model", path)
    words += ("--attribute", "smile", "--styles", "1,2", "--scale", "3")
    assert command(monkeypatch, *words) == 0
    printed = capsys.readouterr().out
    assert "styles 1, 2" in printed
    assert "no fingerprint" in printed
    loaded = FaceModel.load(tmp_path / "model")
    assert loaded.edits.styles == {"smile": (1, 2)}
    assert command(monkeypatch, *words) == 1
    assert "already" in capsys.readouterr().err
    assert command(monkeypatch, *words, "--force") == 0
    assert command(monkeypatch, "directions", "import", "--help") == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == [
        "direction.npy",
        "model",
    ]


@pytest.mark.parametrize("name", ["age", "smile", "pose"])
def test_real_directions(name):
    path = REAL / f"{name}.pt"
    if not path.exists():
        pytest.skip("the direction files are not here")
    attribute = {"pose": "yaw"}.get(name, name)
    model = FaceModel.random(8, 64)
    made = import_direction(model, path, attribute, force=name == "pose")
    ends = made.edits.ranges[attribute]
    codes = made.edits.apply(pd.DataFrame({attribute: ends}), mean_face(model))
    moves = np.linalg.norm(codes[1] - codes[0], axis=1)
    # Unit vectors, one length to each side.
    np.testing.assert_allclose(moves, 2, rtol=1e-3)
