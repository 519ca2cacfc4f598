"""Fitting, against planted truth: directions, styles, units, errors."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone

from plotnine_chernoff.attributes import ATTRIBUTES
from plotnine_chernoff.directions import (
    EditFitter,
    Samples,
    evaluate_model,
)
from plotnine_chernoff.directions.calibrate import monotone_curve
from plotnine_chernoff.directions.exhaustive import search_all_sets
from plotnine_chernoff.directions.measure import Measure
from plotnine_chernoff.directions.sample_set import in_units
from plotnine_chernoff.directions.styles import (
    StyleSearch,
    conditional_entropy,
)
from plotnine_chernoff.directions.svm import (
    Boundaries,
    LabelError,
    displacements,
    score_spread,
    tails,
)
from tests.planted import SIX, PlantedModel

QUICK = {"persons": 6, "points": 9, "rounds": 3, "faces": 160, "degree": 2}


@pytest.fixture(scope="module")
def planted():
    return PlantedModel(correlation=0.6, crosstalk=0.2, noise=0.02)


@pytest.fixture(scope="module")
def fitter(planted):
    return EditFitter(planted.label, progress=False, seed=1).fit(
        planted, planted.samples(1500, mixing=0.3)
    )


def draw(model, edits, values, base=None):
    if base is None:
        base = np.broadcast_to(model.w_avg, (1, model.num_styles, model.w_dim))
    return model.label(model.synthesize(edits.apply(values, base)))


def random_values(names, n=512, seed=3):
    rng = np.random.RandomState(seed)
    return pd.DataFrame(
        {a: rng.uniform(*ATTRIBUTES[a].range, n) for a in names}
    )


def r2(wanted, read):
    residual = ((read[wanted.columns] - wanted) ** 2).sum()
    return 1 - residual / ((wanted - wanted.mean()) ** 2).sum()


@pytest.mark.slow
def test_units_mean_what_they_say_with_everything_varied(planted, fitter):
    """The goal: read-back R2 of at least 0.90, all attributes at random"""
    values = random_values(SIX)
    assert r2(values, draw(planted, fitter.edits_, values)).min() > 0.97


def test_degrees_are_degrees(planted, fitter):
    """What scale_yaw(range=(-20, 20)) asks for; age in years"""
    values = pd.DataFrame({"yaw": np.repeat([-20.0, 0, 20], 20), "age": 60.0})
    read = draw(planted, fitter.edits_, values)
    error = (read[["yaw", "age"]] - values).groupby(values["yaw"]).mean()
    assert error["yaw"].abs().max() < 1.5
    assert error["age"].abs().max() < 1.5


def test_persons_have_the_attributes_that_were_asked_for(planted, fitter):
    """Base faces' own attributes are random; edits start from neutral"""
    values = random_values(SIX)
    persons = planted.map(np.random.RandomState(8).randn(512, 48), 0.7)
    read = draw(planted, fitter.edits_, values, persons)
    assert r2(values, read).min() > 0.95


def test_attributes_leave_each_other_alone(planted, fitter):
    """Leak in sd units: goals of at most 0.10 mean and 0.25 at worst"""
    sd = planted.samples(500).labels.std()
    leaks = []
    for name in SIX:
        ends = pd.DataFrame({name: ATTRIBUTES[name].range})
        change = draw(planted, fitter.edits_, ends).diff().iloc[1] / sd
        leaks += list((change.drop(name) / change[name]).abs())
    assert np.mean(leaks) < 0.05
    assert max(leaks) < 0.15


def test_ranges_and_accuracies_are_told(fitter):
    assert list(fitter.edits_.ranges) == list(SIX)
    for name, (low, high) in fitter.edits_.ranges.items():
        assert (low, high) == pytest.approx(ATTRIBUTES[name].range)
    accuracy = fitter.boundaries_.accuracy_
    assert (accuracy["tails"] > 0.9).all()
    assert (accuracy["rest"] > accuracy["rest_baseline"]).all()
    notes = fitter.edits_.notes["attributes"]["smile"]
    assert len(notes["entropies"]) == 8
    assert notes["accuracy"]["tails_baseline"] == pytest.approx(0.5, abs=0.02)


