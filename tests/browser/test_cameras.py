"""Watching, switching and being a camera, in a real browser."""

import re
import time

import pytest
import requests
from playwright.sync_api import expect

from tests.recordings.on_site import manage

ADDED: list[str] = []
"""The slugs of cameras that a test has added."""

# Starting a camera takes a few seconds, more while the machine is busy.
PATIENCE_MS = 30_000

MOVES = """
({selector, before}) => {
  const image = document.querySelector(selector);
  if (!image?.naturalWidth) return false;
  const canvas = Object.assign(document.createElement("canvas"), {width: 64, height: 36});
  canvas.getContext("2d").drawImage(image, 0, 0, 64, 36);
  const now = canvas.toDataURL();
  return now !== before && now;
}
"""
HIDE = """
(hidden) => {
  Object.defineProperty(document, "hidden", {value: hidden, configurable: true});
  document.dispatchEvent(new Event("visibilitychange"));
}
"""


def picture_of(page, before=None, selector=".picture"):
    """What is seen, as a data: address, as soon as it differs from what was seen before."""
    argument = {"selector": selector, "before": before}
    return page.wait_for_function(MOVES, arg=argument, timeout=PATIENCE_MS).json_value()


def expect_moving(page, selector=".picture"):
    picture_of(page, picture_of(page, selector=selector), selector)


def wait_for_viewers(site, number, slug="demo"):
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while (
        requests.get(f"{site.address}/api/v1/cameras/{slug}", timeout=5).json()["viewers"] != number
    ):
        assert time.monotonic() < deadline
        time.sleep(0.1)


def expect_state(page, word):
    words = page.locator(".state-word")
    expect(words.first).to_have_text(word, timeout=PATIENCE_MS)


@pytest.fixture(autouse=True)
def places(site):
    """Give the place of a camera that was added here back: there are four."""
    yield
    while ADDED:
        manage(site, "camera", "off", ADDED.pop())


def add_camera(page, site, slug, source):
    ADDED.append(slug)
    page.goto(f"{site.address}/cameras/new/")
    page.get_by_label("Name").fill(slug)
    page.get_by_label("Source").fill(source)
    page.get_by_label("Visibility").select_option("public")
    page.get_by_text("More settings").click()
    page.get_by_label("Address on this site").fill(slug)
    page.get_by_role("button", name="Add", exact=True).click()
    page.wait_for_url(f"**/cameras/{slug}/")


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


def test_a_picture_taken_comes_out_as_a_result(open_page, site):
    page = open_page()
    page.goto(f"{site.address}/cameras/demo/")
    expect_state(page, "Live")
    page.get_by_label("Hide faces").uncheck()
    page.get_by_label("Grey").check()

    page.get_by_role("button", name="Take the picture").click()

    page.wait_for_url("**/r/*/")
    expect(page.get_by_alt_text("camera.jpg after")).to_be_visible(timeout=PATIENCE_MS)


def test_a_phone_is_a_camera_until_it_stops(open_page, open_staff_page, site):
    phone, viewer = open_staff_page(viewport={"width": 390, "height": 844}), open_page()
    add_camera(phone, site, "phone", "push:")
    phone.get_by_role("link", name="Use this device as the camera").click()
    phone.get_by_role("button", name="Start").click()
    expect(phone.locator("#count")).to_have_text(
        re.compile(r"[1-9]\d* sent, [\d.]+ a second, 0 refused\."), timeout=PATIENCE_MS
    )
    viewer.goto(f"{site.address}/cameras/phone/")
    expect_moving(viewer)

    phone.get_by_role("button", name="Stop").click()

    expect_state(viewer, "Offline")
    expect(viewer.locator(".camera-reason")).to_contain_text(
        re.compile(r"No picture has been sent to this camera lately\.\s+Last picture: 20.* ago")
    )
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
    add_camera(page, site, "attic", "push:")
    page.add_init_script(NOTE_WHAT_IS_SENT)
    page.goto(f"{site.address}/cameras/attic/broadcast/")
    page.get_by_role("button", name="Start").click()
    expect(page.locator("#count")).to_contain_text(re.compile("[1-9] sent"), timeout=PATIENCE_MS)

    assert set(page.evaluate("window.sent")) == {"false"}


def test_refused_pictures_are_counted_and_explained(open_staff_page, site):
    page = open_staff_page()
    add_camera(page, site, "window", "push:")
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
    add_camera(page, site, "porch", "push:")
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


@pytest.mark.parametrize("language", ["en", "ja"])
def test_on_a_phone_nothing_is_wider_than_the_screen(open_staff_page, site, language):
    page = open_staff_page(viewport={"width": 360, "height": 740}, locale=language)

    for path in ("", "demo/", "new/", "demo/edit/", "demo/remove/"):
        page.goto(f"{site.address}/cameras/{path}")
        assert page.evaluate("document.documentElement.scrollWidth") == 360
