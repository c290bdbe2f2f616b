"""The main job as a visitor does it, with and without JavaScript."""

import numpy as np
import pytest
from playwright.sync_api import expect

from processing import faces
from processing.images import FileTraits, decode, encode
from processing.limits import Limits
from tests.browser.conftest import staff_password


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def script(request):
    return request.param


def hide_faces(page, site, *files):
    page.goto(f"{site.address}/")
    page.set_input_files("#files", files)
    page.get_by_role("button", name="get link").click()
    page.wait_for_url("**/r/*/")
    expect(page.get_by_role("link", name="Download", exact=True).first).to_be_visible(timeout=20000)


def test_a_face_is_hidden_by_dropping_a_photo_and_pressing_go(open_page, site, face_file, script):
    page = open_page(java_script_enabled=script)

    hide_faces(page, site, face_file)

    expect(page.get_by_text("1 face hidden. Detection can miss faces")).to_be_visible()
    source = page.get_by_alt_text("face.jpg after").get_attribute("src")
    result = page.request.get(f"{site.address}{source}").body()
    assert faces.find(decode(result, Limits())[0]) == []


def test_the_result_comes_without_a_reload(open_page, site, face_file):
    page = open_page()
    navigations = []
    page.on("framenavigated", lambda frame: navigations.append(frame.url))

    hide_faces(page, site, face_file)

    assert len(navigations) == 2


def test_a_divider_moves_between_before_and_after_for_who_sent_it_alone(open_page, site, face_file):
    page = open_page()
    hide_faces(page, site, face_file)
    before = page.get_by_alt_text("face.jpg before")
    assert before.bounding_box() == page.get_by_alt_text("face.jpg after").bounding_box()
    expect(before).to_have_css("clip-path", "inset(0px 100% 0px 0px)")

    page.get_by_label("Compare with before").focus()
    page.keyboard.press("End")

    expect(before).to_have_css("clip-path", "inset(0px 0% 0px 0px)")
    stranger = open_page()
    stranger.goto(page.url)
    expect(stranger.get_by_alt_text("Picture 1")).to_be_visible()
    expect(stranger.locator("[data-divider]")).to_have_count(0)


def test_of_pictures_sent_together_each_has_its_own_before(open_page, site, tmp_path, astronaut):
    page = open_page()
    paths = [tmp_path / "a" / "same.png", tmp_path / "b" / "same.png", tmp_path / "large.png"]
    for path, image in zip(paths, (astronaut, astronaut[::-1], large(astronaut)), strict=True):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(encode(np.ascontiguousarray(image), FileTraits("PNG")).content)
    page.goto(f"{site.address}/")
    for path in paths:
        page.set_input_files("#files", path)
    page.get_by_role("button", name="get link").click()

    befores = page.locator("img.before")
    expect(befores).to_have_count(3, timeout=60_000)
    sources = befores.evaluate_all("images => images.map(({ src }) => src)")
    assert len(set(sources)) == 3


def large(image):
    """So large that its copy is not made when the form is sent."""
    return image.repeat(4, axis=0).repeat(4, axis=1)


def test_a_picture_is_seen_in_full_and_in_its_own_size(open_page, site, face_file):
    page = open_page(viewport={"width": 390, "height": 844})
    hide_faces(page, site, face_file)

    page.get_by_role("link", name="Full screen").click()
    image = page.get_by_role("dialog").get_by_alt_text("face.jpg after")
    expect(image).to_have_js_property("naturalWidth", 512)
    assert image.bounding_box()["width"] == 390
    page.get_by_role("button", name="Actual size").click()
    assert image.bounding_box()["width"] == 512

    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()


def test_the_end_is_announced_once(open_page, site, face_file):
    page = open_page()
    hide_faces(page, site, face_file)

    expect(page.locator("#announcement")).to_have_text("Finished: 1 picture is ready.")
    assert page.locator("[aria-live]").count() == 0


def test_deleting_takes_the_page_away(open_page, site, face_file, script):
    page = open_page(java_script_enabled=script)
    hide_faces(page, site, face_file)
    address = page.url

    page.get_by_text("Delete everything now").click()
    page.get_by_role("button", name="Yes, delete").click()

    expect(page.get_by_role("status").first).to_have_text(
        "The pictures and their link are deleted."
    )
    assert page.request.get(address).status == 404


def test_an_unreadable_file_is_explained_where_it_was_chosen(open_page, site, tmp_path):
    notes = tmp_path / "notes.jpg"
    notes.write_text("no picture")
    page = open_page()
    page.goto(f"{site.address}/")
    page.set_input_files("#files", notes)

    page.get_by_role("button", name="get link").click()

    expect(page.get_by_role("alert").first).to_contain_text("notes.jpg: This is not a picture")


def test_a_picture_can_be_taken_with_the_camera(open_page, site):
    page = open_page()
    page.goto(f"{site.address}/")
    page.get_by_role("button", name="Take a picture with the camera").click()
    expect(page.locator("#camera video")).to_have_js_property("readyState", 4)

    page.get_by_role("button", name="Take the picture", exact=True).click()

    expect(page.get_by_alt_text("camera-1.jpg")).to_be_visible()


def test_nothing_is_fetched_from_elsewhere_and_nothing_is_blocked(open_page, site, face_file):
    page = open_page()
    foreign, complaints = [], []
    page.on("request", lambda r: r.url.startswith((site.address, "data:")) or foreign.append(r.url))
    page.on("console", lambda message: complaints.append(message.text))

    hide_faces(page, site, face_file)
    page.goto(f"{site.address}/api/v1/docs")
    expect(page.get_by_text("/api/v1/uploads", exact=True)).to_be_visible()

    assert foreign == []
    assert complaints == []


@pytest.mark.parametrize("language", ["en", "ja"])
def test_on_a_phone_nothing_is_wider_than_the_screen(open_page, site, face_file, language):
    page = open_page(viewport={"width": 360, "height": 740}, locale=language)
    page.goto(f"{site.address}/")
    widths = [page.evaluate("document.documentElement.scrollWidth")]
    page.set_input_files("#files", face_file)
    page.locator("#go").click()
    page.wait_for_url("**/r/*/")
    page.wait_for_selector("img[alt*=face]", state="visible")
    widths.append(page.evaluate("document.documentElement.scrollWidth"))

    assert widths == [360, 360]


def test_staff_can_log_in(open_page, site):
    password = staff_password(site)
    page = open_page()
    page.goto(f"{site.address}/admin/")
    page.get_by_label("Username").fill("staff")
    page.get_by_label("Password").fill(password)

    page.get_by_role("button", name="Log in").click()

    expect(page.get_by_role("link", name="Uploads", exact=True).first).to_be_visible()


def test_the_language_button_changes_the_language(open_page, site):
    page = open_page(locale="en")
    page.goto(f"{site.address}/")

    page.get_by_role("button", name="日本語").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("写真を安心して共有")
