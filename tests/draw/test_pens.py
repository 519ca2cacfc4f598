"""Pens: what they need of matplotlib beyond its public interface.

A test for each private part, so that a new matplotlib that lacks one fails
here, and not by pictures that are missing from somebody's file.
"""

from __future__ import annotations

import gc
import re
from base64 import b64decode
from io import BytesIO, StringIO

import numpy as np
import pytest
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.backends.backend_svg import RendererSVG
from matplotlib.figure import Figure
from PIL import Image

from plotnine_chernoff.draw import pens
from plotnine_chernoff.draw.artist import FacesArtist, Look
from plotnine_chernoff.draw.pixmap import Pixmap
from tests.conftest import printed


def look(*images):
    n = len(images)
    return Look(
        pixmaps=[Pixmap(printed(image)) for image in images],
        side=np.full(n, 20.0),
        alpha=np.ones(n),
        edge=[None] * n,
        fill=[None] * n,
        linewidth=np.zeros(n),
    )


@pytest.fixture
def pictures():
    return np.random.default_rng(0).integers(0, 256, (2, 8, 8, 3), np.uint8)


class Watcher(FacesArtist):
    """Notes by which renderers it is drawn, and whether that shows"""

    def __init__(self, *args):
        super().__init__(*args)
        self.seen = []

    def draw(self, renderer):
        self.seen.append((renderer, pens.is_rehearsal(renderer)))
        super().draw(renderer)


def save(form, *images, **kwargs):
    figure = Figure((2, 2))
    artist = Watcher(look(*images), [(0.5, 0.5)] * len(images))
    figure.add_artist(artist)
    buffer = BytesIO()
    figure.savefig(buffer, format=form, **kwargs)
    return artist, buffer.getvalue()


@pytest.mark.parametrize(
    ("form", "pen"),
    [
        ("png", pens.RasterPen),
        ("pdf", pens.VectorPen),
        ("svg", pens.SVGPen),
    ],
)
def test_the_pen_of_each_backend(form, pen, pictures):
    artist, _ = save(form, *pictures)
    renderer, _ = artist.seen[-1]
    assert type(pens.pen_of(renderer)) is pen


def test_the_renderer_behind_a_mixed_one():
    """`MixedModeRenderer._renderer`"""
    svg = RendererSVG(10, 10, StringIO())
    mixed = MixedModeRenderer(Figure(), 1, 1, 72, svg)
    assert pens.drawn_with(mixed) is svg
    assert pens.drawn_with(svg) is svg
    agg = RendererAgg(8, 8, 72)
    assert pens.drawn_with(agg) is agg


def test_clips_as_svg_attributes():
    """`RendererSVG._get_clip_attrs` and `.writer`"""
    svg = RendererSVG(10, 10, StringIO())
    clip = svg.new_gc()
    assert svg._get_clip_attrs(clip) == {}
    clip.set_clip_rectangle(Figure().bbox)
    assert "url(#" in svg._get_clip_attrs(clip)["clip-path"]
    svg.writer.start("g")
    svg.writer.element("use", attrib={"a": "b"}, transform="c")
    svg.writer.end("g")


def test_pixels_an_inch_of_a_file():
    """`MixedModeRenderer.dpi`; within, everything is in points"""
    svg = RendererSVG(10, 10, StringIO())
    assert pens.file_dpi(MixedModeRenderer(Figure(), 1, 1, 600, svg)) == 600
    assert pens.file_dpi(svg) == 72


def embedded(form, sides, **kwargs):
    """Sides of the pictures in a file in which one face has these points"""
    noise = np.random.default_rng(0).integers(0, 256, (256, 256, 3), np.uint8)
    figure = Figure((4, 4))
    many = look(*[noise] * len(sides))
    many.pixmaps = many.pixmaps[:1] * len(sides)
    many.side = np.array(sides, float)
    figure.add_artist(FacesArtist(many, [(0.5, 0.5)] * len(sides)))
    buffer = BytesIO()
    figure.savefig(buffer, format=form, **kwargs)
    if form == "pdf":
        found = re.findall(rb"/Width (\d+)", buffer.getvalue())
        return [int(width) for width in found]
    data = re.findall(rb"base64,([^\"]+)", buffer.getvalue())
    return [Image.open(BytesIO(b64decode(d))).width for d in data]


@pytest.mark.parametrize("form", ["pdf", "svg"])
def test_files_embed_the_pixels_that_the_page_needs(form):
    """300 an inch, or what the file has, and never more than there are"""
    assert embedded(form, [24]) == [100]
    assert embedded(form, [24], dpi=600) == [200]
    assert embedded(form, [72]) == [256]


@pytest.mark.parametrize("form", ["pdf", "svg"])
def test_the_largest_use_is_embedded_for_all(form):
    assert embedded(form, [6, 24, 12, 12]) == [100]


def test_rehearsals_are_told_from_drawings(pictures):
    """Methods that matplotlib has disabled are plain functions"""
    artist, _ = save("png", *pictures, bbox_inches="tight")
    rehearsals = [rehearsal for _, rehearsal in artist.seen]
    assert rehearsals == [True, False]
    assert not pens.is_rehearsal(RendererAgg(8, 8, 72))
    assert not pens.is_rehearsal(RendererBase())


def test_an_svg_file_defines_a_picture_once_and_is_forgotten(pictures):
    first, second = pictures
    artist, svg = save("svg", first, second)
    assert svg.count(b"<image ") == svg.count(b"<use ") == 2
    del artist
    gc.collect()
    assert not pens._defined
    assert not pens._embedded
