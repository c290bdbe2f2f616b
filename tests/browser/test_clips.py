"""A clip as a phone makes one, through the page: sent, watched, corrected, downloaded."""

import av
import numpy as np
import pytest
from playwright.sync_api import expect

from tests.browser.test_corrections import PHONE
from tests.processing.clips.films import Film, scene

SECONDS_MS = 120_000


@pytest.fixture(scope="module")
def clip_file(tmp_path_factory):
    """Two people for three seconds, upright on a sensor that lies on its side, with sound."""
    frames, _ = scene([(20, 20)] * 60)
    others, _ = scene([(190, 100)] * 60)
    for frame, other in zip(frames, others, strict=True):
        frame[:, 170:] = other[:, 170:]
    turned = [np.ascontiguousarray(np.rot90(frame)) for frame in frames]
    film = Film(sound="aac", rotation=-90, metadata={"location": "+35.6895+139.6917/"})
    return film.write(tmp_path_factory.mktemp("clips") / "phone.mp4", turned)


def send(page, site, path):
    page.goto(f"{site.address}/")
    page.set_input_files("#files", path)
    page.get_by_role("button", name="get link").click()
    page.wait_for_url("**/r/*/")


def frames_of(path):
    with av.open(str(path)) as film:
        return [frame.to_ndarray(format="bgr24") for frame in film.decode(video=0)]


@pytest.fixture
def result_page(open_page, site, clip_file):
    """The result page of a clip, on a phone."""
    page = open_page(**PHONE)
    send(page, site, clip_file)
    expect(page.locator("[data-state=done]")).to_have_count(1, timeout=SECONDS_MS)
    return page


def test_a_clip_of_a_phone_is_sent_watched_and_downloaded(open_page, site, clip_file, tmp_path):
    page = open_page(**PHONE)
    send(page, site, clip_file)
    expect(page.locator("[data-state=running] progress")).to_be_visible(timeout=SECONDS_MS)

    video = page.locator("video")
    expect(video).to_be_visible(timeout=SECONDS_MS)

    expect(page.get_by_text("2 faces are hidden wherever they are seen")).to_be_visible()
    video.evaluate(
        """video => new Promise((done) => {
            video.addEventListener("timeupdate", () => video.currentTime > 0.3 && done());
            video.muted = true;
            video.play();
        })"""
    )
    frame = video.bounding_box()
    assert abs(frame["width"] / frame["height"] - 320 / 240) < 0.02
    size = video.evaluate("video => [video.videoWidth, video.videoHeight]")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download", exact=True).click()
    download.value.save_as(tmp_path / "result.mp4")
    assert download.value.suggested_filename == "phone-gazokako.mp4"
    frames = frames_of(tmp_path / "result.mp4")
    assert size == [frames[0].shape[1], frames[0].shape[0]] == [320, 240]
    assert len(frames) == 60
    assert b"35.6895" not in (tmp_path / "result.mp4").read_bytes()


def test_a_person_is_shown_and_a_box_is_hidden_for_a_while(result_page, tmp_path):
    page = result_page
    page.get_by_role("button", name="Show the place of person 1 in the clip").click()
    expect(page.locator(".spot")).to_be_visible()
    page.get_by_label("Show person 1").check()

    page.get_by_role("button", name="Draw a box").click()
    stage = page.locator(".stage").bounding_box()
    page.mouse.move(stage["x"] + 10, stage["y"] + 0.75 * stage["height"])
    page.mouse.down()
    page.mouse.move(stage["x"] + 90, stage["y"] + 0.95 * stage["height"], steps=4)
    page.mouse.up()
    page.get_by_label("From second").fill("1")
    page.get_by_label("To second").fill("2")
    page.get_by_role("button", name="Apply changes").click()

    expect(page.get_by_text("Leave box 3 out")).to_be_visible(timeout=SECONDS_MS)
    expect(page.get_by_label("Show person 1")).to_be_checked()
    expect(page.get_by_role("button", name="Apply changes")).to_be_hidden()
    expect(page.get_by_text("2 faces are hidden")).to_be_visible()


def test_what_was_marked_is_undone_at_once(result_page):
    page = result_page
    page.get_by_label("Show person 2").check()
    page.get_by_role("button", name="Draw a box").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(page.get_by_label("From second")).to_be_visible()

    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_label("Show person 2")).not_to_be_checked()
    expect(page.get_by_label("From second")).to_have_count(0)
    expect(page.get_by_role("button", name="Apply changes")).to_be_hidden()


def test_without_javascript_the_form_does_the_same(open_page, site, clip_file):
    page = open_page(java_script_enabled=False)
    send(page, site, clip_file)
    expect(page.locator("[data-state=done]")).to_have_count(1, timeout=SECONDS_MS)

    page.get_by_label("Show person 1").check()
    for name, value in (("Left", 5), ("Top", 75), ("Width", 20), ("Height", 20)):
        page.get_by_label(name).fill(str(value))
    page.get_by_label("From second").fill("1")
    page.get_by_label("To second").fill("2")
    page.get_by_role("button", name="Apply changes").click()

    expect(page.get_by_text("Leave box 3 out")).to_be_visible(timeout=SECONDS_MS)
    expect(page.get_by_label("Show person 1")).to_be_checked()


def test_a_stranger_plays_the_clip_and_is_offered_nothing_more(result_page, open_page):
    stranger = open_page(**PHONE)

    stranger.goto(result_page.url)

    expect(stranger.locator("video")).to_be_visible()
    expect(stranger.locator("form.correct")).to_have_count(0)