@pytest.mark.slow
def test_planted_styles_are_found():
    """At least 90 % of runs, labels correlated up to 0.6"""
    found, runs, correlations = 0, 0, []
    for seed in range(4):
        model = PlantedModel(
            correlation=0.2 * seed, noise=0.05, seed=seed, shuffled=True
        )
        samples = model.samples(700, mixing=0.4, seed=seed)
        fitted = EditFitter(
            model.label,
            progress=False,
            seed=seed,
            **QUICK | {"rounds": 1, "persons": 12},
        ).fit(model, samples)
        best = fitted.choice_.entropies.argmin(1)
        found += np.sum(best == model.rows)
        runs += len(best)
        for name, row in zip(SIX, model.rows, strict=True):
            assert row in fitted.edits_.styles[name]
            assert len(fitted.edits_.styles[name]) <= 3
        plain = samples.labels[~samples.mixed]
        correlations.append(plain.corr().loc["yaw", "squint"])
    assert found >= 0.9 * runs
    assert max(correlations) > 0.5


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
@pytest.mark.parametrize("correlation", [0.3, 0.6])
def test_conditioning_halves_the_leak_of_raw_svms(correlation, seed):
    """Entangled labels, of neighbours; W spread wide along few components"""
    model = PlantedModel(
        correlation=correlation, decay=2.0, noise=0.05, seed=seed
    )
    samples = model.samples(1500)
    found = Boundaries().fit(samples.w, samples.labels)
    raw = leak_along(model, found.normals_)
    ours = leak_along(model, displacements(found.normals_, found.covariance_))
    assert ours <= raw / 2


def leak_along(model, directions):
    """Mean linear response of the other scores over the own one"""
    sd = score_spread(model.truth, model.spread.T @ model.spread)
    response = np.abs(directions @ model.truth.T / sd)
    others = response.sum(1) - np.diag(response)
    return np.mean(others / np.diag(response) / (len(response) - 1))


@pytest.mark.parametrize("seed", range(2))
def test_the_covariance_of_w_brings_out_the_true_direction(seed):
    """W varies along a few components, which carry the attribute"""
    raw, shrunk = cosines(seed)
    assert shrunk > raw + 0.2
    assert shrunk > 0.9


def cosines(seed):
    """To the true direction: of an SVM's normal, of ours"""
    rng = np.random.RandomState(seed)
    d, n = 128, 1200
    sd = np.where(np.arange(d) < 12, 1, 0.1)
    truth = np.zeros(d)
    truth[:12] = rng.randn(12)
    truth /= np.linalg.norm(truth)
    w = rng.randn(n, d) * sd
    labels = pd.DataFrame({"smile": w @ truth + 0.7 * rng.randn(n)})
    found = Boundaries().fit(w, labels)
    ours = displacements(found.normals_, found.covariance_)[0]
    raw = float(found.normals_[0] @ truth)
    return raw, float(ours @ truth / np.linalg.norm(ours))


@pytest.mark.slow
def test_chosen_styles_agree_with_exhaustive_search():
    """On other persons no smaller set carries as much with less leak"""
    model = PlantedModel(num_styles=6, attributes=SIX[:3], noise=0.01)
    samples = model.samples(800, mixing=0.3)
    fitter = EditFitter(model.label, progress=False, **QUICK)
    edits = fitter.fit(model, samples).edits_
    held_out = model.map(np.random.RandomState(99).randn(12, 48), 0.7)
    search = StyleSearch(
        Measure(model, model.label, SIX[:3], progress=False),
        edits.directions,
        held_out,
        samples.labels.std().to_numpy(),
    )
    for i, name in enumerate(edits.attributes):
        sets = [tuple(r for r in range(6) if k >> r & 1) for k in range(1, 64)]
        read = search.readings([(i, s) for s in sets], "all sets")
        own = [search.response(r)[i] for r in read]
        enough = [
            s for s, r in zip(sets, own, strict=True) if r >= 0.85 * own[-1]
        ]
        fewest = min(enough, key=len)
        assert edits.styles[name] == fewest == (model.rows[i],)
    table = search_all_sets(search, edits.styles)
    assert table["agrees"].all()
    assert table["best"].tolist() == table["chosen"].tolist()
    assert (table["sets"] == 63).all()


