"""Training: the latent space that is built, and the regression that is
learned, checkpointed and rewritten as StyleGAN2's weights."""

import json

import numpy as np
import pytest

from plotnine_chernoff.generator.config import GeneratorConfig
from plotnine_chernoff.training.attributes import (
    COLUMN,
    COORDINATES,
    EVEN,
    EVEN_COLUMNS,
    FIRST_LAYOUT,
    QUALITY,
    TAUGHT,
    UNIFORM_SD,
    uniform,
)
from plotnine_chernoff.training.latent_space import (
    draw_widely,
    embedding,
    features,
    mapping_arrays,
    row_mask,
    values_in_w,
)

K = len(COORDINATES)
WHEN_CLEAN = COLUMN[QUALITY.name]
UNIFORM = [COLUMN[n] for n in EVEN if COORDINATES[n].law is uniform]
SPARSE = [COLUMN[n] for n in ("mouth_open", "beard", "glasses")]


def w_to_features(w):
    return (w - 6) @ np.linalg.pinv(embedding(w.shape[1]))


def test_features_are_independent_and_of_unit_variance():
    f = features(np.random.RandomState(0).randn(20_000, K))
    others = np.setdiff1d(EVEN_COLUMNS, UNIFORM)
    even = np.delete(f, others, axis=1)
    np.testing.assert_allclose(even.std(0), 1, atol=0.03)
    rest = np.delete(f, WHEN_CLEAN, axis=1)
    assert 0.7 < rest.std(0).min() < rest.std(0).max() < 1.3
    correlation = np.corrcoef(rest.T) - np.eye(K - 1)
    assert np.abs(correlation).max() < 0.04
    # Most samples are clean pictures.
    quality = f[:, WHEN_CLEAN]
    clean = quality > quality.max() - 1e-6
    assert 0.97 < clean.mean() < 0.99


def test_wide_draws_tell_values_in_units_and_go_beyond_the_ends():
    f, values = draw_widely(4000, 0)
    assert f.shape == (4000, K)
    for name, value in zip(TAUGHT, values.T, strict=True):
        c = COORDINATES[name]
        low, high = c.ends
        # The very number that W holds.
        expected = c.standardized(value)
        np.testing.assert_allclose(f[:, COLUMN[name]], expected)
        if name == QUALITY.name:
            assert (value == 1).all()
        elif c.neutral in c.ends:
            assert value.min() == low
            assert value.max() > high
            assert 0.2 < np.mean(value == c.neutral) < 0.3
        else:
            assert value.min() < low
            assert value.max() > high
    # Persons are those of portraits.
    np.testing.assert_allclose(f[:, COLUMN["weight"]].std(), 1, atol=0.05)


def test_w_tells_the_values_that_were_drawn():
    f, values = draw_widely(50, 1)
    w = 6 + f @ embedding(512)
    told = values_in_w(np.repeat(w[:, None], 14, axis=1))
    np.testing.assert_allclose(told[list(TAUGHT)], values, atol=1e-6)
    # Rows that may not use an attribute tell nothing of it.
    last = COORDINATES["yaw"].rows[1]
    mixed = np.repeat(w[:1, None], 14, axis=1)
    mixed[:, last + 1 :] = w[1]
    assert values_in_w(mixed)["yaw"][0] == pytest.approx(values[0, 0])


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


@pytest.mark.slow
def test_the_built_mapping_places_the_features_of_any_latent():
    from plotnine_chernoff.generator.network import StyleGAN2

    config = GeneratorConfig.from_base(8, 64)
    network = StyleGAN2(config)
    arrays = network.get_arrays() | mapping_arrays(config)
    network.set_arrays(arrays)
    z = np.random.RandomState(0).randn(2000, 512).astype(np.float32)
    w = np.asarray(network.map(z))
    # The last leaky ReLU must leave W alone, else W is not affine.
    assert w.min() > 0
    f = w_to_features(w)
    even = f[:, UNIFORM] * UNIFORM_SD + 0.5
    assert -0.02 < even.min() < 0.01
    assert 0.99 < even.max() < 1.02
    asked = features(np.random.RandomState(1).randn(20_000, K))
    for name, mapped, law in zip(COORDINATES, f.T, asked.T, strict=True):
        if COORDINATES[name].still:
            neutral = COORDINATES[name].standardized(COORDINATES[name].neutral)
            np.testing.assert_allclose(mapped, neutral, atol=1e-3)
            continue
        deciles, wanted = (
            np.quantile(x, np.linspace(0.1, 0.9, 9)) for x in (mapped, law)
        )
        np.testing.assert_allclose(
            deciles * UNIFORM_SD, wanted * UNIFORM_SD, atol=0.05
        )
    # The stored mean is that of the samples that are not degraded, without
    # what most of them have not, and of one usual person.
    mean = w_to_features(arrays["mapping/w_avg"][None])[0]
    clean = f[:, WHEN_CLEAN] > 1.7
    difference = f[clean].mean(0) - mean
    driven = [
        c.is_attribute and c.neutral not in c.ends
        for c in COORDINATES.values()
    ]
    np.testing.assert_allclose(difference[driven], 0, atol=0.1)
    for name in ("hair_curl", "eye_size"):
        c = COORDINATES[name]
        wanted = c.standardized(c.usual)
        np.testing.assert_allclose(mean[COLUMN[name]], wanted, atol=1e-4)
    for name in ("hair_part", "clothes_yellow", "fringe", "identity_3"):
        c = COORDINATES[name]
        value = c.values(mean[[COLUMN[name]]])
        np.testing.assert_allclose(value, c.usual, atol=2e-3)
    np.testing.assert_allclose(mean[SPARSE], -0.5 / UNIFORM_SD, atol=1e-4)


