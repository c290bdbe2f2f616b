"""Looking at cameras and taking pictures, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests.browser.camera_pages import PATIENCE_MS, expect_moving, expect_state, wait_for_viewers


def test_a_newcomer_sees_the_demo_camera_move_one_click_away(open_page, site):
    page = open_page()
    page.goto(f"{site.address}/")

    page.get_by_role("link", name="Cameras", exact=True).click()

    expect_moving(page)
    expect_state(page, "Live")


def test_a_camera_is_live_on_its_page_with_a_single_stream(open_page, site):
    page = open_page()
    streams = []
    page.on("request", lambda request: request.url.endswith("/stream/") and streams.append(request))
    page.goto(f"{site.address}/cameras/")
    expect_moving(page)
    assert streams == []

    page.get_by_role("link", name="Demo", exact=True).first.click()

    expect_moving(page)
    expect(page.get_by_text("1 viewer", exact=True)).to_be_visible(timeout=PATIENCE_MS)
    assert len(streams) == 1


def test_snapshots_move_without_a_stream(open_page, site):
    page = open_page()
    page.goto(f"{site.address}/cameras/demo/")
    page.get_by_role("link", name="Snapshots").click()

    expect_moving(page)
    wait_for_viewers(site, 0)


def test_without_javascript_the_picture_is_there_too(open_page, site):
    page = open_page(java_script_enabled=False)

    for path in ("", "demo/", "demo/?mode=snapshot"):
        page.goto(f"{site.address}/cameras/{path}", wait_until="commit")
        picture = page.locator("noscript img[src*='/demo/']")
        expect(picture).to_have_js_property("naturalWidth", 640, timeout=PATIENCE_MS)


def test_a_picture_taken_comes_out_as_a_result(open_page, site):
    page = open_page()
    page.goto(f"{site.address}/cameras/demo/")
    expect_state(page, "Live")
    page.get_by_label("Hide faces").uncheck()
    page.get_by_label("Grey").check()

    page.get_by_role("button", name="Take the picture").click()

    page.wait_for_url("**/r/*/")
    expect(page.get_by_alt_text("camera.jpg after")).to_be_visible(timeout=PATIENCE_MS)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_on_a_phone_nothing_is_wider_than_the_screen(open_staff_page, site, language):
    page = open_staff_page(viewport={"width": 360, "height": 740}, locale=language)

    for path in ("", "demo/", "new/", "demo/edit/", "demo/remove/"):
        page.goto(f"{site.address}/cameras/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") == 360
