"""Correcting the faces of a result: by mouse, by keyboard, by touch, and without script."""

import numpy as np
import pytest
from playwright.sync_api import expect

from processing.images import FileTraits, decode, encode
from processing.limits import Limits

WIDE = {"viewport": {"width": 1200, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def two_faces(tmp_path, astronaut):
    path = tmp_path / "two.png"
    image = np.ascontiguousarray(np.tile(astronaut[:400], (1, 2, 1)))
    path.write_bytes(encode(image, FileTraits("PNG")).content)
    return path


def hide_faces(page, site, file):
    page.goto(f"{site.address}/")
    page.set_input_files("#files", [file])
    page.locator("[name=faces-style]").select_option("solid")
    page.get_by_role("button", name="get link").click()
    expect(page.get_by_role("link", name="Download", exact=True)).to_be_visible(timeout=20000)


def apply(page, words):
    page.get_by_role("button", name="Apply changes").click()
    return corrected(page, words)


def corrected(page, words):
    expect(page.locator("form.correct")).to_be_visible()
    expect(page.locator("#corrections")).to_be_hidden(timeout=20000)
    expect(page.get_by_text(words)).to_be_visible(timeout=20000)
    return result_of(page)


def result_of(page):
    source = page.get_by_alt_text("two.png after").get_attribute("src")
    address = page.url.split("/r/")[0]
    return decode(page.request.get(f"{address}{source}").body(), Limits())[0]


def darkness(image, left, top):
    """How much of a window of 80 px about a point, in % of the picture, is black."""
    height, width = image.shape[:2]
    x, y = round(left * width / 100), round(top * height / 100)
    return float((image[max(0, y - 40) : y + 40, x - 40 : x + 40] == 0).all(axis=2).mean())


def test_a_face_is_uncovered_with_the_mouse(open_page, site, two_faces):
    page = open_page(**WIDE)
    hide_faces(page, site, two_faces)
    button = page.get_by_role("button", name="Show face 1", exact=True)
    box = page.locator(".stage").bounding_box()
    place = button.bounding_box()
    left = 100 * (place["x"] + place["width"] / 2 - box["x"]) / box["width"]

    button.click()

    expect(button).to_have_attribute("aria-pressed", "true")
    image = apply(page, "1 face hidden.")
    shown, hidden = (left, 100 - left) if left < 50 else (left, left - 50)
    hidden = left + 50 if left < 50 else left - 50
    assert darkness(image, shown, 30) < 0.2
    assert darkness(image, hidden, 30) > 0.9
    expect(page.get_by_role("button", name="Show face 1", exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )


def test_a_face_is_drawn_with_the_mouse(open_page, site, two_faces):
    page = open_page(**WIDE)
    hide_faces(page, site, two_faces)
    page.get_by_role("button", name="Draw a missed face").click()
    stage = page.locator(".stage").bounding_box()

    page.mouse.move(stage["x"] + stage["width"] * 0.45, stage["y"] + stage["height"] * 0.70)
    page.mouse.down()
    page.mouse.move(stage["x"] + stage["width"] * 0.50, stage["y"] + stage["height"] * 0.8)
    page.mouse.move(stage["x"] + stage["width"] * 0.55, stage["y"] + stage["height"] * 0.95)
    page.mouse.up()

    assert darkness(apply(page, "3 faces hidden."), 50, 82) > 0.9


def test_a_face_is_uncovered_and_another_drawn_with_the_keyboard_alone(open_page, site, two_faces):
    page = open_page(**WIDE)
    hide_faces(page, site, two_faces)
    page.get_by_role("button", name="Show face 2", exact=True).focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Draw a missed face").focus()
    page.keyboard.press("Enter")
    for key, times in (("ArrowDown", 30), ("ArrowLeft", 5), ("Shift+ArrowRight", 10)):
        for _ in range(times):
            page.keyboard.press(key)
    page.keyboard.press("Enter")

    expect(page.get_by_role("button", name="Apply changes")).to_be_focused()
    page.keyboard.press("Enter")

    assert darkness(corrected(page, "2 faces hidden."), 50, 80) > 0.9
    expect(page.get_by_role("heading", name="two.png")).to_be_focused()


def test_a_box_can_be_taken_back_with_the_keyboard(open_page, site, two_faces):
    page = open_page(**WIDE)
    hide_faces(page, site, two_faces)
    page.get_by_role("button", name="Draw a missed face").focus()
    page.keyboard.press("Enter")

    page.keyboard.press("Delete")

    expect(page.locator(".face.is-new")).to_have_count(0)
    expect(page.get_by_role("button", name="Draw a missed face")).to_be_focused()


def touch_drag(page, points):
    """A finger that goes down at the first point, along the others, and up at the last."""
    session = page.context.new_cdp_session(page)
    for number, (x, y) in enumerate(points):
        kind = "touchStart" if number == 0 else "touchMove"
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y}]})
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_a_face_is_uncovered_and_another_drawn_with_a_finger(open_page, site, two_faces):
    page = open_page(**PHONE)
    hide_faces(page, site, two_faces)
    page.get_by_role("button", name="Show face 1", exact=True).tap()
    page.get_by_role("button", name="Draw a missed face").tap()
    page.locator(".stage").scroll_into_view_if_needed()
    stage = page.locator(".stage").bounding_box()
    points = [
        (stage["x"] + stage["width"] * x, stage["y"] + stage["height"] * y)
        for x, y in ((0.42, 0.68), (0.48, 0.8), (0.58, 0.96))
    ]

    touch_drag(page, points)

    expect(page.locator(".face.is-added")).to_have_count(1)
    assert darkness(apply(page, "2 faces hidden."), 50, 82) > 0.9


def test_without_script_a_face_is_uncovered_by_its_number(open_page, site, two_faces):
    page = open_page(java_script_enabled=False)
    hide_faces(page, site, two_faces)

    page.get_by_label("Show face 1").check()

    image = apply(page, "1 face hidden.")
    assert min(darkness(image, 22, 30), darkness(image, 72, 30)) < 0.2


def test_a_stranger_with_only_the_link_sees_no_tool(open_page, site, two_faces):
    page = open_page()
    hide_faces(page, site, two_faces)

    stranger = open_page()
    stranger.goto(page.url)

    expect(stranger.get_by_alt_text("Picture 1")).to_be_visible()
    expect(stranger.locator("form.correct, .face, .marks")).to_have_count(0)
    answer = stranger.request.post(f"{page.url}1/faces", form={"show": "0"})
    assert answer.status in (403, 404)