def test_every_row_of_w_plus_has_work_and_every_feature_a_row():
    for resolution in (64, 128, 256):
        mask = row_mask(GeneratorConfig.from_base(resolution).num_styles)
        assert mask.shape == (2 * int(np.log2(resolution)) - 2, K)
        assert mask.any(axis=0).all()
        assert mask.any(axis=1).all()


@pytest.fixture(scope="module")
def data():
    """Pictures of two features, one of a side: quickly learned"""
    rng = np.random.RandomState(0)
    latents = rng.randn(400, K).astype(np.float32)
    f = features(latents)
    pixels = np.zeros((400, 32, 32, 3))
    pixels[..., 0] = f[:, COLUMN["skin_tone"], None, None]
    # A mirrored picture is one of the opposite yaw.
    ramp = np.linspace(-1, 1, 32)
    pixels[..., 1] = f[:, COLUMN["yaw"], None, None] * ramp
    return np.clip(128 + 50 * pixels, 0, 255).astype(np.uint8), latents


def make_trainer(directory):
    from plotnine_chernoff.training.trainer import Trainer

    return Trainer(directory, GeneratorConfig.from_base(32, 512, 16))


@pytest.fixture(scope="module")
def trained(tmp_path_factory, data):
    from plotnine_chernoff.training.trainer import Stage

    directory = tmp_path_factory.mktemp("training")
    trainer = make_trainer(directory)
    stages = [
        Stage(16, 1600, 8, 5e-3, 5e-3),
        Stage(32, 1600, 8, 5e-3, 1e-3),
    ]
    trainer.train(stages, lambda: data, every=1e9)
    return trainer, stages


@pytest.mark.slow
def test_regression_learns(trained):
    lines = (trained[0].directory / "log.jsonl").read_text().splitlines()
    log = [json.loads(line) for line in lines]
    assert [line["resolution"] for line in log] == [16, 32]
    assert log[-1]["seen"] == 3200
    # Constant grey would have 17.6 dB; mirrors that are not told, 23.2.
    assert log[-1]["psnr_held_out"] > 25
    assert (trained[0].directory / "preview.png").exists()


class NoisyStudio:
    """Renders anybody as noise"""

    def render(self, portrait):
        rng = np.random.default_rng(round(1000 * portrait["age"]))
        return rng.integers(0, 256, (16, 16, 4), np.uint8)


@pytest.mark.slow
def test_training_learns_pictures_and_mattes_of_a_folder(tmp_path):
    from plotnine_chernoff.training.dataset import Portraits
    from plotnine_chernoff.training.portraits.cycles import pieces
    from plotnine_chernoff.training.trainer import HELD_OUT, Stage, Trainer

    folder = tmp_path / "portraits"
    folder.mkdir()
    count = HELD_OUT // pieces.PIECE + 1
    for piece in range(count):
        pieces.render_piece(NoisyStudio(), folder, piece)
    config = GeneratorConfig.from_base(16, 256, 16, image_channels=4)
    trainer = Trainer(tmp_path, config)
    trainer.train([Stage(16, 64, 8, 1e-3, 1e-3)], Portraits(folder))
    line = json.loads((tmp_path / "log.jsonl").read_text())
    assert line["seen"] == 64
    assert line["portraits"] == count * pieces.PIECE


@pytest.mark.slow
def test_training_goes_on_from_its_checkpoint(trained, data):
    trainer, stages = trained
    again = make_trainer(trainer.directory)
    assert int(again.seen) == 3200
    restored = again.arrays()
    for name, array in trainer.arrays().items():
        np.testing.assert_array_equal(restored[name], array)
    again.train(stages, lambda: data)  # all done: nothing to do
    assert int(again.seen) == 3200


