"""A phone, or any browser, as a camera."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.camera_pages import PATIENCE_MS, expect_moving, expect_state, picture_of
from tests.recordings.on_site import manage

ADDED: list[str] = []
"""The slugs of cameras that a test has added."""


@pytest.fixture(autouse=True)
def places(site):
    """Give the place of a camera that was added here back: there are four."""
    yield
    while ADDED:
        manage(site, "camera", "off", ADDED.pop())


def add_camera(page, site, slug, kind):
    ADDED.append(slug)
    page.goto(f"{site.address}/cameras/new/")
    page.get_by_label("Name", exact=True).fill(slug)
    page.locator(f"[name=kind][value={kind}]").check()
    page.get_by_label("Visibility").select_option("public")
    page.get_by_text("More settings").click()
    page.get_by_label("Address on this site").fill(slug)
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url(f"**/cameras/{slug}/")


def test_a_phone_is_a_camera_until_it_stops(open_page, open_staff_page, site):
    phone, viewer = open_staff_page(viewport={"width": 390, "height": 844}), open_page()
    add_camera(phone, site, "phone", "push")
    phone.get_by_role("link", name="Use this device as the camera").click()
    phone.get_by_role("button", name="Start").click()
    expect(phone.locator("#count")).to_have_text(
        re.compile(r"[1-9]\d* sent, [\d.]+ fps, 0 refused\."), timeout=PATIENCE_MS
    )
    viewer.goto(f"{site.address}/cameras/phone/")
    expect_moving(viewer)

    phone.get_by_role("button", name="Stop").click()

    expect_state(viewer, "Offline")
    reason = viewer.locator(".camera-reason")
    expect(reason).to_contain_text("No picture has been sent to this camera lately.")
    expect(reason).to_contain_text(re.compile(r"Last picture: .*20\d\d.* ago"))
    assert picture_of(viewer)


NOTE_WHAT_IS_SENT = """
window.sent = [];
const send = window.fetch;
window.fetch = (address, options) => {
  if (address.endsWith("/frames/")) window.sent.push(options.body.get("record"));
  return send(address, options);
};
"""


def test_a_phones_pictures_are_shown_and_not_kept(open_staff_page, site):
    page = open_staff_page()
    add_camera(page, site, "attic", "push")
    page.add_init_script(NOTE_WHAT_IS_SENT)
    page.goto(f"{site.address}/cameras/attic/broadcast/")
    page.get_by_role("button", name="Start").click()
    expect(page.locator("#count")).to_contain_text(re.compile("[1-9] sent"), timeout=PATIENCE_MS)

    assert set(page.evaluate("window.sent")) == {"false"}


def test_refused_pictures_are_counted_and_explained(open_staff_page, site):
    page = open_staff_page()
    add_camera(page, site, "window", "push")
    page.goto(f"{site.address}/cameras/window/broadcast/")
    page.get_by_role("button", name="Start").click()
    expect(page.locator("#count")).to_contain_text("sent", timeout=PATIENCE_MS)

    other = page.context.new_page()
    other.goto(f"{site.address}/cameras/window/")
    other.get_by_role("button", name="Switch off").click()

    page.bring_to_front()
    expect(page.locator("#trouble")).to_contain_text(
        "This camera takes no pushed pictures now", timeout=PATIENCE_MS
    )
    expect(page.locator("#count")).to_contain_text(re.compile("[1-9] refused"))


def test_nothing_is_fetched_from_elsewhere_and_nothing_is_blocked(open_staff_page, site):
    page = open_staff_page()
    add_camera(page, site, "porch", "push")
    foreign, complaints = [], []
    own = (site.address, f"blob:{site.address}", "data:")
    page.on("request", lambda r: r.url.startswith(own) or foreign.append(r.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))

    for path in ("", "demo/", "demo/?mode=snapshot", "demo/edit/", "new/"):
        page.goto(f"{site.address}/cameras/{path}")
        if "edit" not in path and "new" not in path:
            picture_of(page)
    page.goto(f"{site.address}/cameras/porch/broadcast/")
    page.get_by_role("button", name="Start").click()
    expect_state(page, "Live")

    assert foreign == []
    assert complaints == []
