"""Choosing pictures: more and more, from anywhere, judged before they travel, and sent in sight."""

import pytest
from playwright.sync_api import expect

from tests.browser.picture_files import as_transfer


@pytest.fixture
def upload_page(open_page, site):
    page = open_page()
    page.goto(f"{site.address}/")
    return page


@pytest.fixture
def choose(upload_page, jpeg):
    def choose(name, content=jpeg, mime_type="image/jpeg"):
        file = {"name": name, "mimeType": mime_type, "buffer": content}
        upload_page.set_input_files("#files", [file])

    return choose


def names(page):
    return page.eval_on_selector("#files", "input => [...input.files].map(({ name }) => name)")


def press_send(page):
    page.get_by_role("button", name="get link").click()


def test_choosing_again_adds_and_each_can_be_removed(upload_page, choose):
    for name in ("a.jpg", "b.jpg", "c.jpg"):
        choose(name)
    assert names(upload_page) == ["a.jpg", "b.jpg", "c.jpg"]

    upload_page.get_by_role("button", name="Remove: b.jpg").click()

    assert names(upload_page) == ["a.jpg", "c.jpg"]
    expect(upload_page.get_by_role("status").first).to_have_text("Pictures to send: 2")


@pytest.mark.parametrize("kind", ["drop", "paste"])
def test_what_is_dropped_beside_the_box_or_pasted_is_chosen(upload_page, jpeg, kind):
    transfer = as_transfer(upload_page, "a.jpg", jpeg)

    upload_page.evaluate(
        """([kind, data]) => document.body.dispatchEvent(kind === "drop"
            ? new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })
            : new ClipboardEvent("paste", { clipboardData: data, bubbles: true }))""",
        [kind, transfer],
    )

    expect(upload_page.get_by_alt_text("a.jpg")).to_be_visible()
    assert names(upload_page) == ["a.jpg"]


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (("big.jpg", b"x" * 20_000_001), "Larger than 20 MB."),
        (("notes.txt", b"text", "text/plain"), "This is no picture and no clip."),
        (("none.jpg", b""), "This file is empty."),
    ],
)
def test_what_would_be_refused_is_told_beside_it_and_stays_here(
    upload_page, choose, file, sentence
):
    choose("good.jpg")
    choose(*file)

    expect(upload_page.get_by_role("listitem").filter(has_text=file[0])).to_contain_text(sentence)
    assert names(upload_page) == ["good.jpg"]


@pytest.mark.parametrize(
    ("bytes_", "shown"), [(1, "1 kB"), (57_001, "58 kB"), (1_240_000, "1.3 MB")]
)
def test_the_size_of_a_file_is_told_in_a_fitting_unit(upload_page, choose, bytes_, shown):
    choose("a.jpg", b"x" * bytes_)

    expect(upload_page.get_by_role("listitem").filter(has_text="a.jpg")).to_contain_text(shown)


def test_without_an_effect_nothing_is_sent(upload_page, choose):
    choose("a.jpg")
    upload_page.get_by_role("checkbox", name="Hide faces").uncheck()

    press_send(upload_page)

    expect(upload_page.get_by_role("alert")).to_have_text("Choose at least one effect.")


def test_the_button_says_what_it_will_do(upload_page):
    button = upload_page.locator("#go")
    expect(button).to_have_text("Hide faces and get link")

    upload_page.get_by_role("checkbox", name="Grey").check()

    expect(button).to_have_text("Process and get link")


def test_what_was_cancelled_or_lost_on_its_way_can_be_sent_again(upload_page, choose):
    choose("a.jpg")
    upload_page.route("**/", lambda route: None)
    press_send(upload_page)
    upload_page.get_by_role("button", name="Cancel").click()
    expect(upload_page.locator("#go")).to_be_enabled()

    upload_page.unroute("**/")
    upload_page.route("**/", lambda route: route.abort())
    press_send(upload_page)
    expect(upload_page.get_by_role("alert")).to_contain_text("The connection was lost.")

    upload_page.unroute("**/")
    press_send(upload_page)
    upload_page.wait_for_url("**/r/*/")


def test_what_the_site_refuses_loses_nothing_that_was_chosen(upload_page, choose):
    choose("notes.jpg", b"no picture")

    press_send(upload_page)

    expect(upload_page.get_by_role("alert")).to_contain_text("notes.jpg: This is not a picture")
    assert names(upload_page) == ["notes.jpg"]
