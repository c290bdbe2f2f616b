"""axe finds nothing on any page and state, and none is wider than the narrowest screen.

Light and dark, in each language, on a phone.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations_on
from tests.browser.test_recordings import NOON, scene
from tests.journey.uploads import post, settled
from tests.processing.malformed_files import png_without_pixels
from tests.recordings.on_site import add_camera, enqueue, wait_for_recordings

WIDTH_PX = 320
PHONE = {"viewport": {"width": WIDTH_PX, "height": 740}, "has_touch": True, "is_mobile": True}
FOR_ANYBODY = ["/", "/mine/", "/offline/", "/nothing-here/", "/admin/login/", "/cameras/"]
FOR_STAFF = [
    "/staff/",
    "/staff/second-factor/",
    "/cameras/new/",
    "/cameras/gate/",
    "/cameras/gate/edit/",
    "/cameras/gate/remove/",
    "/cameras/gate/broadcast/",
    "/cameras/gate/recordings/",
    "/cameras/gate/recordings/settings/",
    "/cameras/gate/time-lapses/",
]


@pytest.fixture(scope="module")
def camera_pages(site, astronaut):
    """The addresses of a camera with three recordings, and of the demo camera."""
    add_camera(site, "gate")
    scenes = [scene(number, astronaut) for number in range(3)]
    frames = [
        {"content": content, "reason": "motion", "taken_at": NOON + number, "boxes": [box]}
        for number, (content, box) in enumerate(scenes)
    ]
    enqueue(site, "gate", frames)
    recording = wait_for_recordings(site, "gate", 3)[0]["id"]
    gallery = "/cameras/gate/recordings/"
    demo = ["/cameras/demo/", "/cameras/demo/?mode=snapshot"]
    return ["/cameras/gate/", *demo, gallery, f"{gallery}{recording}/"]


@pytest.fixture(scope="module")
def failed(site):
    """The page of a picture that could not be made."""
    upload = post(site, png_without_pixels(), name="broken.png")
    assert settled(site, upload["slug"])["state"] == "failed"
    return upload["url"].removeprefix(site.address)


@pytest.fixture(scope="module")
def closed(site, face_jpeg):
    """The page of a link that asks for a password and shows its pictures once."""
    upload = post(site, face_jpeg, password="open sesame", once=True)
    return upload["url"].removeprefix(site.address)


@pytest.fixture(params=["en light", "en dark", "ja light", "ja dark"])
def options(request):
    """How a page is opened; colours that still change would be measured half way."""
    language, theme = request.param.split()
    return {**PHONE, "color_scheme": theme, "locale": language, "reduced_motion": "reduce"}


def troubles_on(page):
    width = page.evaluate("document.documentElement.scrollWidth")
    too_wide = f"{page.url}: {width} px wide\n\n" if width > WIDTH_PX else ""
    return too_wide + violations_on(page)


def troubles_among(page, site, paths):
    found = ""
    for path in paths:
        page.goto(f"{site.address}{path}", wait_until="domcontentloaded")
        found += troubles_on(page)
    return found


def test_whoever_comes_by_can_use_every_page(open_page, site, camera_pages, options):
    page = open_page(**options)

    assert troubles_among(page, site, [*FOR_ANYBODY, *camera_pages]) == ""


def test_whoever_has_a_link_can_use_what_is_behind_it(open_page, site, failed, closed, options):
    page = open_page(**options)

    assert troubles_among(page, site, [failed, closed]) == ""


def test_who_sends_pictures_can_use_what_comes_of_them(open_page, site, face_file, options):
    page = open_page(**options)
    page.goto(f"{site.address}/")
    page.locator(".site-menu-button").click()
    found = troubles_on(page)
    page.keyboard.press("Escape")
    empty = face_file.with_name("empty.jpg")
    empty.touch()
    page.set_input_files("#files", [face_file, empty])
    page.eval_on_selector_all("details", "all => { for (const one of all) one.open = true }")
    expect(page.locator(".chosen-trouble")).to_be_visible()
    found += troubles_on(page)

    page.locator("#go").click()
    page.wait_for_url("**/r/*/")
    expect(page.locator(".face").first).to_be_visible(timeout=20_000)
    found += troubles_on(page)
    own = page.url.removeprefix(site.address)
    page.locator(".face").first.click()
    for summary in page.locator("summary").all():
        summary.click()
    found += troubles_on(page)
    found += troubles_among(page, site, ["/mine/", f"{own}again", f"{own}delete"])

    stranger = open_page(**options)
    found += troubles_among(stranger, site, [own])
    stranger.locator("[data-view]").click()
    assert found + troubles_on(stranger) == ""


def test_staff_can_use_every_page(open_staff_page, site, camera_pages, options):
    page = open_staff_page(**options)

    assert troubles_among(page, site, [*FOR_STAFF, *camera_pages]) == ""
