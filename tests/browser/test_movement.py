"""Movement: a film played as a camera, what is found in the gallery, and areas that are drawn."""

import time

import cv2
import numpy as np
import pytest
import requests
from playwright.sync_api import expect

from processing.frames import decode_reduced
from processing.limits import Limits
from tests.cameras import films
from tests.recordings.on_site import manage, recordings_of, wait_for_recordings
from tests.waiting import wait_for

PATIENCE_MS = 30_000


def picture_at(address):
    response = requests.get(address, timeout=10)
    return decode_reduced(response.content, Limits())


def has_ended(site, slug):
    address = f"{site.address}/api/v1/cameras/{slug}"
    return requests.get(address, timeout=5).json()["state"] == "off"


@pytest.fixture(scope="module")
def played(site):
    """The slug of a camera that has played a film with two walks, once."""
    clips = site.data_dir / "clips"
    clips.mkdir(exist_ok=True)
    films.write_walks(clips / "walks.avi")
    source = ("walks", "clip:walks.avi", "--once", "--motion", "--visibility", "public", "--on")
    manage(site, "camera", "add", *source)
    wait_for(lambda: has_ended(site, "walks"), 30)
    wait_for_recordings(site, "walks", 2)
    return "walks"


def test_a_film_played_as_a_camera_gives_its_events_and_no_other(site, played):
    time.sleep(1)  # a third one would be on its way

    recordings = recordings_of(site, played)

    assert [recording["reason"] for recording in recordings] == ["motion", "motion"]


def test_the_boxes_in_the_gallery_lie_where_it_moves(open_page, site, played):
    page = open_page()
    page.goto(f"{site.address}/cameras/{played}/recordings/")
    expect(page.locator(".recordings li")).to_have_count(2)
    page.locator(".recordings a").first.click()

    box = page.locator(".recording-picture rect").first
    expect(box).to_be_visible()

    place = {name: int(box.get_attribute(name)) for name in ("x", "y", "width", "height")}
    image = picture_at(page.locator(".recording-picture img").evaluate("image => image.src"))
    inside = image[place["y"] : place["y"] + place["height"], place["x"] :][:, : place["width"]]
    assert place["width"] < 200
    assert (inside.min(axis=2) > 230).mean() > 0.3
    assert cv2.inRange(image, (0, 0, 150), (90, 90, 255)).mean() < 1  # a clean copy


def test_the_live_picture_has_a_red_box_while_something_moves(site):
    films.write_walks(site.data_dir / "clips" / "again.avi")
    source = ("again", "clip:again.avi", "--motion", "--visibility", "public", "--on")
    manage(site, "camera", "add", *source)
    stream = f"{site.address}/cameras/again/stream/"
    try:
        with requests.get(stream, stream=True, timeout=30) as response:
            wait_for(iter(shows_red(response)).__next__, 30)
        wait_for(lambda: requests.get(stream[:-7], timeout=5).text.count("Motion"), 30)
    finally:
        manage(site, "camera", "remove", "again")


def shows_red(response):
    """Of each JPEG of a stream, whether there is red in it."""
    pending = b""
    for piece in response.iter_content(1 << 14):
        pending += piece
        while (end := pending.find(b"\xff\xd9")) >= 0:
            jpeg = pending[pending.find(b"\xff\xd8") : end + 2]
            pending = pending[end + 2 :]
            red = cv2.inRange(decode_reduced(jpeg, Limits()), (0, 0, 150), (90, 90, 255))
            yield bool(np.count_nonzero(red) > 50)


def test_staff_draws_an_area_that_nobody_may_see(open_staff_page, site):
    manage(site, "camera", "add", "covered", "demo:", "--visibility", "public", "--on")
    snapshot = f"{site.address}/cameras/covered/snapshot/"
    wait_for(lambda: requests.get(snapshot, timeout=10).status_code == 200, 30)
    page = open_staff_page()
    page.goto(f"{site.address}/cameras/covered/edit/")
    page.get_by_text("More settings").click()

    field = page.get_by_label("Privacy mask")
    stage = page.locator(".areas-tool").first
    drawing = stage.locator("svg")
    expect(drawing).to_be_visible(timeout=PATIENCE_MS)
    size = drawing.bounding_box()
    for x, y in ((0.1, 0.1), (0.6, 0.1), (0.6, 0.6), (0.1, 0.6), (0.9, 0.9)):
        drawing.click(position={"x": x * size["width"], "y": y * size["height"]})
    stage.get_by_role("button", name="Undo").click()
    stage.get_by_role("button", name="Finish the area").click()
    expect(field).to_have_value("10,10 60,10 60,60 10,60")
    page.get_by_role("button", name="Save").click()
    expect(page).to_have_url(f"{site.address}/cameras/covered/")

    def is_covered():
        image = picture_at(snapshot)
        height, width = image.shape[:2]
        inside = image[int(0.12 * height) : int(0.58 * height), int(0.12 * width) : width // 2]
        return inside.max() < 20

    wait_for(is_covered, 30)
    manage(site, "camera", "remove", "covered")


def test_staff_keeps_the_picture_of_the_moment(open_staff_page, site):
    page = open_staff_page()
    page.goto(f"{site.address}/cameras/demo/")

    page.get_by_role("button", name="Save snapshot").click(timeout=PATIENCE_MS)

    expect(page).to_have_url(f"{site.address}/cameras/demo/recordings/")
    wait_for(lambda: [one["reason"] for one in recordings_of(site, "demo")] == ["manual"], 30)
