"""Tests of the path-traced portraits: the table, shapes, strands, files.

What needs the packed assets or Blender is skipped without them.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import zipfile

import numpy as np
import pandas as pd
import pytest

from plotnine_chernoff.training.portraits import load_assets
from plotnine_chernoff.training.portraits.cycles import (
    ATTRIBUTES,
    COORDINATES,
    PERSON,
    Portrait,
    draw,
    mirrored,
    pieces,
)
from plotnine_chernoff.training.portraits.cycles import table as table_module
from plotnine_chernoff.training.portraits.cycles.reading import on_grey


@pytest.fixture(scope="module")
def assets():
    try:
        return load_assets()
    except FileNotFoundError:
        pytest.skip("the portrait assets are not there")


def person(**changes: float) -> Portrait:
    """A person who is not the neutral one, with some numbers changed."""
    return Portrait.from_row(draw(1, 5).iloc[0]).replace(**changes)


# ----------------------------------------------------------------- table


@pytest.mark.parametrize(
    ("values", "coordinates", "message"),
    [
        ({"smlie": 0.5}, {}, "Unknown attribute 'smlie'.*smile"),
        ({}, {"smile": 0.5}, "Unknown coordinate of a person 'smile'"),
        ({"age": 7}, {}, "age must be within 18 to 78, got 7"),
    ],
)
def test_a_wrong_portrait_says_what_is_valid(values, coordinates, message):
    with pytest.raises(ValueError, match=message):
        Portrait(values, coordinates)


def test_every_draw_is_a_portrait():
    """No draw may stop the rendering job, nor leave a number out."""
    table = draw(500, 3)
    for _, row in table.iterrows():
        portrait = Portrait.from_row(row)
        assert all(portrait[name] == row[name] for name in table)
    assert list(table) == [*ATTRIBUTES, *PERSON]


def test_a_further_coordinate_leaves_the_others_alone(monkeypatch):
    """Else a new attribute would need all portraits anew."""
    before = draw(20, 9)
    fewer = {n: c for n, c in COORDINATES.items() if n != "smile"}
    monkeypatch.setattr(table_module, "COORDINATES", fewer)
    pd.testing.assert_frame_equal(draw(20, 9), before.drop(columns="smile"))


def test_coordinates_are_drawn_independently():
    """Entangled portraits would teach entangled directions."""
    correlation = np.corrcoef(draw(4000, 1).to_numpy().T)
    np.fill_diagonal(correlation, 0)
    assert np.abs(correlation).max() < 0.07  # 4.4 standard errors


def test_what_most_people_lack_is_mostly_absent():
    table = draw(2000, 2)
    assert (table["beard"] == 0).mean() == pytest.approx(0.6, abs=0.04)
    assert table["beard"].max() > 0.98


def test_a_mirror_changes_sides_only():
    table = draw(10, 4)
    changed = [n for n in table if not mirrored(table)[n].equals(table[n])]
    assert changed == ["yaw", "gaze", "hair_part"]
    pd.testing.assert_frame_equal(mirrored(mirrored(table)), table)


# ---------------------------------------------------------------- pieces


class FakeStudio:
    """Paints portraits in the grey of their age; may break down."""

    def __init__(self, breaks_after: int = 10**6):
        self.left = breaks_after

    def render(self, portrait: Portrait) -> np.ndarray:
        if self.left == 0:
            raise KeyboardInterrupt
        self.left -= 1
        grey = np.full((16, 16, 4), round(portrait["age"]), np.uint8)
        grey[..., 3] = 255
        return grey


def test_a_piece_is_there_whole_or_not_at_all(tmp_path):
    """A stopped rendering must not leave half a piece that counts."""
    with pytest.raises(KeyboardInterrupt):
        pieces.render_piece(FakeStudio(3), tmp_path, 0)
    assert pieces.missing_pieces(tmp_path, 0, 2) == [0, 1]
    pieces.render_piece(FakeStudio(), tmp_path, 0)
    assert pieces.missing_pieces(tmp_path, 0, 2) == [1]
    assert len(list(tmp_path.iterdir())) == 2


KILLED = """
import os, signal, sys
from pathlib import Path
import numpy as np
from PIL import Image
from plotnine_chernoff.training.portraits.cycles import pieces

