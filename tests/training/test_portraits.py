"""Tests of the synthetic portraits: distribution, assets, pixels."""

from __future__ import annotations

import importlib.util
import itertools
import warnings

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays as np_arrays

from plotnine_chernoff.training.attributes import (
    COLUMN,
    COORDINATES,
    FIRST_LAYOUT,
    TAUGHT,
    TAUGHT_COLUMNS,
    columns_of,
    draw,
)
from plotnine_chernoff.training.portraits import (
    Portrait,
    load_assets,
    packing,
    portrait_from_latent,
)
from plotnine_chernoff.training.portraits.assets import Assets

K = len(COORDINATES)

latents = np_arrays(
    float,
    K,
    elements=st.floats(-8, 8, allow_nan=False),
)


def vectors(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    t = rng.normal(size=(count, K))
    return t, np.array([portrait_from_latent(row).vector() for row in t])


# -------------------------------------------------------- the distribution


@given(latents)
def test_every_latent_gives_a_valid_portrait(t):
    """No draw, however extreme, may stop the rendering job."""
    portrait = portrait_from_latent(t)
    for name, coordinate in COORDINATES.items():
        low, high = coordinate.ends
        assert low <= portrait[name] <= high
    assert sum(portrait.ethnicity) == pytest.approx(1)
    assert all(0 <= c <= 1 for c in portrait.clothes)
    assert np.isfinite(portrait.vector()).all()


@given(latents, st.integers(0, K - 1))
def test_small_steps_stay_small(t, entry):
    """Regression can only learn what is continuous in the latent."""
    step = np.zeros(K)
    step[entry] = 1e-4
    before = portrait_from_latent(t).vector()
    after = portrait_from_latent(t + step).vector()
    # As steep as the normal density, over the way from end to end.
    ends = np.array([c.ends for c in COORDINATES.values()])
    steepest = 0.4 * np.ptp(ends, axis=1)
    # What only some portraits have grows faster in those, and a limited
    # normal law is itself in the middle.
    steepest[COLUMN["quality"]] /= 0.02
    steepest[COLUMN["fringe"]] /= 0.5
    steepest = np.maximum(steepest, 1)
    assert (np.abs(after - before) <= steepest * 1e-4 * 1.01).all()


@pytest.mark.slow
def test_attributes_are_independent():
    """Correlated attributes would entangle the generator's directions."""
    _, values = vectors(4000, 0)
    correlation = np.corrcoef(values.T) - np.eye(K)
    assert np.abs(correlation[TAUGHT_COLUMNS]).max() < 0.08


def test_each_entry_moves_its_own_number_only():
    """An attribute's entry must leave the person alone, and vice versa."""
    t = np.random.default_rng(1).normal(size=K)
    t[COLUMN["quality"]] = -3
    # What most have not is flat below.
    for name in ("fringe", "mouth_open", "beard", "glasses"):
        t[COLUMN[name]] = 0.3
    base = portrait_from_latent(t).vector()
    for entry in range(K):
        moved = t.copy()
        moved[entry] += 0.5
        other = portrait_from_latent(moved).vector()
        assert np.flatnonzero(base != other).tolist() == [entry]


@pytest.mark.slow
def test_attributes_are_uniform_over_their_ends():
    """The labels' scale must not bunch up at one end."""
    _, values = vectors(4000, 2)
    for name in set(TAUGHT) - {"quality"}:
        low, high = COORDINATES[name].ends
        unit = (values[:, COLUMN[name]] - low) / (high - low)
        deciles = np.quantile(unit, np.linspace(0.1, 0.9, 9))
        assert np.abs(deciles - np.linspace(0.1, 0.9, 9)).max() < 0.04


def test_most_pictures_are_clean():
    """Quality is an attribute, but samples should be sharp"""
    quality = COORDINATES["quality"].values(draw(20_000, 0)[:, 7])
    assert quality.min() < 0.1
    assert (quality < 1).mean() == pytest.approx(0.02, abs=0.005)


def test_draws_go_by_names_and_not_by_places(monkeypatch):
    """One more coordinate, wherever it stands, leaves the others alone."""
    from plotnine_chernoff.training import attributes as table

    before = draw(5, 3)
    brow = table.Coordinate("brow", (-1, 1), (0, 7))
    rows = {"brow": brow, **COORDINATES}
    monkeypatch.setattr(table, "COORDINATES", rows)
    after = draw(5, 3)
    assert after.shape == (5, K + 1)
    np.testing.assert_array_equal(after[:, 1:], before)
    monkeypatch.undo()
    # What was drawn with more is read by name, and with less is refused.
    np.testing.assert_array_equal(after[:, columns_of(rows)], before)
    with pytest.raises(ValueError, match="without yaw"):
        columns_of(list(COORDINATES)[1:])


def test_the_layout_stays_when_there_is_one_more(monkeypatch):
    """Z and W of models that are there, beside a further attribute."""
    from plotnine_chernoff.training import latent_space

    before = latent_space.embedding(128)
    rows = dict.fromkeys([*COORDINATES, "brow"])
    monkeypatch.setattr(latent_space, "COORDINATES", rows)
    after = latent_space.embedding(128)
    assert after.shape == (K + 1, 128)
    np.testing.assert_allclose(after[:K], before, atol=1e-12)
    products = after @ after.T
    np.testing.assert_allclose(
        products, np.diag(products.diagonal()), atol=1e-9
    )


def test_origin_is_the_neutral_person():
    """t = 0 is the mean face, which everything else departs from."""
    portrait = portrait_from_latent(np.zeros(K))
    for name in ("yaw", "squint", "smile", "gender"):
        assert portrait[name] == 0
    assert set(portrait.identity) == {0.0}
    assert portrait.ethnicity == pytest.approx((1 / 3,) * 3)


@pytest.mark.parametrize(
    "change",
    [
        {"values": {"yaw": 90.0}},
        {"values": {"smile": float("nan")}},
        {"values": {"brow": 0.0}},
        {"person": {"weight": 2.0}},
        {"person": {"smile": 0.0}},
    ],
)
def test_portrait_refuses_nonsense(change):
    """A wrong number should fail at its source, not as odd pixels."""
    ((name, _),) = next(iter(change.values())).items()
    with pytest.raises(ValueError, match=name):
        Portrait(**change)


@pytest.mark.parametrize("t", [np.zeros(K + 1), np.full(K, np.nan)])
def test_bad_latents_are_refused(t):
    """A wrong vector should fail at once, with a clear message."""
    with pytest.raises(ValueError, match=r"shape|finite"):
        portrait_from_latent(t)


# --------------------------------------------------------------- the assets


def test_missing_assets_say_how_to_make_them(tmp_path, monkeypatch):
    """A new user meets this message first."""
    missing = tmp_path / "none.npz"
    monkeypatch.setenv("CHERNOFF_PORTRAIT_ASSETS", str(missing))
    with pytest.raises(FileNotFoundError, match=r"portraits\.packing SOURCE"):
        load_assets()
    with pytest.raises(FileNotFoundError, match=r"none\.npz"):
        load_assets(missing)


def test_pickled_assets_are_refused(tmp_path):
    """A foreign asset file must not be able to run code."""
    path = tmp_path / "evil.npz"
    np.savez(path, base_v=np.array([{}], dtype=object))
    with pytest.raises(ValueError, match="allow_pickle"):
        load_assets(path)


def test_digest_notices_every_change():
    """The check of packed assets covers names, types, shapes, values."""
    base = {"a": np.arange(6, dtype=np.int32)}
    variants = [
        base,
        {"b": base["a"]},
        {"a": base["a"].astype(np.uint32)},
        {"a": base["a"].reshape(2, 3)},
        {"a": base["a"][::-1]},
    ]
    digests = {packing.assets_digest(v) for v in variants}
    assert len(digests) == len(variants)


def test_pack_refuses_other_arrays_unless_forced(tmp_path, monkeypatch):
    """Portraits of other assets must not pass for the published ones."""
    made = {"base_v": np.zeros((3, 3), np.float32)}
    monkeypatch.setattr(packing, "_collect", lambda source: made)
    target = tmp_path / "folder" / "assets.npz"
    with pytest.raises(ValueError, match="SHA-256"):
        packing.pack_assets(tmp_path, target)
    assert not target.exists()
    with pytest.warns(UserWarning, match="SHA-256"):
        packing.pack_assets(tmp_path, target, force=True)
    assert [p.name for p in target.parent.iterdir()] == ["assets.npz"]
    digest = packing.assets_digest(made)
    monkeypatch.setattr(packing, "PACKED_DIGEST", digest)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        packing.pack_assets(tmp_path, target)


def test_pack_names_the_missing_source(tmp_path):
    """The user should learn which folder is not there."""
    with pytest.raises(FileNotFoundError, match="makehuman"):
        packing.pack_assets(tmp_path, tmp_path / "assets.npz")


CUBE_CORNER = """# comment
v 0 0 0
v 1 0 0
v 1 1 0
v 0 1 0
vt 0 0
vt 1 1
g body
f 1/1 2/2 3/2 4/1
"""


def test_wavefront_polygons_become_triangles(tmp_path):
    """The base mesh consists of quads; the renderer wants triangles."""
    path = tmp_path / "quad.obj"
    path.write_text(CUBE_CORNER)
    mesh = packing._read_wavefront(path)
    assert mesh.faces.tolist() == [[0, 1, 2], [0, 2, 3]]
    assert mesh.uv_faces.tolist() == [[0, 1, 1], [0, 1, 0]]
    assert mesh.groups.tolist() == ["body", "body"]


def test_proxy_follows_its_anchors(tmp_path):
    """Hair and eyes must move and scale with the head."""
    (tmp_path / "one.obj").write_text("v 0 0 0\nv 0 0 0\n")
    path = tmp_path / "one.mhclo"
    path.write_text(
        "obj_file one.obj\nx_scale 0 1 2.0\nverts 0\n"
        "0\n0 1 2 0.5 0.5 0 1 1 1\n"
    )
    packed = packing._pack_proxy("one", path)
    proxy = Assets(packed).proxy("one")
    base = np.array([[0, 0, 0], [2, 0, 0], [9, 9, 9]], np.float32)
    assert proxy.fit(base).tolist() == [[0, 0, 0], [2, 1, 1]]
    # Twice as wide: offsets in x double, the others stay.
    base[1, 0] = 4
    assert proxy.fit(base).tolist() == [[0, 0, 0], [4, 1, 1]]


# --------------------------------------------------------------- the pixels


def numba_missing() -> bool:
    return importlib.util.find_spec("numba") is None


@pytest.fixture(scope="module")
def assets():
    if numba_missing():
        pytest.skip("numba is not installed")
    try:
        return load_assets()
    except FileNotFoundError:
        pytest.skip("the portrait assets are not packed on this machine")


NEUTRAL = Portrait()


def changed(portrait: Portrait, **change: float) -> Portrait:
    """The same portrait but for some numbers, by name."""
    values = {k: v for k, v in change.items() if k in TAUGHT}
    person = {k: v for k, v in change.items() if k not in TAUGHT}
    return Portrait(portrait.values | values, portrait.person | person)


@pytest.fixture(scope="module")
def matted(assets):
    """Render NEUTRAL with changes at a small size, as float, with matte."""
    from plotnine_chernoff.training.portraits import render

    def paint(**change) -> np.ndarray:
        return render(changed(NEUTRAL, **change), 64, 2, assets).astype(float)

    return paint


@pytest.fixture(scope="module")
def picture(matted):
    """The same before its background."""
    return lambda **change: matted(**change)[..., :3]


def test_render_is_deterministic(picture):
    """Labels and pictures are joined by index, made in any order."""
    assert (picture() == picture()).all()


def test_render_shape_and_type(assets):
    """The training set stores bytes of a fixed shape."""
    from plotnine_chernoff.training.portraits import render

    result = render(NEUTRAL, 48, 1, assets)
    assert result.shape == (48, 48, 4)
    assert result.dtype == np.uint8


def test_positive_yaw_turns_to_the_viewers_right(picture):
    """The sign of yaw is part of the project's public meaning.

    The reddest place of a bald face, the lips, moves with the nose.
    """

    def lips(yaw: float) -> float:
        image = picture(yaw=yaw, hair_length=0.0, gender=-1.0, age=25.0)
        lower = image[38:54]
        red = lower[:, :, 0] - lower[:, :, 1]
        weight = np.where(red > np.quantile(red, 0.985), red, 0)
        columns = np.arange(64)[None, :]
        return float((weight * columns).sum() / weight.sum())

    left, middle, right = lips(-30), lips(0), lips(30)
    assert left + 4 < middle < right - 4
    assert middle == pytest.approx(31.5, abs=1.5)


def test_skin_tone_darkens_the_face(picture):
    """Tone must be monotone, and leave the background alone."""
    images = [picture(skin_tone=tone) for tone in np.linspace(0, 1, 5)]
    cheeks = [image[34:40, 26:38].mean() for image in images]
    assert (np.diff(cheeks) < -8).all()
    corners = [image[:4, :4].mean() for image in images]
    assert np.ptp(corners) < 1


def test_longer_hair_covers_more(picture):
    """Hair length must be readable: more and more of the picture is hair.

    Black hair, light skin and clothes: dark pixels are hair.
    """
    amounts = [
        (
            picture(
                hair_length=length,
                hair_melanin=1.0,
                skin_tone=0.1,
                clothes_light=1.0,
                age=25.0,
            ).mean(2)
            < 60
        ).mean()
        for length in (0.0, 0.25, 0.5, 0.7, 1.0)
    ]
    assert (np.diff(amounts) > 0.02).all()


@pytest.mark.parametrize("part", [-1, 1])
def test_no_scalp_looks_through_hair(assets, part):
    """Black hair over light skin: nothing light above the hairline.

    This person's skull reaches higher than the hair's inner side.
    """
    from plotnine_chernoff.training.portraits import render

    t = np.zeros(K)
    # Of the first layout, whatever rows came after it.
    t[:FIRST_LAYOUT] = np.random.RandomState(0).randn(2, FIRST_LAYOUT)[1]
    portrait = changed(
        portrait_from_latent(1.2 * t),
        **{"yaw": 0, "smile": 0, "squint": 0, "age": 20, "skin_tone": 0},
        hair_length=0.9,
        hair_part=part,
        fringe=0,
        hair_melanin=1,
    )
    inside = render(portrait, 64, 2, assets)[6:11, 20:44].astype(float)
    covered = inside[..., 3] == 255
    assert covered.mean() > 0.9
    assert inside[covered][:, :3].mean(-1).max() < 85


def test_a_fringe_covers_the_forehead_and_a_parting_moves(picture):
    forehead = (slice(18, 22), slice(28, 36))
    black = {"hair_melanin": 1.0, "hair_length": 0.8, "age": 20.0}
    bare = picture(**black)[forehead].mean()
    assert picture(fringe=0.85, **black)[forehead].mean() < bare - 40
    left, right = (picture(hair_part=p, **black) for p in (-1, 1))
    assert np.abs(left - right).max() > 40


def test_the_matte_is_what_is_not_background(matted):
    """Behind the matte all portraits are alike."""
    images = [
        matted(yaw=yaw, hair_length=length, clothes_light=0.6, clothes_red=1.6)
        for yaw, length in ((-30, 0.1), (0, 0.6), (30, 1.0))
    ]
    behind = np.all([image[..., 3] == 0 for image in images], axis=0)
    assert 0.05 < behind.mean() < 0.7
    for image in images[1:]:
        np.testing.assert_array_equal(image[behind], images[0][behind])
    for image in images:
        assert (image[28:52, 26:38, 3] == 255).all()
        assert 0.4 < (image[..., 3] == 255).mean() < 0.9


def test_hair_never_jumps(picture):
    """Styles must be blended: a switch cannot be learnt by regression."""
    images = [picture(hair_length=h) for h in np.linspace(0, 1, 41)]
    steps = [np.abs(b - a).mean() for a, b in itertools.pairwise(images)]
    assert max(steps) < 6.0


@pytest.mark.parametrize("name", [n for n in TAUGHT if n != "quality"])
def test_every_attribute_shows(picture, name):
    """An attribute that no pixel shows cannot carry data."""
    low, high = COORDINATES[name].ends
    change = np.abs(picture(**{name: low}) - picture(**{name: high}))
    assert change.mean() > 0.5
    assert change.max() > 40


def test_framing_and_background_are_constant(picture):
    """The upper corners belong to the background in every portrait."""
    rng = np.random.default_rng(3)
    corners = []
    for _ in range(4):
        drawn = portrait_from_latent(rng.normal(size=K))
        image = picture(**drawn.values, **drawn.person)
        corners.append([image[:3, :3].mean(), image[:3, -3:].mean()])
    assert np.ptp(corners) < 3


def test_portraits_are_well_exposed(picture):
    """Plaster faces and black holes are useless for training."""
    for tone in (0.0, 1.0):
        image = picture(skin_tone=tone, hair_length=0.0)
        face = image[18:52, 20:44]
        assert (face.min(2) > 250).mean() < 0.01
        assert (face.max(2) < 12).mean() < 0.02


def test_quality_is_a_separate_step(picture):
    """``render`` ignores quality, so that one picture serves them all."""
    assert (picture(quality=0.0) == picture(quality=1.0)).all()


# -------------------------------------------------------------- degradation


@pytest.fixture(scope="module")
def degrade():
    if numba_missing():
        pytest.skip("numba is not installed")
    from plotnine_chernoff.training.portraits import degrade

    return degrade


@pytest.fixture
def noise() -> np.ndarray:
    rng = np.random.default_rng(4)
    return rng.integers(0, 256, (64, 64, 3), np.uint8)


def test_full_quality_changes_nothing(degrade, noise):
    """Quality 1 is the clean portrait itself."""
    assert (degrade(noise, 1.0) == noise).all()


def test_quality_loses_contrast_steadily(degrade, noise):
    """Lower quality means less detail, without steps."""
    spread = [degrade(noise, q).std() for q in np.linspace(0, 1, 11)]
    assert (np.diff(spread) > 0).all()


def test_degrade_is_a_function_of_image_and_quality(degrade, noise):
    """Without a generator nothing random may enter the labels."""
    assert (degrade(noise, 0.3) == degrade(noise, 0.3)).all()
    grain = degrade(noise, 0.3, np.random.default_rng(0))
    difference = np.abs(grain.astype(int) - degrade(noise, 0.3).astype(int))
    assert 0 < difference.max() < 12


def test_degrade_refuses_other_qualities(degrade, noise):
    """A quality outside 0..1 is a mistake of the caller."""
    with pytest.raises(ValueError, match="quality"):
        degrade(noise, 1.5)