@pytest.mark.slow
def test_exported_weights_draw_what_was_trained(trained, data):
    from plotnine_chernoff.model.face_model import FaceModel

    trainer, _ = trained
    f = features(data[1][:3]).astype(np.float32)
    for v, a in zip(trainer.variables.values(), trainer.averages, strict=True):
        v.assign(a)
    learned = np.asarray(trainer.images(f)[-1])
    model = FaceModel(trainer.config, trainer.arrays())
    w = 6 + f @ embedding(512)
    w_plus = np.repeat(w[:, None], model.num_styles, axis=1)
    exported = model.synthesize(w_plus, raw=True)
    np.testing.assert_allclose(exported, learned, atol=1e-4)


@pytest.mark.slow
def test_a_training_starts_from_a_model(trained, data, tmp_path):
    """What a higher resolution, or better portraits, go on from."""
    from plotnine_chernoff.training.trainer import Trainer

    old = trained[0].arrays()
    # One block more, and wider ones.
    new = Trainer(tmp_path, GeneratorConfig.from_base(64, 1024, 24), start=old)
    for v, a in zip(
        trained[0].variables.values(), trained[0].averages, strict=True
    ):
        v.assign(a)
    f = features(data[1][:3]).astype(np.float32)
    np.testing.assert_allclose(
        np.asarray(new.images(f, 32)[-1]),
        np.asarray(trained[0].images(f)[-1]),
        atol=1e-4,
    )


def test_a_start_that_was_taught_other_features_is_refused(tmp_path):
    from plotnine_chernoff.training.recipe import run

    for taught in (FIRST_LAYOUT - 1, list(COORDINATES)[::-1], None):
        earlier = {"provenance": {"features": taught, "images_seen": 1}}
        (tmp_path / "model.json").write_text(json.dumps(earlier))
        with pytest.raises(ValueError, match="taught other features"):
            run(tmp_path, tmp_path, ["generator"], 0, "float32", tmp_path)
        assert not (tmp_path / "training").exists()


@pytest.mark.slow
def test_the_bundled_faces_have_the_layout_of_the_table():
    """A row that moved would make each start from them a wrong one"""
    from plotnine_chernoff.model.face_model import FaceModel

    model = FaceModel.load("default")
    assert list(COORDINATES)[:FIRST_LAYOUT][-1] == "fringe"
    assert model.labeler.attributes == TAUGHT[: len(model.labeler.attributes)]
    w_avg = mapping_arrays(model.config)["mapping/w_avg"]
    np.testing.assert_allclose(model.w_avg, w_avg, atol=1e-6)
    # A latent that the table places, read by the features of W.
    z = np.random.RandomState(0).randn(4, model.config.z_dim)
    built = FaceModel(
        model.config, {**model.weights, **mapping_arrays(model.config)}
    )
    # What came after the first layout was not there when it was taught.
    before, after = (w_to_features(m.map(z)[:, 0]) for m in (model, built))
    np.testing.assert_allclose(
        before[:, :FIRST_LAYOUT], after[:, :FIRST_LAYOUT], atol=1e-3
    )


@pytest.mark.slow
def test_the_critic_learns_and_judges_one_window():
    import keras
    import tensorflow as tf

    from plotnine_chernoff.training.adversary import PatchCritic

    keras.utils.set_random_seed(0)
    rng = np.random.RandomState(0)
    real = tf.constant(rng.randn(4, 160, 160, 3), tf.float32)
    fake = tf.nn.avg_pool2d(real, 3, 1, "SAME")
    critic = PatchCritic(1e-3)
    for _ in range(30):
        gradient = critic.judge(fake, real).numpy()
    judged = np.abs(gradient).sum((0, 3)) > 0
    rows, columns = np.flatnonzero(judged.any(1)), np.flatnonzero(judged[0])
    assert 0 < np.ptp(rows) < 128
    assert len(columns) < 160
    scores = [float(tf.reduce_mean(critic.network(x))) for x in (fake, real)]
    assert scores[0] < scores[1] - 2


@pytest.mark.slow
def test_training_with_a_critic_stays_close_to_the_pictures(data, tmp_path):
    from plotnine_chernoff.training.trainer import Stage

    trainer = make_trainer(tmp_path)
    stage = Stage(32, 1600, 8, 5e-3, 1e-3, 0.3)
    trainer.train([stage], lambda: data, 1e9)
    line = json.loads((tmp_path / "log.jsonl").read_text())
    assert line["psnr_held_out"] > 18


