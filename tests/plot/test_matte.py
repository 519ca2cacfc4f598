"""Mattes: faces cut out of their background, from network to paper."""

from __future__ import annotations

import re
from base64 import b64decode
from io import BytesIO

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from plotnine import aes, ggplot, theme_void

from plotnine_chernoff import FaceModel
from plotnine_chernoff.draw.pixmap import Pixmap, without_background
from plotnine_chernoff.faces.requests import clear_cache, request_faces
from plotnine_chernoff.generator.config import GeneratorConfig
from plotnine_chernoff.generator.initialize import random_arrays
from plotnine_chernoff.plot import geom_chernoff
from tests.conftest import PaintedModel, printed, render

ONE = pd.DataFrame({"x": [0.0], "y": [0.0]})


@pytest.fixture
def cut():
    """A model with a matte: a square of a quarter of the picture"""
    return PaintedModel(has_matte=True)


def face(model, **kwargs):
    return (
        ggplot(ONE, aes("x", "y"))
        + geom_chernoff(model=model, size=20, **kwargs)
        + theme_void()
    )


def colors_of(plot):
    pixels = render(plot, width=2, height=2, dpi=100).reshape(-1, 3)
    names, counts = np.unique(pixels, axis=0, return_counts=True)
    return {
        tuple(int(v) for v in name): int(count)
        for name, count in zip(names, counts, strict=True)
    }


def test_fill_takes_the_place_of_the_background(cut):
    """A color behind the head, up to the edge; the picture's own is gone."""
    blue = colors_of(face(cut, fill="blue"))[0, 0, 255]
    # Three quarters of a face of 139 pixels, whose edge is soft.
    assert blue == pytest.approx(0.75 * 139**2, rel=0.05)


def test_fill_none_leaves_nothing_behind_a_face(cut):
    plain, bare = colors_of(face(cut)), colors_of(face(cut, fill="none"))
    more = bare[255, 255, 255] - plain[255, 255, 255]
    # The edge is soft, and seen against white.
    assert 0.65 < more / 139**2 < 0.76


def test_without_a_fill_the_background_stays(cut):
    assert (render(face(cut)) == render(face(PaintedModel()))).all()


def test_a_model_without_a_matte_cannot_be_cut_out():
    """It is drawn on a card instead; asked outright, it says why."""
    assert (
        render(face(PaintedModel(), fill="none"))
        == render(face(PaintedModel()))
    ).all()
    model = FaceModel.random(resolution=16, channel_base=64)
    assert not model.has_matte
    with pytest.raises(ValueError, match="no matte"):
        model.synthesize(model.map(np.zeros((1, 512))), matte=True)
    with pytest.raises(ValueError, match="no matte"):
        model.faces(pd.DataFrame(index=[0]), matte=True)


@pytest.mark.parametrize("shape", ["square", "circle"])
def test_files_embed_a_transparent_picture_once(cut, shape):
    data = pd.concat([ONE] * 3, ignore_index=True).assign(x=[0, 1, 2])
    p = ggplot(data, aes("x", "y")) + geom_chernoff(
        model=cut, fill="none", shape=shape
    )
    buffer = BytesIO()
    p.save(buffer, "svg", width=3, height=3, verbose=False)
    [text] = re.findall(rb"base64,([^\"]+)", buffer.getvalue())
    picture = np.asarray(Image.open(BytesIO(b64decode(text))))
    assert picture.shape == (32, 32, 4)
    assert (picture[..., 3] == 255).mean() == 0.25
    buffer = BytesIO()
    p.save(buffer, "pdf", width=3, height=3, verbose=False)
    assert buffer.getvalue().count(b"/SMask") == 1


def test_mattes_are_kept_on_disk(cut, tmp_path, monkeypatch):
    monkeypatch.setenv("CHERNOFF_CACHE", str(tmp_path))
    values = pd.DataFrame({"smile": [0.25]})
    first = request_faces(cut, values).images
    clear_cache()
    assert (request_faces(cut, values).images == first).all()
    assert first.shape == (1, 32, 32, 4)
    assert cut.faces_made == 1


@given(
    st.integers(0, 2**32 - 1),
    st.tuples(*[st.integers(0, 255)] * 3),
    st.tuples(*[st.integers(0, 255)] * 3),
)
def test_edges_lose_the_color_of_the_background(seed, figure, behind):
    """A gray rim about a head on white is what gives cut-outs away."""
    rng = np.random.default_rng(seed)
    share = np.round(rng.uniform(0.5, 1, (16, 16, 1)) * 255)
    # The background is told by what is plainly behind.
    share[:8], share[12:] = 0, 255
    mixed = share / 255 * figure + (1 - share / 255) * behind
    image = np.concatenate([np.round(mixed), share], -1).astype(np.uint8)
    out = without_background(image)
    assert (out[:8, :, 3] == 0).all()
    assert (out[12:, :, 3] == 255).all()
    assert np.abs(out[..., 3].astype(int) - image[..., 3]).max() <= 8
    contrast = np.abs(np.subtract(figure, behind)).max()
    before = np.abs(image[8:, :, :3].astype(int) - figure)
    after = np.abs(out[8:, :, :3].astype(int) - figure)
    assert after.max() <= 0.15 * contrast + 3
    assert after.sum() <= 0.4 * before.sum() + after.size


def test_a_matte_that_is_not_quite_empty_leaves_no_haze():
    image = np.full((8, 8, 4), 7, np.uint8)
    image[4:, :, 3] = 248
    out = without_background(image)
    assert set(out[:4, :, 3].ravel()) == {0}
    assert set(out[4:, :, 3].ravel()) == {255}


def test_small_cut_outs_have_no_rim():
    """Reduced, the colors behind a face must not be mixed into it."""
    image = np.zeros((64, 64, 4), np.uint8)
    image[..., :3] = (0, 255, 0)
    image[16:48, 16:48] = (255, 0, 0, 255)
    small = Pixmap(printed(image)).at(9, "square", cut=True).astype(int)
    seen = small[small[..., 3] > 8]
    assert (seen[:, 0] > 240).all()
    assert (seen[:, 1] < 15).all()


@pytest.mark.slow
def test_the_network_draws_the_matte_beside_the_picture():
    """Four channels out of the fast path as out of the plain network."""
    from plotnine_chernoff.generator.network import StyleGAN2

    config = GeneratorConfig.from_base(16, 128, image_channels=4)
    arrays = random_arrays(config, seed=3)
    model = FaceModel(config, arrays)
    w = model.map(np.random.RandomState(0).randn(3, 512))
    whole = model.synthesize(w, raw=True, matte=True)
    assert whole.shape == (3, 16, 16, 4)
    np.testing.assert_array_equal(
        model.synthesize(w, raw=True), whole[..., :3]
    )
    network = StyleGAN2(config)
    network.set_arrays(arrays)
    np.testing.assert_allclose(np.asarray(network(w)), whole, atol=1e-4)


def test_other_numbers_of_channels_are_refused():
    with pytest.raises(ValueError, match="image_channels must be 3"):
        GeneratorConfig.from_base(16, 128, image_channels=2)