@pytest.mark.parametrize(
    "chosen", [(0,), (0, 2), (0, 1, 2, 3)], ids=["wrong", "wrong two", "many"]
)
def test_a_bad_choice_of_styles_does_not_agree(chosen):
    """Styles that carry nothing, and many more than are needed"""
    model = PlantedModel(num_styles=6, attributes=SIX[:2], noise=0)
    search = StyleSearch(
        Measure(model, model.label, SIX[:2], progress=False),
        model.truth,
        model.map(np.random.RandomState(9).randn(6, 48), 0.7),
        model.samples(300).labels.std().to_numpy(),
    )
    right = {n: (r,) for n, r in zip(SIX, model.rows, strict=False)}
    table = search_all_sets(search, right | {"yaw": chosen})
    assert table["best"].tolist() == [str(r) for r in model.rows[:2]]
    assert table["agrees"].tolist() == [False, True]


def test_the_best_set_is_found_where_an_attribute_is_spread_out():
    """Three styles carry it; none alone says so"""
    model = PlantedModel(num_styles=6, attributes=["smile"], noise=0)
    model.share[:] = [[0.02, 0.33, 0.02, 0.3, 0.02, 0.31]]
    search = StyleSearch(
        Measure(model, model.label, ["smile"], progress=False),
        model.truth,
        model.map(np.random.RandomState(9).randn(6, 48), 0.7),
        model.samples(300).labels.std().to_numpy(),
    )
    table = search_all_sets(search, {"smile": (1, 3, 5)})
    assert table.loc["smile", "best"] == "1 3 5"
    assert table.loc["smile", "agrees"]


@pytest.mark.slow
def test_curves_go_by_what_is_known_of_w(planted):
    """A timid labeler must not bend the units of a W that is known"""
    low, high = np.array([ATTRIBUTES[a].range for a in planted.attributes]).T

    def timid(images):
        middle = (low + high) / 2
        return middle + (planted.label(images) - middle) * 0.6

    def gauge(w_plus):
        return pd.DataFrame(
            low + (high - low) * planted.readings(w_plus),
            columns=list(planted.attributes),
        )

    quick = QUICK | {"rounds": 0}
    samples = planted.samples(600)
    read, known = (
        EditFitter(timid, progress=False, gauge=g, **quick)
        .fit(planted, samples)
        .edits_
        for g in (None, gauge)
    )
    asked = pd.DataFrame({"smile": [-0.8, 0.0, 0.8]})
    mean = np.repeat(planted.w_avg[None, None], planted.num_styles, 1)
    shown = gauge(known.apply(asked, mean))["smile"]
    np.testing.assert_allclose(shown, asked["smile"], atol=0.1)
    assert known.ranges["smile"] == pytest.approx((-1, 1))
    assert read.ranges["smile"][1] < 0.9


@pytest.mark.slow
def test_styles_can_be_given(planted):
    fitted = EditFitter(
        planted.label, styles={"smile": [0, 4]}, progress=False, **QUICK
    ).fit(planted, planted.samples(600))
    assert fitted.edits_.styles["smile"] == (0, 4)


@pytest.mark.parametrize(
    ("styles", "message"),
    [
        ({"smile": [8]}, "from 0 to 7"),
        ({"smile": []}, "from 0 to 7"),
        ({"grin": [1]}, "Unknown face attribute 'grin'"),
    ],
)
def test_styles_that_do_not_exist_are_refused(planted, styles, message):
    with pytest.raises(ValueError, match=message):
        EditFitter(planted.label, styles=styles).fit(
            planted, planted.samples(200)
        )


def bad_labels(labels):
    """One attribute for each way to fail"""
    out = labels.copy()
    out["yaw"] = 3.0
    out.loc[50:, "squint"] = np.nan
    out["smile"] = (np.arange(len(out)) < 3).astype(float)
    out["gender"] = "unknown"
    return out


