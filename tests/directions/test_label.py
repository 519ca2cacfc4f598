"""Labels from a callable, a table and Kairos; what is missing is counted."""

from __future__ import annotations

import json
import shutil
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from plotnine_chernoff import FaceModel
from plotnine_chernoff.directions import (
    label_from_csv,
    label_from_kairos,
    label_with,
    make_samples,
)
from plotnine_chernoff.directions.kairos import read_kairos
from plotnine_chernoff.directions.label import choose_labeler, load_callable
from plotnine_chernoff.directions.sample_set import SampleSet, load_samples
from tests.planted import PlantedModel


def labelled():
    return PlantedModel(attributes=("age", "smile"), noise=0)


@pytest.fixture
def model():
    return labelled()


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A set that is made once; each test has a copy of its own"""
    folder = tmp_path_factory.mktemp("made") / "set"
    make_samples(labelled(), folder, range(150), progress=False)
    return folder


@pytest.fixture
def samples(made, tmp_path):
    return SampleSet(shutil.copytree(made, tmp_path / "set"))


def test_every_picture_gets_its_own_labels(model, samples):
    labels = label_with(samples, model.label, progress=False)
    assert labels.index.tolist() == list(range(150))
    truth = model.label(np.concatenate(list(samples.images(range(150)))))
    np.testing.assert_allclose(labels, truth, rtol=1e-4)


def test_a_stopped_labelling_goes_on(model, samples):
    """What was written stays; only the rest is read"""
    read = []

    def label(images):
        read.append(len(images))
        return model.label(images)

    first = label_with(samples, label, progress=False).iloc[:100]
    samples.write_labels(first)
    assert samples.labels()["smile"].isna().sum() == 50
    read.clear()
    labels = label_with(samples, label, progress=False)
    assert sum(read) == 50
    assert labels.notna().all(axis=None)
    label_with(samples, label, again=True, progress=False)
    assert sum(read) == 200


def test_copied_tables_are_joined(samples):
    """Sets of two machines: the other's labels.csv comes along renamed"""
    samples.write_labels(pd.DataFrame({"smile": [0.1, 0.2]}, index=[0, 1]))
    other = samples.directory / "labels-2.csv"
    other.write_text("seed,smile,age\n1,0.9,30\n2,0.3,40\n999,0.5,50\n")
    labels = samples.labels()
    assert labels["smile"].iloc[:3].tolist() == [0.1, 0.2, 0.3]
    assert labels.loc[2, "age"] == 40
    assert 999 not in labels.index


@pytest.mark.parametrize(
    "label",
    [
        lambda images: pd.DataFrame({"smile": [1.0]}),
        lambda images: pd.DataFrame({"grin": np.zeros(len(images))}),
    ],
)
def test_labelers_that_answer_wrongly_are_refused(samples, label):
    with pytest.raises(ValueError, match="must give one row for each of 64"):
        label_with(samples, label, progress=False)


def test_labels_from_a_table(samples, tmp_path):
    """Names or numbers, gaps, any scale, columns that we do not know"""
    path = tmp_path / "mine.csv"
    path.write_text(
        "seed,smile,age,hat\nseed0000.png,90,31,1\n2,,40,0\n7777,5,5,5\n"
    )
    labels, ignored = label_from_csv(samples, path)
    assert ignored == ["hat"]
    assert labels.loc[0].to_dict() == {"age": 31, "smile": 90}
    assert np.isnan(labels.loc[2, "smile"])
    assert labels.notna().sum().to_dict() == {"age": 2, "smile": 1}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name,smile\n1,2\n", "must have a column 'seed'"),
        ("seed,hat\n1,2\n", "no column that is an attribute"),
        ("seed,smile\n1,2\n1,3\n", "has the seed 1 more than once"),
        ("seed,smile\n5000,2\n", "labels for none of the 150 pictures"),
        ("seed,smile\nfirst,2\n", "row 2, column seed: 'first' is no seed"),
        ("seed,smile\n1,2\na1b2.png,2\n", "row 3.*more than one number"),
        ("seed,smile\n0.5,2\n", "'0.5' is no seed"),
        ("seed,smile\n-1,2\n", "'-1' is no seed"),
        ("seed,smile\n1,abc\n", "row 2, column smile: 'abc' is not a num"),
        ("seed,smile\n1,45%\n", "'45%' is not a number"),
        ('seed,age\n1,"1,000"\n', "'1,000' may be a thousand times"),
        ("seed\tage\n1\t12,345.5\n", "'12,345.5' may be a thousand"),
        ("seed,smile\n1,inf\n", "not a finite number"),
        ("seed,smile\n1,1e999\n", "not a finite number"),
        ("seed,smile\n1,1_0\n", "not a finite number"),
        ("seed,gender\n1,male\n", "--words gender=LOW,HIGH"),
        ("seed,smile\n1,2,3\n", "row 2 has 3 cells, the header has 2"),
        ("seed,smile,smile\n1,2,3\n", "two columns 'smile'"),
        ("", "is empty"),
        ("\n\n", "is empty"),
        ("\0\1", "not a table in UTF-8"),
    ],
)
def test_tables_that_do_not_fit_are_refused(samples, tmp_path, text, message):
    path = tmp_path / "bad.csv"
    path.write_text(text)
    with pytest.raises(ValueError, match=message):
        label_from_csv(samples, path)


