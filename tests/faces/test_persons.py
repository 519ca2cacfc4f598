"""A name is one face: in plots, models, contact sheets and commands."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from PIL import Image
from plotnine import aes, ggplot
from typer.testing import CliRunner

from plotnine_chernoff import FaceModel, geom_chernoff, montage, scales
from plotnine_chernoff.cli import app
from plotnine_chernoff.faces.persons import seed_of
from plotnine_chernoff.model.edits import Edits
from tests.plot.test_geom import artists

NAMES = ["ann", "bob", "7", "-3"]


@pytest.mark.parametrize("whole", [3, 3.0, np.int64(3), np.float32(3)])
def test_whole_numbers_are_seeds(whole):
    assert seed_of(whole) == 3


def test_names_have_seeds_of_their_own():
    seeds = {seed_of(n) for n in ["ann", "bob", "3", -3, 2**32, 0.5, (1, 2)]}
    assert len(seeds) == 7
    assert all(0 <= s < 2**32 for s in seeds)
    # Faces that are kept on disk bear the name, so that its seed must stay.
    assert seed_of("ann") == 1234263565
    assert seed_of(None) is seed_of(float("nan")) is None
    with pytest.raises(ValueError, match="numbers or strings, not \\['ann'"):
        seed_of(["ann"])


@pytest.fixture(scope="module")
def directory(tmp_path_factory):
    """A model whose one attribute changes nothing"""
    model = FaceModel.random(16, 512, seed=1, z_dim=32, w_dim=32)
    model.edits = Edits(
        attributes=("smile",),
        ranges={"smile": (-1.0, 1.0)},
        styles={"smile": (0,)},
        directions=np.zeros((1, 32)),
        center=np.asarray(model.w_avg),
        readout=np.zeros((1, 32)),
        displacement=np.zeros((1, 32)),
        curve_values=np.array([[-1.0, 0.0, 1.0]]),
        curve_steps=np.zeros((1, 3)),
        correction=np.zeros((1, 1)),
        num_styles=model.num_styles,
        degree=0,
        fingerprint=model.fingerprint,
    )
    path = tmp_path_factory.mktemp("persons") / "model"
    model.save(path)
    return path


def test_one_person_one_face(directory, tmp_path):
    """The same pixels from a model, three scales, a sheet and a command"""
    model = FaceModel.load(directory)
    values = pd.DataFrame(index=range(len(NAMES)))
    faces = model.faces(values, person=NAMES)
    assert len(np.unique(faces, axis=0)) == len(NAMES)

    data = pd.DataFrame({"who": NAMES, "seed": [seed_of(n) for n in NAMES]})
    for column, scale in (
        ("who", scales.scale_person_discrete()),
        ("who", scales.scale_person_identity()),
        ("who", scales.scale_person_manual({n: n for n in NAMES})),
        ("seed", scales.scale_person_continuous()),
    ):
        p = ggplot(data) + geom_chernoff(aes(person=column), model=model)
        _, (artist,) = artists(p + scale)
        drawn = [f.embedded(32)[::-1, :, :3] for f in artist.look.pixmaps]
        np.testing.assert_array_equal(drawn, faces, type(scale).__name__)

    sheet = np.asarray(montage(faces, columns=len(NAMES)))
    np.testing.assert_array_equal(sheet[4:20, 4:20], faces[0])

    file = tmp_path / "sheet.png"
    command = ["explore", str(directory), "--person", "ann", "--size", "16"]
    command += ["--limit", "0", "--columns", "1", "--output", str(file)]
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    # Beside the words on the left.
    explored = np.asarray(Image.open(file))[4:20, 24:40]
    np.testing.assert_array_equal(explored, faces[0])