class Studio:
    def render(self, portrait):
        return np.zeros((16, 16, 4), np.uint8)

def half(self, file, *args, **kwargs):
    file.write(b"RIFF")
    file.flush()
    os.kill(os.getpid(), signal.SIGKILL)

folder = Path(sys.argv[1])
pieces.render_piece(Studio(), folder, 0)
Image.Image.save = half
pieces.render_piece(Studio(), folder, 1)
"""


@pytest.mark.slow
def test_a_piece_whose_worker_was_killed_does_not_count(tmp_path):
    from plotnine_chernoff.atomic import sweep
    from plotnine_chernoff.training.dataset import PIECE, count_portraits

    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)])
    assert done.returncode == -signal.SIGKILL
    assert len(list(tmp_path.iterdir())) == 4, "a table, and what it left"
    assert count_portraits(tmp_path) == PIECE
    sweep(tmp_path)
    assert pieces.missing_pieces(tmp_path, 0, 2) == [1]
    names = ["piece00000.csv", "piece00000.webp", "piece00001.csv"]
    assert sorted(f.name for f in tmp_path.iterdir()) == names


def test_portraits_come_back_with_their_own_numbers(tmp_path):
    for piece in (1, 0):
        pieces.render_piece(FakeStudio(), tmp_path, piece)
    images, table = pieces.load_portraits(tmp_path, pieces.PIECE + 3)
    assert images.shape == (pieces.PIECE + 3, 16, 16, 4)
    np.testing.assert_allclose(images[:, 8, 8, 0], table["age"], atol=2)
    expected = pd.concat([draw(pieces.PIECE, 0), draw(3, 1)])
    # Streams are by seed and name, so a longer draw begins like a shorter.
    np.testing.assert_allclose(table, expected.to_numpy(), rtol=1e-5)


def test_portraits_of_two_makes_do_not_mix(tmp_path):
    """A generator cannot learn one face from two renderers."""
    pieces.render_portraits(tmp_path, 0, 0, samples=8)
    pieces.render_portraits(tmp_path, 0, 0, samples=8)
    with pytest.raises(ValueError, match="another folder"):
        pieces.render_portraits(tmp_path, 0, 0, samples=16)


def test_training_reads_traced_portraits_in_its_own_order(tmp_path):
    """A latent must say what was drawn, whatever it is called there."""
    from plotnine_chernoff.training.attributes import COLUMN
    from plotnine_chernoff.training.dataset import (
        count_portraits,
        load_pieces,
    )

    for piece in (0, 1):
        pieces.render_piece(FakeStudio(), tmp_path, piece)
    images, latents = load_pieces(tmp_path)
    _, told = pieces.load_portraits(tmp_path)
    assert len(images) == len(latents) == count_portraits(tmp_path)
    shrunk, _ = load_pieces(tmp_path, size=8, most=3)
    assert shrunk.shape == (pieces.PIECE, 8, 8, 3)
    for name in COORDINATES:
        values = COORDINATES[name].values(latents[:, COLUMN[name]])
        np.testing.assert_allclose(values, told[name], atol=1e-3)


def test_training_takes_what_is_rendered_meanwhile(tmp_path):
    from plotnine_chernoff.training.dataset import Portraits

    portraits = Portraits(tmp_path, 8)
    with pytest.raises(FileNotFoundError, match="cycles render"):
        portraits()
    pieces.render_piece(FakeStudio(), tmp_path, 0)
    images, latents = portraits()
    assert portraits()[0] is images, "read once"
    pieces.render_piece(FakeStudio(), tmp_path, 1)
    more, more_latents = portraits()
    assert len(more) == 2 * pieces.PIECE
    np.testing.assert_array_equal(more_latents[: pieces.PIECE], latents)


@pytest.mark.parametrize("mirror", [False, True])
def test_strangers_read_portraits_against_their_numbers(
    tmp_path, monkeypatch, mirror
):
    """Pictures and rows stay together, and a mirror changes both."""
    from plotnine_chernoff.directions import photo
    from plotnine_chernoff.training.portraits.cycles.reading import (
        read_portraits,
    )

    class Sided(FakeStudio):
        def render(self, portrait):
            image = super().render(portrait)
            image[:, 8:, 0] = round(128 + portrait["yaw"])
            image[:, :8, 0] = 128
            return image

    for piece in range(5):
        pieces.render_piece(Sided(), tmp_path, piece)

    def read(images):
        red = images[..., 0].astype(float)
        side = red[:, :, 11:].mean((1, 2)) - red[:, :, :5].mean((1, 2))
        green = images[..., 1].astype(float).mean((1, 2))
        return pd.DataFrame({"yaw": side, "age": green, "quality": 1.0})

    monkeypatch.setattr(photo, "label_photographs", read)
    table, weights, count, unread = read_portraits(tmp_path, 36, mirror)
    assert (count, unread) == (36, 0)
    assert list(table.index) == ["yaw", "age"]
    assert list(weights) == list(ATTRIBUTES)
    assert table["spearman"].min() > 0.97


def test_portraits_of_another_table_are_no_training_set(tmp_path):
    from plotnine_chernoff.training.dataset import load_pieces

    pieces.render_piece(FakeStudio(), tmp_path, 0)
    path = tmp_path / "piece00000.csv"
    told = pd.read_csv(path)
    told.assign(age=told["age"] + 1).to_csv(path, index=False)
    with pytest.raises(ValueError, match="another version of the table"):
        load_pieces(tmp_path)


def test_no_portraits_says_how_to_make_some(tmp_path):
    with pytest.raises(FileNotFoundError, match="render"):
        pieces.load_portraits(tmp_path)


def test_bundles_hold_every_piece_within_their_size(tmp_path, monkeypatch):
    """A set that is too large does not travel."""
    for piece in range(4):
        pieces.render_piece(FakeStudio(), tmp_path / "", piece)
    one = sum(f.stat().st_size for f in tmp_path.glob("piece00000.*"))
    monkeypatch.setattr(pieces, "SET_BYTES", int(2.5 * (one + 1024)))
    made = pieces.bundle(tmp_path, tmp_path / "sets")
    assert len(made) == 2
    names = []
    for path in made:
        assert path.stat().st_size <= pieces.SET_BYTES
        with zipfile.ZipFile(path) as archive:
            names += archive.namelist()
    assert sorted(names) == sorted(f.name for f in tmp_path.glob("piece*"))


def test_bundles_that_are_there_stay_as_they_are(tmp_path):
    """What travelled once need not travel again."""
    sets = tmp_path / "sets"
    pieces.render_piece(FakeStudio(), tmp_path, 0)
    [first] = pieces.bundle(tmp_path, sets)
    before = first.read_bytes()
    assert pieces.bundle(tmp_path, sets) == []
    pieces.render_piece(FakeStudio(), tmp_path, 1)
    [second] = pieces.bundle(tmp_path, sets)
    assert first.read_bytes() == before
    with zipfile.ZipFile(second) as archive:
        assert sorted(archive.namelist()) == [
            "piece00001.csv",
            "piece00001.webp",
        ]


# ---------------------------------------------------------------- shapes


def test_the_body_of_a_mirror_image_is_mirrored(assets):
    """Twice the portraits for the price of one, if so."""
    from plotnine_chernoff.training.portraits.cycles.body import build_body
    from plotnine_chernoff.training.portraits.cycles.subdivision import (
        skin_subdivision,
    )

    portrait = person(yaw=20.0)
    bodies = [build_body(p, assets) for p in (portrait, other_side(portrait))]
    own, other = (body.pose(body.skin) for body in bodies)
    other = other[skin_subdivision(assets).mirror] * [-1, 1, 1]
    # A pixel is a hundredth of a decimetre.
    assert np.abs(own - other).max() < 0.02


def other_side(portrait: Portrait) -> Portrait:
    odd = [n for n, c in COORDINATES.items() if c.odd]
    return portrait.replace(**{n: -portrait[n] for n in odd})


def test_strands_come_in_mirrored_pairs(assets):
    from plotnine_chernoff.training.portraits.cycles.body import build_body
    from plotnine_chernoff.training.portraits.cycles.scalp import scalp_hair

    portrait = person(hair_length=0.6, hair_part=0.7, hair_curl=0.8)
    tips = []
    for shown in (portrait, other_side(portrait)):
        hair = scalp_hair(build_body(shown, assets), assets)
        tips.append(hair.points[:, -1])
    left, right = tips
    assert len(left) == len(right)
    half = len(left) // 2
    flipped = np.concatenate([right[half:], right[:half]]) * [-1, 1, 1]
    assert np.abs(left - flipped).mean() < 0.01


def test_hair_grows_evenly(assets):
    """One groom: each length is the one before, a little longer."""
    from plotnine_chernoff.training.portraits.cycles.body import build_body
    from plotnine_chernoff.training.portraits.cycles.scalp import scalp_hair

    reach = []
    for h in np.linspace(0.02, 1.0, 25):
        body = build_body(person(hair_length=h, fringe=0.0), assets)
        hair = scalp_hair(body, assets)
        steps = np.linalg.norm(np.diff(hair.points, axis=1), axis=2)
        reach.append(steps.sum(1).mean())
    change = np.diff(reach)
    assert change.min() > 0
    assert change.max() < 0.15 * reach[-1]


@pytest.mark.parametrize("length", [0.5, 0.6, 0.8])
def test_hair_falls_past_the_ears(assets, length):
    """It does not stand off below them as if on a shelf"""
    from plotnine_chernoff.training.portraits.cycles.body import build_body
    from plotnine_chernoff.training.portraits.cycles.scalp import scalp_hair

    plain = Portrait({"hair_length": length}).replace(
        hair_part=0, hair_volume=0.4
    )
    body = build_body(plain, assets)
    hair = scalp_hair(body, assets)
    assert hair is not None
    x, y, _ = (hair.points.reshape(-1, 3) - body.eye_middle).T

    def width(low, high):
        """Decimetres from the middle, but for the outermost strands"""
        return np.quantile(np.abs(x[(y > low) & (y < high)]), 0.98)

    assert width(-0.5, -0.2) < width(0.2, 0.5) + 0.12


@pytest.mark.parametrize(
    ("name", "moves"),
    [
        ("squint", False),
        ("hair_length", False),
        ("smile", False),
        ("gender", True),
    ],
)
def test_shoulders_go_by_gender_alone(assets, name, moves):
    """What a face does, or wears, is not seen in the body below it."""
    from plotnine_chernoff.training.portraits.cycles.body import build_body

    first, last = (
        build_body(person(**{name: end}), assets)
        for end in COORDINATES[name].ends
    )
    first, last = (b.vertices - b.eye_middle for b in (first, last))
    below = first[:, 1] < -2.6
    change = np.abs(first - last)[below].max()
    # Decimetres: a pixel is a hundredth.
    assert change > 0.2 if moves else change < 0.005


def test_identity_leaves_gender_alone(assets):
    """Readers took some of identity for gender; that is taken out."""
    from plotnine_chernoff.training.portraits.cycles import body

    direction = body.GENDER_IN_IDENTITY
    direction = 0.5 * direction / np.linalg.norm(direction)
    portrait = person(**{f"identity_{k}": 0.1 * k for k in range(12)})
    moved = portrait.replace(
        **{
            f"identity_{k}": portrait[f"identity_{k}"] + direction[k]
            for k in range(12)
        }
    )
    np.testing.assert_allclose(
        body.identity(moved), body.identity(portrait), atol=1e-12
    )


# ---------------------------------------------------------------- studio


@pytest.fixture(scope="module")
def studio(assets):
    pytest.importorskip("bpy", reason="Blender is not installed")
    from plotnine_chernoff.training.portraits.cycles.scene import Studio

    return Studio(size=64, samples=4, threads=1, assets=assets)


@pytest.mark.slow
def test_a_portrait_does_not_depend_on_the_one_before(studio):
    """Blender keeps pixels and strands of earlier sitters if one lets it."""
    first, second = person(skin_tone=0.1, beard=0.0), person(skin_tone=0.9)
    before = studio.render(first)
    studio.render(second)
    assert np.array_equal(studio.render(first), before)


@pytest.mark.slow
def test_the_mirror_image_of_a_portrait_is_a_portrait(studio):
    portrait = person(yaw=25.0, hair_part=0.8, gaze=-0.6)
    own = studio.render(portrait).astype(float)
    other = studio.render(other_side(portrait))[:, ::-1].astype(float)
    # The noise of few rays, and painted skin that is not symmetric.
    assert np.abs(own - other).mean() < 6
    unlike = np.abs(own - own[:, ::-1]).mean()
    assert np.abs(own - other).mean() < 0.3 * unlike


# Percent of the picture's pixels, at 64 of them a side, that change by more
# than 20 of 255 between the ends: about half of what was seen of a person.
LEAST_SEEN = {
    "yaw": 20,
    "squint": 1.1,
    "age": 12,
    "smile": 0.7,
    "skin_tone": 15,
    "gender": 11,
    "hair_length": 20,
    "brow_slant": 0.7,
    "brow_height": 1.1,
    "eye_size": 0.4,
    "gaze": 0.2,
    "mouth_open": 0.9,
    "mouth_width": 0.2,
    "nose_length": 0.1,
    "nose_width": 0.4,
    "face_width": 8,
    "jaw": 2.4,
    "pitch": 15,
    "hair_color": 5,
    "hair_curl": 2.5,
    "beard": 5,
    "glasses": 1.8,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", ATTRIBUTES)
def test_every_attribute_is_seen(studio, name):
    low, high = COORDINATES[name].ends
    absent = ("glasses", "beard", "mouth_open", "fringe", "yaw", "squint")
    base = person(hair_length=0.3, **dict.fromkeys(absent, 0.0))
    a, b = (
        on_grey(studio.render(base.replace(**{name: value}))[None])[0]
        for value in (low, high)
    )
    change = np.abs(a.astype(float) - b).max(axis=-1)
    assert 100 * (change > 20).mean() > LEAST_SEEN[name]


# ------------------------------------------------------------ processes


@pytest.fixture(scope="module")
def rendering(assets):
    """Starts the command that renders two pieces, tiny ones."""
    pytest.importorskip("bpy", reason="Blender is not installed")
    package = pieces.__name__.rsplit(".", 1)[0]

    def start(directory):
        count = str(2 * pieces.PIECE)
        words = ["render", str(directory), "--portraits", count]
        words += ["--size", "32", "--samples", "1"]
        return subprocess.Popen(
            [sys.executable, "-m", package, *words],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    return start


@pytest.mark.slow
def test_a_killed_rendering_goes_on_to_the_same_pixels(rendering, tmp_path):
    """The same row gives the same portrait in every process."""
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    assert rendering(whole).wait(600) == 0
    process = rendering(killed)
    while not (killed / "piece00000.webp").exists():
        assert process.poll() is None
        time.sleep(0.1)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    assert not (killed / "piece00001.webp").exists()
    kept = (killed / "piece00000.webp").stat().st_mtime_ns
    assert rendering(killed).wait(600) == 0
    assert (killed / "piece00000.webp").stat().st_mtime_ns == kept
    names = sorted(f.name for f in whole.iterdir())
    assert sorted(f.name for f in killed.iterdir()) == names
    for name in names:
        assert (killed / name).read_bytes() == (whole / name).read_bytes()
