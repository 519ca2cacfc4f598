"""Pictures of the page for README and docs, by Debian's Chromium.

Run `chernoff serve`, then `python tools/screenshots.py`.
"""

import argparse
import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


def desk(page: Page, target: Path) -> None:
    """The judges, one of them pointed at"""
    page.set_viewport_size({"width": 1280, "height": 860})
    page.locator(".face").nth(5).hover()
    page.screenshot(path=target / "page.png")


def comparison(page: Page, target: Path) -> None:
    """Two judges side by side"""
    for i in (2, 7):
        page.locator(".face").nth(i).click()
    page.wait_for_selector("text=In the faces")
    page.wait_for_function(
        "() => [...document.querySelectorAll('.kept img')]"
        ".every((i) => i.complete && i.naturalWidth)"
    )
    page.mouse.move(0, 0)
    page.locator("#comparison .card").screenshot(
        path=target / "page-compare.png"
    )
    page.click("#clear")


def phone(page: Page, target: Path) -> None:
    """A phone's width, in the dark"""
    page.set_viewport_size({"width": 390, "height": 844})
    page.click("bslib-input-dark-mode")
    # Pictures that nobody has scrolled to yet are in the picture, too.
    page.evaluate(
        "() => document.querySelectorAll('img')"
        ".forEach((i) => { i.loading = 'eager'; })"
    )
    page.wait_for_function(
        "() => [...document.querySelectorAll('.ends img')]"
        ".every((i) => i.complete && i.naturalWidth)"
    )
    page.wait_for_timeout(1000)
    page.screenshot(path=target / "page-phone.png")


def main() -> None:
    """Take all of them"""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--address", default="http://127.0.0.1:8000")
    parser.add_argument("--target", type=Path, default=Path("docs"))
    given = parser.parse_args()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=FLAGS
        )
        page = browser.new_page()
        page.set_default_timeout(240_000)
        page.goto(given.address)
        page.wait_for_selector(".face")
        page.wait_for_function(
            "() => [...document.querySelectorAll('.ends img')].slice(0, 6)"
            ".every((i) => i.complete && i.naturalWidth)"
        )
        for take in (desk, comparison, phone):
            take(page, given.target)
        browser.close()


if __name__ == "__main__":
    main()