@pytest.mark.parametrize(
    "content",
    [
        b"seed;smile\n0;0,5\n1;-1,5\n2;\n",
        b"seed\tsmile\n0\t0.5\n1\t-1.5\n",
        b"seed|smile\n0|0.5\n1|-1.5\n",
        b"seed, smile\n0, 0.5\n1, -1.5\n",
        b"sep=;\nseed;smile\n0;0,5\n1;-1,5\n",
        b"seed;smile\n0;0,500\n1;-1,500\n",
        b'seed,smile\n0,"0,500"\n1,"-1,5"\n',
        b'\xef\xbb\xbf"Seed","Smile"\r\n0.0,0.5\r\n1.0,-1.5\r\n2.0,NA\r\n',
        "seed\tsmile\n0\t0.5\n1\t-1.5\n".encode("utf-16"),
        b",seed,smile\n0,a2/b/seed0000.png,0.5\n1,c:\\3\\1.jpg,-1.5\n",
        b"seed,smile\nset 7/seed0000 (2).png,.5\n1,-15e-1\n\n",
    ],
)
def test_dialects_of_tables(samples, tmp_path, content):
    path = tmp_path / "mine.csv"
    path.write_bytes(content)
    labels, _ = label_from_csv(samples, path)
    assert labels["smile"].dropna().to_dict() == {0: 0.5, 1: -1.5}


