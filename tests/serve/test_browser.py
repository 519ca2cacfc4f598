"""The page in a real browser: from a file to a figure, and back by a link.

Skipped, with the reason, where there is no Chromium: apt-get install
chromium.
"""

import re
from pathlib import Path

import pytest

from tests.conftest import PaintedModel

pytest.importorskip("shiny")
pytest.importorskip("playwright")

from plotnine_chernoff.serve import figure
from plotnine_chernoff.serve import page as serve_page
from plotnine_chernoff.serve.app import create_app
from tests.serve.browser import CHROMIUM, browser
from tests.serve.server import running

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        CHROMIUM is None, reason="no chromium here: apt-get install chromium"
    ),
]

CSV = """town,Rain (mm),Sun hours,Wind,side
Ann,10.5,7,3,east
Bo,20,2,9,west
Cy,5,9,1,east
Di,12,5,4,west
"""
PICTURE = ".figure-box > img"
WAIT = 60_000


@pytest.fixture(scope="module")
def address():
    app = create_app(PaintedModel(resolution=64), hosts=["127.0.0.1"])
    with running(app) as address:
        yield address


@pytest.fixture(scope="module")
def chromium():
    with browser() as opened:
        yield opened


@pytest.fixture
def page(chromium, address):
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(WAIT)
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda m: complaints.append(m.text) if m.type == "error" else None,
    )
    hosts = set()
    page.on("request", lambda r: hosts.add(re.split("[/:]+", r.url)[1]))
    page.goto(address)
    page.wait_for_selector(".face")
    yield page
    context.close()
    # Neither a script nor the content security policy complained, and
    # nothing came from elsewhere.
    assert not complaints
    assert hosts <= {"127.0.0.1", "image"}


def picture(page):
    return page.get_attribute(PICTURE, "src")


def after(page, change, *words):
    """
    The figure that a change leads to

    With `words` in its plan: what a change sets off comes in steps, each of
    which may be drawn, and the link follows.
    """
    before = picture(page)
    change()
    page.wait_for_function(
        """([before, words]) => {
          const link = document.getElementById('link').value;
          const box = document.querySelector('.figure-box');
          if (!link || !box || box.querySelector('img').src === before)
            return false;
          const plan = new URL(link).searchParams.get('plan');
          return box.dataset.plan === plan
            && words.every((w) => plan.includes(w));
        }""",
        arg=[before, list(words)],
    )
    return picture(page)


def upload(page, name="towns.csv", content=CSV):
    page.set_input_files(
        "#file",
        {"name": name, "mimeType": "text/csv", "buffer": content.encode()},
    )


def test_from_a_file_to_a_figure_and_back_by_a_link(page, address):
    seen = {after(page, lambda: upload(page), "town")}
    assert page.locator(".face").count() == 4
    for attribute, column in [
        ("smile", "Rain_mm"),
        ("age", "Sun_hours"),
        ("yaw", "Wind"),
    ]:
        select = f"#{attribute}_column"
        mapped = f'"{attribute}":{{"column":"{column}"'
        seen.add(
            after(page, lambda: page.select_option(select, column), mapped)  # noqa: B023
        )
    assert len(seen) == 4
    after(page, lambda: page.select_option("#sizes", "Wind"), '"sizes"')
    assert "Invites judgements" in page.inner_text("#cautions")

    face = page.locator(".face").nth(1)
    face.hover()
    tip = face.locator(".tip")
    assert tip.is_visible()
    assert "Bo" in tip.inner_text()
    assert "Rain (mm): 20 → smile" in tip.inner_text()
    assert "smile 1 for Rain (mm) 20" in face.get_attribute("aria-label")

    with page.expect_download() as download:
        page.click("#pdf")
    content = Path(download.value.path()).read_bytes()
    assert content.startswith(b"%PDF")
    assert content.count(b"/Subtype /Image") >= 4

    link = page.input_value("#link")
    assert link.startswith(address)
    second = page.context.new_page()
    second.goto(link)
    second.wait_for_selector(".face")
    assert picture(second) == picture(page)
    assert second.input_value("#smile_column") == "Rain_mm"
    assert second.input_value("#sizes") == "Wind"
    second.close()

    page.get_by_role("tab", name="Code").click()
    page.wait_for_selector("text=scale_smile(name='Rain (mm)')")
    page.get_by_role("tab", name="Caption").click()
    page.wait_for_selector("#caption >> text=Rain_mm → smile")