def test_attributes_that_cannot_be_learned_are_named(planted):
    """A constant, too few, one class, no numbers: the others go on"""
    samples = planted.samples(600)
    samples = Samples(samples.w, bad_labels(samples.labels))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        fitted = EditFitter(planted.label, progress=False, **QUICK).fit(
            planted, samples
        )
    messages = [str(w.message) for w in caught]
    for expected in (
        "yaw: all 600 labels are 3",
        "squint: too few labels, 50 of the 100",
        "smile: nearly all labels are of one class",
        "gender: labels must be numbers, got 'unknown'",
    ):
        assert any(expected in m for m in messages), messages
    assert fitted.edits_.attributes == ("age", "skin_tone")
    assert set(fitted.skipped_) == {"yaw", "squint", "smile", "gender"}
    assert set(fitted.edits_.notes["skipped"]) == set(fitted.skipped_)


def test_nothing_to_learn_is_an_error(planted):
    samples = planted.samples(50)
    with (
        pytest.warns(UserWarning, match="too few"),
        pytest.raises(LabelError, match=r"No attribute.*too few"),
    ):
        EditFitter(planted.label).fit(planted, samples)


@pytest.mark.slow
def test_an_attribute_that_pictures_do_not_show_is_left_out(planted):
    """Labels that have nothing to do with the faces"""
    samples = planted.samples(600)
    rng = np.random.RandomState(0)
    labels = samples.labels.assign(hair_length=rng.rand(600))

    def label(images):
        return planted.label(images).assign(
            hair_length=rng.rand(len(images)) * 0.01
        )

    with pytest.warns(UserWarning, match="hair_length: the labels do not"):
        fitted = EditFitter(label, progress=False, **QUICK).fit(
            planted, Samples(samples.w, labels)
        )
    assert "hair_length" not in fitted.edits_.attributes
    assert "yaw" in fitted.edits_.attributes


@pytest.mark.slow
def test_faces_that_are_not_read_are_left_out():
    """A labeler that finds no face in one picture of ten, or not its mouth"""
    model = PlantedModel(attributes=SIX[:4], noise=0.01)
    rng = np.random.RandomState(0)

    def label(images):
        read = model.label(images)
        read[rng.rand(len(read)) < 0.1] = np.nan
        read.loc[rng.rand(len(read)) < 0.1, "smile"] = np.nan
        return read

    samples = model.samples(800, mixing=0.3)
    labels = samples.labels.mask(rng.rand(*samples.labels.shape) < 0.1)
    samples = Samples(samples.w, labels, samples.w_late, samples.crossover)
    fitted = EditFitter(label, progress=False, **QUICK).fit(model, samples)
    assert fitted.edits_.attributes == SIX[:4]
    for name, row in zip(SIX, model.rows, strict=False):
        assert row in fitted.edits_.styles[name]
        assert len(fitted.edits_.styles[name]) <= 2
    notes = fitted.edits_.notes
    assert 0.1 < notes["faces_unread"] / notes["faces_drawn"] < 0.3
    values = random_values(SIX[:4])
    assert r2(values, draw(model, fitted.edits_, values)).min() > 0.97
    model.edits = fitted.edits_
    found = evaluate_model(model, label, faces=256, progress=False)
    assert found.summary["readback"] > 0.97
    assert found.summary["leak_max"] < 0.25
    assert found.about["unread"] > 0.1 * found.about["faces"]


@pytest.mark.slow
def test_a_labeler_on_another_scale_is_refused(planted):
    """Labels may have any scale, a labeler must give units"""

    def label(images):
        read = planted.label(images)
        return read.assign(smile=50 + 50 * read["smile"])

    with pytest.raises(ValueError, match=r"reads smile from .* -1 to 1"):
        EditFitter(label, progress=False, **QUICK).fit(
            planted, planted.samples(300)
        )


@pytest.mark.slow
def test_an_attribute_that_is_never_read_is_left_out(planted):
    def label(images):
        return planted.label(images).assign(smile=np.nan)

    with pytest.warns(UserWarning, match=r"smile cannot be cal.*be read"):
        fitted = EditFitter(label, progress=False, **QUICK).fit(
            planted, planted.samples(600)
        )
    assert "smile" not in fitted.edits_.attributes
    assert len(fitted.edits_.attributes) == 5


