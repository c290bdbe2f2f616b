"""The header takes one line, however narrow the screen; what has no room is in a menu."""

import pytest
from playwright.sync_api import expect

from tests.browser.header import open_menu

ONE_LINE_PX = 56
WIDTHS = pytest.mark.parametrize("width", [320, 360, 768, 1280])


def height_of_header(page):
    return page.locator(".site-header").bounding_box()["height"]


@WIDTHS
@pytest.mark.parametrize("language", ["en", "ja"])
def test_it_takes_one_line(open_page, open_staff_page, site, width, language):
    options = {"viewport": {"width": width, "height": 740}, "locale": language}
    visitor = open_page(**options)
    visitor.goto(f"{site.address}/")
    pages = [visitor, open_staff_page(**options)]

    assert [height_of_header(page) <= ONE_LINE_PX for page in pages] == [True, True]
    widths = [page.evaluate("document.documentElement.scrollWidth") for page in pages]
    assert widths == [width, width]


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_the_menu_opens_and_closes(open_page, site, script):
    page = open_page(viewport={"width": 360, "height": 740}, java_script_enabled=script)
    page.goto(f"{site.address}/")
    link = page.get_by_role("link", name="My uploads")
    expect(link).to_be_hidden()

    open_menu(page)
    expect(link).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()

    open_menu(page)
    page.get_by_role("button", name="日本語").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("写真を安心して共有")


def test_the_menu_is_used_by_keyboard(open_page, site):
    page = open_page(viewport={"width": 360, "height": 740})
    page.goto(f"{site.address}/")
    page.get_by_role("button", name="Menu").focus()

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="My uploads")).to_be_focused()

    page.keyboard.press("Enter")
    page.wait_for_url("**/mine/")
