"""Recordings as visitors and staff see them; the pictures are kept by the site's own workers."""

import cv2
import numpy as np
import pytest
from playwright.sync_api import expect

from processing.frames import encode_frame
from tests.recordings.on_site import add_camera, enqueue, wait_for_recordings

PATIENCE_MS = 30_000
NOON = 1_795_176_000.0  # 2026-11-20 12:00 UTC
PLAYS = """
() => new Promise((resolve) => {
  const video = document.querySelector("video");
  const done = () => resolve([video.error, video.duration, video.videoWidth]);
  if (video.readyState >= 2 || video.error) return done();
  video.preload = "auto";
  video.addEventListener("loadeddata", done);
  video.addEventListener("error", done);
  video.load();
})
"""


def scene(number, astronaut):
    """A wide picture, brighter each time, and the box of what moved in it."""
    picture = np.full((360, 640, 3), 60 + 3 * number, np.uint8)
    left = 20 + 12 * number
    picture[100:300, left : left + 200] = cv2.resize(astronaut[:200, 130:330], (200, 200))
    box = {"x": left, "y": 100, "width": 200, "height": 200, "score": 2.0}
    return encode_frame(picture, 85), box


@pytest.fixture(scope="module")
def gallery(site, astronaut):
    """The address of a gallery with sixty recordings of one day."""
    frames = []
    for number in range(60):
        content, box = scene(number % 30, astronaut)
        at = NOON + (number * 11 * 60) % 30_000
        frames.append({"content": content, "reason": "motion", "taken_at": at, "boxes": [box]})
    frames[-1] |= {"reason": "observer", "comment": "The gate was left open"}
    add_camera(site, "gallery")
    enqueue(site, "gallery", frames)
    wait_for_recordings(site, "gallery", 60)
    return f"{site.address}/cameras/gallery/recordings/"


@pytest.fixture
def staff_page(open_staff_page):
    return open_staff_page()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_from_the_gallery_to_a_recording_whose_boxes_can_be_switched_off(
    open_page, gallery, script
):
    page = open_page(java_script_enabled=script)
    page.goto(gallery)
    expect(page.locator(".recordings li")).to_have_count(48)

    page.locator(".recordings a").nth(3).click()
    expect(page.locator(".recording-picture rect")).to_be_visible()
    page.get_by_label("Show motion boxes").uncheck()

    expect(page.locator(".recording-picture rect")).to_be_hidden()
    expect(page.locator(".recording-picture img")).to_have_js_property("naturalWidth", 640)


def test_a_box_lies_where_something_moved(open_page, gallery):
    page = open_page()
    page.goto(gallery)
    page.locator(".recordings a").first.click()

    picture = page.locator(".recording-picture img").bounding_box()
    box = page.locator(".recording-picture rect").bounding_box()

    scale = picture["width"] / 640
    assert abs(box["width"] - 200 * scale) < 5
    assert abs(box["y"] - picture["y"] - 100 * scale) < 5


def test_older_ones_and_back(open_page, gallery):
    page = open_page()
    page.goto(gallery)
    first = page.locator(".recordings a").first.get_attribute("href")

    page.get_by_role("link", name="Older").click()
    expect(page.locator(".recordings li")).to_have_count(12)
    page.get_by_role("link", name="Newer").click()

    expect(page.locator(".recordings a").first).to_have_attribute("href", first)


def test_a_bar_of_the_day_leads_to_its_time(open_page, gallery):
    page = open_page()
    page.goto(gallery)

    page.get_by_role("link", name="14:00: ").click()

    when = page.locator(".recordings time").first.get_attribute("datetime")
    assert "2026-11-20T14:00:00" <= when < "2026-11-20T14:15:00"


def test_day_and_reason_are_chosen_in_a_form(open_page, gallery):
    page = open_page()
    page.goto(gallery)

    page.get_by_label("Day", exact=True).fill("2026-11-20")
    page.get_by_label("Reason").select_option("observer")
    page.get_by_role("button", name="Show").click()

    expect(page.locator(".recordings li")).to_have_count(1)
    expect(page.get_by_text("The gate was left open")).to_be_visible()


def test_staff_shares_a_recording_with_a_stranger(staff_page, open_page, gallery):
    staff_page.goto(gallery)
    staff_page.locator(".recordings a").first.click()
    staff_page.get_by_role("button", name="Create link").click()
    link = staff_page.get_by_label("The link", exact=True).first.input_value()

    stranger = open_page()
    stranger.goto(link)

    picture = stranger.get_by_alt_text("The shared picture")
    expect(picture).to_have_js_property("naturalWidth", 640)


def test_staff_gets_a_time_lapse_of_a_day_that_plays(staff_page, gallery):
    staff_page.goto(f"{gallery}?day=2026-11-20")
    staff_page.get_by_role("link", name="Time-lapse").click()

    staff_page.get_by_role("button", name="Make the video").click()
    expect(staff_page.locator("video")).to_be_visible(timeout=2 * PATIENCE_MS)

    error, duration_s, width = staff_page.evaluate(PLAYS)
    assert (error, width) == (None, 640)
    assert 5 < duration_s < 7
    assert staff_page.evaluate("document.querySelector('video').currentTime = 4") == 4


def test_nothing_is_blocked_or_complained_about(staff_page, gallery):
    complaints = []
    staff_page.on("console", lambda message: complaints.append(message.text))
    staff_page.goto(gallery)
    staff_page.locator(".recordings a").first.click()
    staff_page.wait_for_load_state("networkidle")
    staff_page.goto(f"{gallery}settings/")

    assert complaints == []


@pytest.mark.parametrize("language", ["en", "ja"])
def test_on_a_phone_nothing_is_wider_than_the_screen(open_page, gallery, language):
    page = open_page(viewport={"width": 360, "height": 740}, locale=language)
    page.goto(gallery)
    widths = [page.evaluate("document.documentElement.scrollWidth")]
    page.locator(".recordings a").first.click()
    widths.append(page.evaluate("document.documentElement.scrollWidth"))

    assert widths == [360, 360]


def test_deleting_takes_a_recording_away(staff_page, gallery):
    staff_page.goto(gallery)
    staff_page.locator(".recordings a").last.click()
    address = staff_page.url

    staff_page.get_by_role("button", name="Delete", exact=True).click()

    expect(staff_page.get_by_role("status")).to_have_text("The recording is deleted.")
    assert staff_page.request.get(address).status == 404