def test_an_upload_draws_one_figure_with_the_mapping_that_fits(
    page, monkeypatch
):
    drawn = []

    def seen(plan, table, model):
        drawn.append((table.name, plan.label, list(plan.drives)))
        return figure.draw(plan, table, model)

    monkeypatch.setattr(serve_page, "draw", seen)
    after(page, lambda: upload(page), "town")
    after(page, lambda: page.select_option("#smile_column", "Wind"), "Wind")
    more = CSV + "Ed,1,1,1,east\n"
    after(page, lambda: upload(page, "more.csv", more), "Wind")
    assert page.locator(".face").count() == 5
    assert drawn == [
        ("towns.csv", "town", []),
        ("towns.csv", "town", ["smile"]),
        ("more.csv", "town", ["smile"]),
    ]


def test_without_a_mouse(page):
    page.locator(".face").first.focus()
    assert page.locator(".face .tip").first.is_visible()
    page.keyboard.press("Enter")
    page.wait_for_selector("#clear")
    page.locator(".face").nth(3).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("text=In the faces")
    table = page.inner_text("#comparison")
    assert "nearer to" in table
    assert page.locator(".kept img").count() == 2
    page.locator("#clear").focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#clear", state="detached")


def test_everything_has_a_name_for_screen_readers(page):
    unnamed = page.evaluate(
        """() => [...document.querySelectorAll(
             'button, select, input:not([type=file]), img')]
           .filter((e) => !(e.labels?.length || e.ariaLabel || e.alt
             || e.title || e.innerText || e.closest('.input-group')))
           .map((e) => e.outerHTML)"""
    )
    assert unnamed == []
    assert page.get_attribute("html", "lang") == "en"


def test_on_a_phone_in_the_dark(page):
    page.set_viewport_size({"width": 390, "height": 800})
    page.click("bslib-input-dark-mode")
    page.wait_for_function(
        "() => document.documentElement.dataset.bsTheme === 'dark'"
    )
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= 390
    box = page.locator(PICTURE).bounding_box()
    assert 300 < box["width"] <= 390


def test_a_face_that_was_refused_is_asked_for_again(chromium, address):
    context = chromium.new_context()
    page = context.new_page()
    page.set_default_timeout(WAIT)
    refused = set()

    def refuse_once(route):
        if route.request.url in refused:
            route.continue_()
        else:
            refused.add(route.request.url)
            route.fulfill(status=503, headers={"Retry-After": "1"})

    page.route("**/face?*", refuse_once)
    page.goto(address)
    page.wait_for_function(
        "() => document.querySelector('.ends img')?.naturalWidth"
    )
    assert refused
    context.close()


def test_a_bad_file_is_told_what_is_read_and_nothing_else_changes(page):
    before = picture(page)
    upload(page, "notes.doc", "hello")
    page.wait_for_selector("text=none of the files that the page reads")
    upload(page, "empty.csv", "a,b\n")
    page.wait_for_selector("text=has no rows")
    assert picture(page) == before


def test_a_bad_range_is_told_what_is_valid(page):
    page.click("text=Range of smile")
    page.fill("#smile_low", "5")
    page.keyboard.press("Tab")
    page.wait_for_selector("text=The range of smile must go from")
    page.fill("#smile_low", "-0.5")
    page.keyboard.press("Tab")
    page.wait_for_selector(PICTURE)


def test_an_upload_goes_with_its_session(page):
    after(page, lambda: upload(page), "town")
    figure = after(
        page, lambda: page.select_option("#smile_column", "Wind"), "Wind"
    )
    link = page.input_value("#link")
    page.goto("about:blank")
    page.goto(link)
    page.wait_for_selector("text=nobody has open here any more")
    page.wait_for_selector(".face")
    upload(page)
    page.wait_for_function(
        "src => document.querySelector('.figure-box > img')?.src === src",
        arg=figure,
    )
    assert page.input_value("#smile_column") == "Wind"
