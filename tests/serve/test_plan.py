"""From a file to a figure without a browser: what is read, what links say,
that the code draws the page's figure, and that no name of a column runs."""

import io
import os
import zipfile

import numpy as np
import pandas as pd
import pytest
from PIL import Image

import plotnine_chernoff

pytest.importorskip("shiny")

from plotnine_chernoff.serve import figure, words
from plotnine_chernoff.serve.bounds import Bounds
from plotnine_chernoff.serve.page import start_of
from plotnine_chernoff.serve.place import Place, opening
from plotnine_chernoff.serve.plan import Drive, Plan, code
from plotnine_chernoff.serve.shared_model import SharedModel, WatchedModel
from plotnine_chernoff.serve.table import TableError, read_table

CSV = b"""town,Rain (mm),wind,since,side
Ann,10.5,3,2020-01-31,east
Bo,20,9,2021-05-01,west
Cy,,1,2022-01-01,east
Di,12,4,2023-01-01,west
"""


@pytest.fixture
def table():
    return read_table(CSV, "towns.csv", Bounds())


@pytest.fixture
def shared(model):
    return SharedModel(model)


PLAN = Plan(
    drives={
        "smile": Drive(column="Rain_mm", low=-0.5, reverse=True, midpoint=12),
        "yaw": Drive(column="since"),
        "hair_length": Drive(column="side"),
    },
    label="town",
    facets="side",
    size=6,
    cut_out=True,
    width=6,
    height=4,
    dpi=72,
)


def test_columns_have_kinds_and_plain_names(table):
    assert table.kinds == {
        "town": "text",
        "Rain_mm": "numbers",
        "wind": "numbers",
        "since": "dates",
        "side": "text",
    }
    assert table.titles["Rain_mm"] == "Rain (mm)"


def write(data, ending):
    buffer = io.BytesIO()
    getattr(data, f"to_{ending}")(buffer, index=False)
    return buffer.getvalue()


@pytest.mark.parametrize("ending", ["csv", "parquet", "excel"])
def test_the_three_formats_are_one_table(ending):
    data = pd.DataFrame({"a": [1.5, 2.5], "b": ["x", "y"]})
    name = "t.xlsx" if ending == "excel" else f"t.{ending}"
    read = read_table(write(data, ending), name, Bounds())
    pd.testing.assert_frame_equal(read.data, data, check_dtype=False)


def test_semicolons_and_decimal_commas():
    table = read_table(b"a;b\n1,5;x\n2,5;y\n", "t.csv", Bounds())
    assert list(table.data["a"]) == [1.5, 2.5]
    assert "sep=';'" in table.code


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"a\n" * 200, "t.csv", "up to 100"),
        (b"x" * 2000, "t.csv", "takes up to"),
        (b"", "t.csv", "cannot be read as csv"),
        (b"a,b\n", "t.csv", "has no rows"),
        (b"\xff\xfe\x00", "t.csv", "not in UTF-8"),
        (b"hello", "t.xlsx", "cannot be read as xlsx"),
        (b"hello", "t.parquet", "cannot be read as parquet"),
        (b"hello", "t.exe", "none of the files"),
        (b"a,b,c,d,e,f\n1,2,3,4,5,6\n", "t.csv", "up to 5"),
    ],
)
def test_a_file_that_is_no_table_is_told_why(content, name, says):
    bounds = Bounds(table_bytes=1000, table_rows=100, table_columns=5)
    with pytest.raises(TableError, match=says):
        read_table(content, name, bounds)


