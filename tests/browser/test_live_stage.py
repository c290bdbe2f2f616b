"""A camera's live picture in a browser while tabs hide, cameras are switched and streams break."""

import re

from playwright.sync_api import expect

from tests.browser.camera_pages import PATIENCE_MS, expect_moving, expect_state, wait_for_viewers

HIDE = """
(hidden) => {
  Object.defineProperty(document, "hidden", {value: hidden, configurable: true});
  document.dispatchEvent(new Event("visibilitychange"));
}
"""


def test_a_hidden_tab_drops_the_stream_and_takes_it_up_again(open_page, site):
    page = open_page()
    page.goto(f"{site.address}/cameras/demo/")
    wait_for_viewers(site, 1)

    page.evaluate(HIDE, True)
    wait_for_viewers(site, 0)

    page.evaluate(HIDE, False)
    wait_for_viewers(site, 1)
    expect_moving(page)


def test_a_switch_in_one_browser_is_seen_in_the_other(open_staff_page, site):
    first, second = open_staff_page(), open_staff_page()
    for page in (first, second):
        page.goto(f"{site.address}/cameras/demo/")
        expect_state(page, "Live")

    first.get_by_role("button", name="Switch off").click()
    for page in (first, second):
        expect(page.get_by_text("This camera is switched off.")).to_be_visible(timeout=PATIENCE_MS)

    second.get_by_role("button", name="Switch on").click()
    for page in (first, second):
        expect_state(page, "Live")
        expect_moving(page)


def test_both_browsers_switching_at_once_end_up_agreeing(open_staff_page, site):
    pages = [open_staff_page(), open_staff_page()]
    for page in pages:
        page.goto(f"{site.address}/cameras/demo/")
    for page in pages:
        page.locator("button[value=false]").click(no_wait_after=True)
    for page in pages:
        expect_state(page, "Off")

    for page in pages:
        page.locator("button[value=true]").click(no_wait_after=True)

    for page in pages:
        expect_state(page, "Live")


def test_a_stream_that_ended_is_taken_up_again(open_page, open_staff_page, site):
    staff, viewer = open_staff_page(), open_page()
    viewer.goto(f"{site.address}/cameras/demo/")
    expect_moving(viewer)

    staff.goto(f"{site.address}/cameras/demo/edit/")
    staff.get_by_role("button", name="Save").click()

    expect(staff.get_by_text("The changes are saved.")).to_be_visible()
    expect_state(viewer, "Live")
    expect_moving(viewer)


def test_a_site_that_falls_silent_is_spoken_of(open_page, site):
    page = open_page()
    page.goto(f"{site.address}/cameras/demo/")
    expect_moving(page)

    page.context.set_offline(True)
    expect(
        page.get_by_text(re.compile("The site has not answered since .*may be old"))
    ).to_be_visible(timeout=PATIENCE_MS)

    page.context.set_offline(False)
    expect(page.locator("#poll")).to_be_hidden(timeout=PATIENCE_MS)
    expect_moving(page)


def test_a_stream_that_breaks_is_spoken_of_while_it_is_tried_again(open_page, site):
    page = open_page()
    page.route("**/stream/", lambda route: route.abort())
    page.goto(f"{site.address}/cameras/demo/")
    expect(page.get_by_text("There is no picture at the moment. Trying again")).to_be_visible()

    page.unroute("**/stream/")

    expect_moving(page)
    expect(page.locator(".stage-trouble")).to_be_hidden()


def test_a_full_house_is_spoken_of(open_page, site):
    page = open_page()
    page.route("**/stream/", lambda route: route.fulfill(status=503))

    page.goto(f"{site.address}/cameras/demo/")

    expect(page.get_by_text("As many people watch as this site can serve.")).to_be_visible()