@pytest.mark.slow
def test_labels_without_a_labeler_still_give_edits(planted):
    """Any scale; styles from mixed samples; units from the labels"""
    samples = planted.samples(1500, mixing=0.4)
    labels = samples.labels.assign(
        smile=50 + 40 * samples.labels["smile"],
        gender=0.5 + 0.4 * samples.labels["gender"],
    )
    samples = Samples(samples.w, labels, samples.w_late, samples.crossover)
    fitted = EditFitter(progress=False, **QUICK).fit(planted, samples)
    assert not fitted.edits_.notes["measured"]
    assert 4 in fitted.edits_.styles["smile"]
    for name in ("smile", "gender"):
        ends = pd.DataFrame({name: [-1.0, 1.0]})
        low, high = draw(planted, fitted.edits_, ends)[name]
        assert low < -0.5 < 0.5 < high


def test_one_attribute_alone_can_be_fitted():
    """No other attributes to be conditioned on, or to leak into"""
    model = PlantedModel(attributes=("smile",))
    fitted = EditFitter(model.label, progress=False, **QUICK).fit(
        model, model.samples(300)
    )
    values = random_values(["smile"])
    assert r2(values, draw(model, fitted.edits_, values))["smile"] > 0.97


@pytest.mark.slow
def test_the_same_seed_gives_the_same_edits():
    planted = PlantedModel(attributes=SIX[:2])
    samples = planted.samples(300)
    one, two = (
        EditFitter(planted.label, progress=False, **QUICK)
        .fit(planted, samples)
        .edits_.to_files()
        for _ in range(2)
    )
    assert one[0] == two[0]
    for key, array in one[1].items():
        np.testing.assert_array_equal(array, two[1][key])


@pytest.mark.slow
def test_a_stopped_fit_goes_on(tmp_path):
    """Faces that were read before the stop are not drawn again"""
    model = PlantedModel(attributes=SIX[:2], noise=0)
    samples = model.samples(300)

    class Stopped(Exception):
        pass

    def label(images):
        if model.synthesized - start > 500:
            raise Stopped
        return model.label(images)

    def fit(label):
        fitter = EditFitter(label, progress=False, memory=tmp_path, **QUICK)
        return fitter.fit(model, samples)

    start = model.synthesized
    with pytest.raises(Stopped):
        fit(label)
    start = model.synthesized
    resumed = fit(model.label)
    drawn = model.synthesized - start
    assert drawn < resumed.faces_drawn_ - 400
    whole = EditFitter(model.label, progress=False, **QUICK).fit(
        model, samples
    )
    np.testing.assert_array_equal(
        resumed.edits_.correction, whole.edits_.correction
    )


def test_readings_of_another_labeler_are_forgotten(tmp_path):
    """A fit was stopped, then the labelling function was mended"""
    model = PlantedModel(attributes=SIX[:2], noise=0)
    codes = model.map(np.random.RandomState(0).randn(130, 48))

    def measured(label):
        measure = Measure(model, label, SIX[:2], False, tmp_path)
        return measure(lambda rows: codes[rows], len(codes), "")

    old = measured(model.label)
    start = model.synthesized
    np.testing.assert_array_equal(measured(model.label), old)
    assert model.synthesized - start == 64
    mended = measured(lambda images: 2 * model.label(images))
    np.testing.assert_array_equal(mended, 2 * old)


def test_estimators_can_be_cloned():
    """scikit-learn's contract: the constructor only stores"""
    fitter = EditFitter(share=0.7, styles={"smile": [4]})
    assert clone(fitter).get_params() == fitter.get_params()
    assert clone(Boundaries(tail=0.1)).tail == 0.1


@pytest.mark.parametrize("tail", [0, 0.6, -1])
def test_tails_are_shares(tail):
    with pytest.raises(ValueError, match="tail must be a share"):
        Boundaries(tail=tail).fit(
            np.zeros((4, 2)), pd.DataFrame({"smile": range(4)})
        )


def test_short_tails_are_told_apart_from_one_class():
    w = np.random.RandomState(0).randn(48, 4)
    labels = pd.DataFrame({"smile": w[:, 0]})
    with (
        pytest.warns(UserWarning, match=r"smile.*0.2 of 48 is less than 10"),
        pytest.raises(LabelError, match="longer tails"),
    ):
        Boundaries(min_labels=40).fit(w, labels)
    assert Boundaries(min_labels=40, tail=0.5).fit(w, labels).attributes_


