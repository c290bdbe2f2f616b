"""Correcting several pictures in one go, without losing place, marks or focus."""

import numpy as np
import pytest
from playwright.sync_api import expect

from processing.images import FileTraits, encode

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture(params=[{}, PHONE], ids=["desktop", "phone"])
def result_page(request, open_page, site, tmp_path, astronaut):
    """The result page of two pictures with two faces each."""
    page = open_page(**request.param)
    page.goto(f"{site.address}/")
    image = np.ascontiguousarray(np.tile(astronaut[:300], (1, 2, 1)))
    for name in ("a.png", "b.png"):
        (tmp_path / name).write_bytes(encode(image, FileTraits("PNG")).content)
        page.set_input_files("#files", tmp_path / name)
    page.get_by_role("button", name="get link").click()
    expect(page.locator("[data-state=done]")).to_have_count(2, timeout=60_000)
    expect(page.locator(".face")).to_have_count(4)
    return page


def face(page, picture, number):
    part = page.locator(f"[data-part=picture-{picture}]")
    return part.get_by_role("button", name=f"Show face {number}", exact=True)


def test_there_is_nothing_to_apply_before_something_changed(result_page):
    apply = result_page.get_by_role("button", name="Apply changes")
    expect(apply).to_be_hidden()

    face(result_page, 1, 1).click()
    expect(apply).to_be_visible()

    face(result_page, 1, 1).click()
    expect(apply).to_be_hidden()


def test_what_was_marked_is_undone_at_once(result_page):
    face(result_page, 1, 1).click()
    face(result_page, 2, 2).click()

    result_page.get_by_role("button", name="Undo").click()

    expect(result_page.locator(".is-changed")).to_have_count(0)
    expect(result_page.get_by_role("button", name="Apply changes")).to_be_hidden()


def test_several_pictures_are_corrected_in_one_go_where_they_stand(result_page):
    face(result_page, 1, 1).click()
    face(result_page, 2, 2).click()
    top = face(result_page, 1, 1).bounding_box()["y"]

    result_page.get_by_role("button", name="Apply changes").click()

    expect(result_page.get_by_text("1 face hidden.")).to_have_count(2, timeout=60_000)
    assert face(result_page, 1, 1).bounding_box()["y"] == top
    expect(result_page.get_by_role("button", name="Apply changes")).to_be_hidden()


def test_an_uncovered_face_looks_different_from_a_marked_one(result_page):
    face(result_page, 1, 1).click()
    marked = face(result_page, 1, 1).evaluate("face => getComputedStyle(face).backgroundColor")
    result_page.get_by_role("button", name="Apply changes").click()
    expect(result_page.get_by_text("1 face hidden.")).to_be_visible(timeout=60_000)

    uncovered = face(result_page, 1, 1)

    expect(uncovered).to_have_attribute("aria-pressed", "true")
    expect(uncovered).not_to_have_css("background-color", marked)


def test_marks_and_focus_on_others_stay_while_one_is_made_anew(result_page):
    face(result_page, 1, 1).click()
    result_page.get_by_role("button", name="Apply changes").click()
    face(result_page, 2, 1).click()

    expect(result_page.get_by_text("1 face hidden.")).to_be_visible(timeout=60_000)

    expect(face(result_page, 2, 1)).to_have_attribute("aria-pressed", "true")
    expect(face(result_page, 2, 1)).to_be_focused()


def test_faces_are_looked_at_without_frames(result_page):
    result_page.get_by_role("button", name="Face frames").click()

    expect(face(result_page, 1, 1)).to_be_hidden()
    expect(result_page.get_by_role("button", name="Face frames")).to_have_attribute(
        "aria-pressed", "false"
    )