@pytest.mark.slow
def test_a_row_ignores_features_that_it_may_not_use(trained):
    """What style mixing rests on: pose in late rows has no effect."""
    from plotnine_chernoff.model.face_model import FaceModel

    trainer, _ = trained
    model = FaceModel(trainer.config, trainer.arrays())
    mask = row_mask(trainer.config.num_styles)
    yaw = COLUMN["yaw"]
    row = int(np.flatnonzero(~mask[:, yaw])[-1])
    w_plus = np.full((1, model.num_styles, 512), 6.0)
    moved = w_plus.copy()
    moved[:, row] += 3 * embedding(512)[yaw]
    np.testing.assert_allclose(
        model.synthesize(moved, raw=True),
        model.synthesize(w_plus, raw=True),
        atol=1e-3,
    )


@pytest.mark.parametrize("side", [128, 256, 512])
def test_perceptual_loss_sees_differences_and_trains_the_picture_only(side):
    import tensorflow as tf

    from plotnine_chernoff.model.labeler import Labeler, weight_shapes
    from plotnine_chernoff.training.distances import PerceptualLoss

    rng = np.random.RandomState(0)
    arrays = {
        name: rng.randn(*shape) / np.sqrt(np.prod(shape[:-1]))
        for name, shape in weight_shapes(1).items()
    }
    labeler = Labeler(["smile"], [0], [1], arrays)
    loss = PerceptualLoss(labeler)
    a = tf.constant(rng.randn(2, side, side, 3) * 0.3, tf.float32)
    assert float(loss(a, a)) == 0
    with tf.GradientTape() as tape:
        tape.watch(a)
        value = loss(a, a[::-1])
    assert float(value) > 0.1
    assert float(tf.reduce_max(tf.abs(tape.gradient(value, a)))) > 0
    assert not labeler.network.trainable_variables


def test_frechet_distance_of_known_normal_laws():
    from plotnine_chernoff.training.compare import frechet_distance

    rng = np.random.RandomState(0)
    x = rng.randn(20_000, 3)
    assert frechet_distance(x, x) == pytest.approx(0, abs=1e-6)
    # |mean|^2 + sum of (difference of standard deviations)^2
    y = rng.randn(20_000, 3) * [1, 2, 3] + [1, 0, 0]
    assert frechet_distance(x, y) == pytest.approx(1 + 1 + 4, abs=0.15)


def test_details_are_what_halving_the_resolution_loses():
    from plotnine_chernoff.training.sharpness import details

    coarse = np.random.RandomState(0).randint(0, 200, (2, 4, 4, 3))
    coarse = coarse.repeat(2, 1).repeat(2, 2)
    assert details(coarse) == pytest.approx(0, abs=1e-4)
    board = 5 * (-1) ** np.indices((8, 8)).sum(0)[None, :, :, None]
    assert details(coarse + board) == pytest.approx(5, abs=1e-4)


def test_a_start_brings_its_labeler_into_a_new_directory(tmp_path):
    from plotnine_chernoff import FaceModel
    from plotnine_chernoff.model.find import BUNDLED
    from plotnine_chernoff.training import recipe

    faces, start = tmp_path / "new" / "faces", BUNDLED / "default"
    recipe.run(faces, tmp_path, ["labeler"], 0, "float32", start)
    brought = recipe._load_labeler(faces)
    expected, arrays = FaceModel.load(start).labeler.to_files()
    assert brought.to_files()[0] == expected
    for name, array in brought.to_files()[1].items():
        np.testing.assert_array_equal(array, arrays[name])


@pytest.mark.slow
def test_faces_are_compared_with_their_portraits():
    from plotnine_chernoff.model.face_model import FaceModel
    from plotnine_chernoff.model.labeler import Labeler, weight_shapes
    from plotnine_chernoff.training.compare import measure_faces

    rng = np.random.RandomState(0)
    weights = {
        name: rng.randn(*shape) / np.sqrt(np.prod(shape[:-1]))
        for name, shape in weight_shapes(len(TAUGHT)).items()
    }
    labeler = Labeler(
        TAUGHT, [0.0] * len(TAUGHT), [1.0] * len(TAUGHT), weights
    )
    random = FaceModel.random(resolution=16, channel_base=128)
    arrays = random.weights | mapping_arrays(random.config)
    model = FaceModel(random.config, arrays, labeler=labeler)
    latents = rng.randn(64, K)
    latents[:, WHEN_CLEAN] = 9
    w = 6 + features(latents) @ embedding(512)
    own = model.synthesize(np.repeat(w[:, None], model.num_styles, axis=1))
    figures, coverage = measure_faces(model, own ^ 1, latents, 16)
    # Each pixel is off by one level: 20 log10(255).
    assert figures["psnr"] == pytest.approx(48.13, abs=0.01)
    other, _ = measure_faces(model, 255 - own, latents, 16)
    assert other["perceptual"] > 5 * figures["perceptual"]
    assert other["frechet_distance"] > 2 * figures["frechet_distance"]
    assert list(coverage.index) == list(TAUGHT)