def test_tails_never_overlap():
    """Most pictures are clean: 85 % of the labels are 1"""
    y = np.concatenate([np.linspace(0, 0.9, 15), np.ones(85)])
    for labels in (y, 1 - y, (y > 0.95).astype(float)):
        low, high = tails(labels, 0.2)
        assert not (low & high).any()
        assert low.any()
        assert high.any()
        assert labels[low].max() < labels[high].min()


def test_conditional_entropy_is_known_in_two_cases():
    side = np.repeat([False, True], 50)
    assert conditional_entropy(side, side) == pytest.approx(0, abs=1e-9)
    useless = np.tile([False, True], 50)
    assert conditional_entropy(useless, side) == pytest.approx(1)


def test_curves_end_where_readings_turn_back():
    steps = np.linspace(-4, 4, 17)
    readings = np.where(np.abs(steps) <= 3, steps, 3 * np.sign(steps) * 0.5)
    values, at = monotone_curve(steps, readings)
    assert values[0] == -3
    assert values[-1] == 3
    assert np.all(np.diff(at) > 0)
    np.testing.assert_allclose(at, values, atol=1e-9)


def test_flat_ends_take_the_smallest_change():
    """Quality is 1 from some step on: no step beyond it is needed"""
    steps = np.linspace(-4, 4, 17)
    values, at = monotone_curve(steps, np.minimum(steps, 1.0))
    assert values[-1] == 1
    assert at[-1] == 1


def test_saturated_ends_are_cut_off():
    """Else a hundredth more quality would be a quite different face"""
    steps = np.linspace(-4, 4, 17)
    _, at = monotone_curve(steps, np.minimum(steps, 1.0) + 0.05 * steps)
    assert at[0] == -4
    assert at[-1] == 1


def test_readings_that_do_not_rise_have_no_curve():
    steps = np.linspace(-4, 4, 17)
    with pytest.raises(ValueError, match="does not rise"):
        monotone_curve(steps, -steps)


@pytest.mark.parametrize("scale", [0.01, 1, 100])
def test_strengths_on_any_scale_are_stretched_to_units(scale):
    """0 to 1 as much as 0 to 100; years and degrees are what they are"""
    labels = pd.DataFrame(
        {
            "smile": scale * np.linspace(0, 1, 51),
            "age": np.linspace(2, 95, 51),
            "yaw": np.linspace(-60, 60, 51),
        }
    )
    out = in_units(labels)
    assert out["smile"].quantile([0.02, 0.98]).tolist() == pytest.approx(
        [-1, 1]
    )
    pd.testing.assert_frame_equal(out[["age", "yaw"]], labels[["age", "yaw"]])


def test_rare_labels_make_a_short_tail_without_noise():
    """Few pictures are degraded: the lowest fifth would be mostly clean."""
    rng = np.random.RandomState(0)
    degraded, clean = rng.uniform(0, 0.5, 60), 1 + 0.02 * rng.randn(940)
    low, high = tails(np.r_[degraded, clean], 0.2)
    assert low[:60].all()
    assert not low[60:].any()
    assert high.sum() == 200
    low, high = tails(rng.rand(1000), 0.2)
    assert low.sum() == high.sum() == 200


@pytest.mark.slow
def test_labels_that_are_noise_are_left_out():
    """Held out, they are told no better than guessed"""
    rng = np.random.RandomState(0)
    w = rng.randn(1000, 64)
    labels = pd.DataFrame(
        {"smile": w[:, 0] + 0.5 * rng.randn(1000)}
        | {a: rng.rand(1000) for a in ("age", "yaw", "squint", "gender")}
    )
    with pytest.warns(UserWarning, match="do not show in the samples"):
        found = Boundaries().fit(w, labels)
    assert found.attributes_ == ("smile",)
    assert "0.50" in found.skipped_["age"]
    with (
        pytest.warns(UserWarning, match="do not show"),
        pytest.raises(LabelError, match="No attribute can be learned"),
    ):
        Boundaries().fit(w, labels[["age"]])
