"""Debian's Chromium, for tests and screenshots."""

import contextlib
import shutil

CHROMIUM = shutil.which("chromium")
# Root needs the first; the others keep it from asking hosts outside.
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextlib.contextmanager
def browser():
    """A headless browser"""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM, args=_FLAGS
        )
        try:
            yield opened
        finally:
            opened.close()