def test_words_for_the_ends_of_an_attribute(samples, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("seed,gender\n0,Male\n1,female\n2,0.3\n")
    words = {"gender": ("female", "male")}
    labels, _ = label_from_csv(samples, path, words)
    assert labels["gender"].dropna().to_dict() == {0: 1, 1: -1, 2: 0.3}
    with pytest.raises(ValueError, match="'grin', which is no attribute"):
        label_from_csv(samples, path, {"grin": ("a", "b")})


def test_seeds_of_no_picture_are_counted(samples, tmp_path):
    path = tmp_path / "mine.csv"
    path.write_text("seed,smile\n0,1\n1,0\n5000,1\n")
    with pytest.warns(UserWarning, match="1 of 3 seeds in .*mine.csv are"):
        labels, _ = label_from_csv(samples, path)
    assert labels["smile"].dropna().to_dict() == {0: 1, 1: 0}


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_tables_that_are_no_files(samples, tmp_path, name):
    with pytest.raises(ValueError, match="is not a file"):
        label_from_csv(samples, tmp_path / name)


def test_tables_of_a_set_that_were_edited(samples):
    """They are read as strictly as those of users."""
    (samples.directory / "labels.csv").write_text("seed,smile\n0,happy\n")
    with pytest.raises(ValueError, match="row 2, column smile: 'happy'"):
        samples.labels()


def test_responses_that_are_hostile_cost_no_others(tmp_path):
    folder = tmp_path / "kairos"
    folder.mkdir()
    good = json.dumps(detected(yaw=-7, width=9, height=9))
    (folder / "seed0003.json").write_text("\ufeff" + good)
    for i, text in enumerate(
        [
            "[" * 100_000,
            good.replace("-7", "9" * 400),
            good.replace("-7", "9" * 5000),
            good.replace("-7", "Infinity"),
            '{"Errors": {"a": 1}}',
            '{"images": [{"faces": [3]}]}',
            '{"images": {"faces": "x"}}',
            '{"faces": [{"attributes": {}}]}',
            "\x1b[2J",
        ]
    ):
        (folder / f"seed01{i:02d}.json").write_text(text)
    (folder / "seed0004.json").mkdir()
    labels, counts = read_kairos(folder)
    assert labels["yaw"].to_dict() == {3: -7}
    assert len(counts.errors) == 9
    assert str(counts).replace("\n", "").isprintable()


def test_responses_of_another_service_are_called_that(samples, tmp_path):
    (tmp_path / "00003.json").write_text('[{"faceAttributes": {}}]')
    with pytest.raises(ValueError, match=r"00003.json: .* another service"):
        label_from_kairos(samples, tmp_path)


def detected(**face):
    return {"images": [{"status": "Complete", "faces": [face]}]}


FACE = {
    "yaw": -12.5,
    "quality": 1.3,
    "width": 90,
    "height": 100,
    "attributes": {
        "age": 34,
        "gender": {
            "type": "M",
            "maleConfidence": 0.75,
            "femaleConfidence": 0.25,
        },
        "ethnicities": {"black": 0.1, "white": 0.7, "asian": 0.2},
    },
}
PERSON = {
    "emotions": {"joy": 80.5, "sadness": 0.5},
    "pose": {"yaw": -11},
    "tracking": {"blinking": "Yes"},
}


@pytest.fixture
def responses(tmp_path):
    folder = tmp_path / "kairos"
    folder.mkdir()
    small = FACE | {"yaw": 40, "width": 9, "height": 9}
    two = {"images": [{"faces": [small, FACE]}]}
    none = {"Errors": [{"Message": "no faces found", "ErrCode": 5002}]}
    for name, content in {
        "seed0000.detect": detected(**FACE),
        "seed0000.media": {"frames": [{"people": []}, {"people": [PERSON]}]},
        "seed0001": two,
        "seed0002": none,
        "seed0003": {"Errors": [{"Message": "too many requests"}]},
        "seed0004": {"frames": [{"people": []}]},
        "seed0005": {"status": 4},
        "seed0006": detected(yaw="n/a", attributes=None),
        "seed0007": [1, 2],
        "notes": detected(**FACE),
    }.items():
        (folder / f"{name}.json").write_text(json.dumps(content))
    (folder / "seed0008.json").write_text("{")
    return folder


def test_kairos_responses_become_labels(responses):
    labels, _ = read_kairos(responses)
    first = labels.loc[0].to_dict()
    assert first == pytest.approx(
        {
            "yaw": -11,
            "quality": 1,
            "age": 34,
            "gender": 0.5,
            "skin_tone": 0.2,
            "smile": 0.8,
            "squint": 1,
        }
    )


def test_kairos_troubles_are_counted(responses):
    """Missing faces, several faces, errors and broken files"""
    labels, counts = read_kairos(responses)
    assert labels.loc[1, "yaw"] == -12.5
    assert counts.files == 11
    assert counts.no_face == 2
    assert counts.several_faces == 1
    told = "\n".join(counts.errors)
    for name in ("notes", "seed0003", "seed0005", "seed0007", "seed0008"):
        assert name in told
    assert len(counts.errors) == 5
    assert "too many requests" in told
    assert "2 without a face, 1 with several, 5 errors" in str(counts)


def test_kairos_labels_reach_the_set(samples, responses):
    labels, _ = label_from_kairos(samples, responses)
    assert labels["age"].notna().sum() == 2


def test_a_folder_without_responses_is_refused(samples, tmp_path):
    with pytest.raises(ValueError, match="holds no JSON files"):
        label_from_kairos(samples, tmp_path / "nothing")


def test_functions_are_found_by_name(tmp_path, monkeypatch):
    (tmp_path / "my_labeler.py").write_text("def read(x): return 7\nn = 1\n")
    monkeypatch.chdir(tmp_path)
    assert load_callable("my_labeler:read")(None) == 7
    for name, message in {
        "my_labeler": "package.module:function",
        "my_labeler:other": "has no 'other'",
        "my_labeler:n": "is not a function",
        "no_such_module:read": "Cannot import",
    }.items():
        with pytest.raises(ValueError, match=message):
            load_callable(name)


def test_a_models_own_labeler_reads_unless_another_is_named():
    own = FaceModel.random(8, 64, z_dim=8, w_dim=8)
    with pytest.raises(ValueError, match="brings no labeler"):
        choose_labeler(own)
    with pytest.raises(ValueError, match="either a labeler or a function"):
        choose_labeler(own, "default", "module:function")
    own.labeler = SimpleNamespace(read=lambda images: "read")
    assert choose_labeler(own)(None) == "read"


def test_samples_of_another_generator_are_refused(model, samples):
    label_with(samples, model.label, progress=False)
    other = PlantedModel(seed=5)
    other.name = "other"
    with pytest.raises(ValueError, match="samples of another generator"):
        load_samples(other, samples.directory)


def test_unlabelled_samples_are_refused(model, samples):
    with pytest.raises(ValueError, match="has no labels"):
        load_samples(model, samples.directory)