def test_a_small_file_that_unpacks_to_a_large_one_is_not_unpacked():
    data = pd.DataFrame({"a": np.zeros(200_000)})
    packed = write(data, "parquet")
    with pytest.raises(TableError, match=r"up to 1000"):
        read_table(packed, "t.parquet", Bounds(table_rows=1000))
    zeros = io.BytesIO()
    with zipfile.ZipFile(zeros, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/sharedStrings.xml", b"0" * 10**7)
    assert len(zeros.getvalue()) < 20_000
    with pytest.raises(TableError, match="unpacks to"):
        read_table(zeros.getvalue(), "t.xlsx", Bounds(table_bytes=20_000))


HOSTILE = [
    "after_stat(__import__('os').environ.update(HIT='1'))",
    "__import__('os').environ.update(HIT='1')",
    "stage(__import__('os').environ.update(HIT='1'))",
    "..x..",
    "class",
    "1",
    "'",
    "a b",
    "a_b",
    "",
]


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_of_a_column_is_run(name, shared, monkeypatch):
    monkeypatch.delenv("HIT", raising=False)
    data = pd.DataFrame(
        [[1, 2, "x"], [2, 1, "y"]], columns=[name, "a_b_", "c"]
    )
    table = read_table(write(data, "csv"), "t.csv", Bounds())
    first, second, third = table.data
    drawn = Plan(
        drives={"smile": Drive(column=first), "yaw": Drive(column=third)},
        person=first,
        label=first,
        sizes=first,
        facets=third,
        x=first,
        y=second,
    )
    assert len(figure.draw(drawn, table, shared).spots) == 2
    assert "HIT" not in os.environ
    compile(code(drawn, table, shared), "code", "exec")


def test_a_link_says_only_what_is_chosen_and_gives_it_back(table, shared):
    assert Plan().text() == "{}"
    assert Plan.read(PLAN.text()) == PLAN
    assert PLAN.fitted(table, shared) == PLAN


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"size": "x"}',
        '{"more": 1}',
        '{"dpi": 1e9}',
        '{"drives": {"smile": {"column": "a", "low": NaN}}}',
    ],
)
def test_a_link_that_is_none_is_no_plan(text):
    assert Plan.read(text) is None


def test_what_the_table_or_the_model_lacks_is_left_out(table, shared):
    asked = Plan(
        drives={
            "smile": Drive(column="__import__('os')"),
            "brow_of_old": Drive(column="wind"),
            "yaw": Drive(column="wind"),
        },
        x="nowhere",
        label="town",
    )
    fitted = asked.fitted(table, shared)
    assert list(fitted.drives) == ["yaw"]
    assert fitted.x is None
    assert fitted.label == "town"


@pytest.mark.slow
def test_the_code_draws_the_figure_of_the_page(
    table, shared, tmp_path, monkeypatch
):
    """All of a plan at once; missing data drop a row here and there"""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "towns.csv").write_bytes(CSV)
    monkeypatch.setattr(plotnine_chernoff.FaceModel, "load", lambda *_: shared)
    with pytest.warns(match="Removed 1 rows"):
        exec(code(PLAN, table, shared), {})
    page = figure.save(PLAN, table, shared, "png")
    assert pixels((tmp_path / "faces.png").read_bytes()) == pixels(page)
    shown = figure.draw(PLAN, table, shared)
    assert [s.row for s in shown.spots] == [0, 1, 3]
    assert shown.spots[1].values["smile"] == pytest.approx(-0.5)
    assert any("Removed 1 rows" in note for note in shown.notes)


def test_a_column_of_numbers_sizes_the_faces(table, shared):
    """Before the constant; the link, the code and all words tell it"""
    sized = Plan(sizes="Rain_mm", size=6)
    assert Plan.read(sized.text()) == sized
    assert sized.fitted(table, shared) == sized
    for other in ("since", "side"):
        asked = Plan(sizes=other, size=6).fitted(table, shared)
        assert asked == Plan(size=6)
    program = code(sized, table, shared)
    assert "aes(size='Rain_mm'))\n    + geom_chernoff()\n" in program
    assert "labs(size='Rain (mm)')" in program
    assert "mapping_caption(plot)" in program
    shown = figure.draw(sized, table, shared)
    wide = {s.row: s.box[2] for s in shown.spots}
    assert wide[0] < wide[3] < wide[1]
    assert shown.caption == "Rain_mm → size"
    page = str(words.picture(shown, sized, table)[-2])
    assert "Rain (mm): 20 → size" in page
    assert "Row 2: size for Rain (mm) 20" in page


