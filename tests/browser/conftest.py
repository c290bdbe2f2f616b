"""A real Chromium: Debian's, driven by Playwright."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.processes import Site

CHROMIUM = Path(__file__).with_name("chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser a module; its event loop must not run on under tests of other kinds."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page of a browser that nothing was done with before."""
    contexts: list[BrowserContext] = []

    def open_page(**options):
        contexts.append(chromium.new_context(**options))
        return contexts[-1].new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def open_staff_page(open_page: Callable[..., Page], site: Site) -> Callable[..., Page]:
    """Open a page of a browser that staff has logged in with."""

    def open_staff_page(**options):
        page = open_page(**options)
        page.goto(f"{site.address}/admin/login/?next=/cameras/")
        page.fill("#id_username", "staff")
        page.fill("#id_password", staff_password(site))
        page.click("#login-form [type=submit]")
        page.wait_for_url("**/cameras/")
        return page

    return open_staff_page


def staff_password(site: Site) -> str:
    """What the site's first start printed."""
    return re.search(r"password (\S+)", site.log.read_text())[1]


@pytest.fixture
def face_file(tmp_path, face_jpeg):
    path = tmp_path / "face.jpg"
    path.write_bytes(face_jpeg)
    return path