@pytest.mark.slow
def test_the_code_of_the_judges_needs_no_file(shared, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(plotnine_chernoff.FaceModel, "load", lambda *_: shared)
    place = place_of(shared)
    plan = place.first_plan.fitted(place.first, shared)
    exec(code(plan, place.first, shared), {})
    page = figure.save(plan, place.first, shared, "png")
    assert pixels((tmp_path / "faces.png").read_bytes()) == pixels(page)


def pixels(png):
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB")).tobytes()


def test_the_screen_shows_what_save_writes(table, shared):
    same = PLAN.model_copy(update={"dpi": figure.SCREEN_DPI})
    shown = figure.draw(same, table, shared)
    assert pixels(shown.png) == pixels(figure.save(same, table, shared, "png"))


def test_spots_lie_on_their_faces(table, shared):
    grid = Plan(label="town", width=6, height=4)
    shown = figure.draw(grid, table, shared)
    picture = np.asarray(Image.open(io.BytesIO(shown.png)).convert("RGB"))
    height, width = picture.shape[:2]
    for spot in shown.spots:
        left, top, across, down = spot.box
        x, y = round(left * width), round(top * height)
        inside = picture[y + 2, x + 2]
        outside = picture[y + 2, x - 3]
        # The first stripe of the painted faces, and the panel beside it.
        assert tuple(inside) == (125, 125, 125)
        assert tuple(outside) == (235, 235, 235)
        assert round(across * width) == round(down * height)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"x": "wind"}, "both x and y"),
        ({"drives": {"smile": Drive(column="wind", low=1, high=0)}}, "range"),
        ({"drives": {"smile": Drive(column="wind", high=5)}}, "-1 to 1"),
    ],
)
def test_a_plan_that_cannot_be_drawn_says_why(table, shared, change, says):
    with pytest.raises(ValueError, match=says):
        figure.draw(Plan(**change), table, shared)


def test_progress_is_told(table, shared):
    told = []
    watched = WatchedModel(shared, lambda *made: told.append(made))
    figure.draw(PLAN, table, watched)
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1] > 0
    told.clear()
    figure.draw(PLAN, table, watched)
    assert not told


@pytest.mark.slow
@pytest.mark.parametrize("format", ["png", "svg", "pdf"])
def test_files(table, shared, format):
    starts = {"png": b"\x89PNG", "svg": b"<?xml", "pdf": b"%PDF"}
    made = figure.save(PLAN, table, shared, format)
    assert made.startswith(starts[format])


def test_each_face_is_told_and_compared(table, shared):
    shown = figure.draw(PLAN, table, shared)
    page = str(words.picture(shown, PLAN, table)[-2])
    assert page.count("aria-label") == 3
    assert "Bo: smile -0.5 for Rain (mm) 20" in page
    both = words.comparison(shown.spots[:2], PLAN, table, shared)
    text = str(both)
    assert "nearer to" in text
    assert "face?yaw=" in text


def test_cautions_are_said_where_they_belong():
    assert words.cautions(PLAN) is None
    aged = Plan(drives={"age": Drive(column="wind")})
    assert "Age" in str(words.cautions(aged))


def place_of(shared):
    return Place(shared, "default", *opening(None, Bounds()), Bounds())


def test_tables_stay_as_long_as_somebody_has_them(table, shared):
    place = place_of(shared)
    query = f"?data={table.digest}&name=towns.csv&plan={PLAN.text()}"
    assert start_of(query, place).missing == "towns.csv"
    place.take(table)
    place.take(table)
    assert start_of(query, place).plan == PLAN
    place.leave(table)
    assert start_of(query, place).table is table
    place.leave(table)
    gone = start_of(query, place)
    assert gone.table is place.first
    assert gone.wanted == PLAN


def test_the_page_opens_with_the_judges_and_without_cautions(shared):
    start = start_of("", place_of(shared))
    assert start.table.name == "judges.csv"
    assert len(start.plan.drives) == 4
    assert words.cautions(start.plan) is None
