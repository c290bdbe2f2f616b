"""Finding what one sent again, and deleting it by the link that was kept."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.header import open_menu
from tests.browser.test_upload import hide_faces

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.mark.parametrize("options", [{}, PHONE], ids=["desktop", "phone"])
def test_an_upload_is_found_again_and_deleted_from_the_list(open_page, site, face_file, options):
    page = open_page(**options)
    hide_faces(page, site, face_file)
    address = page.url

    open_menu(page)
    page.get_by_role("link", name="My uploads").click()
    expect(page.get_by_role("link", name="1 picture")).to_have_attribute(
        "href", address.removeprefix(site.address)
    )
    page.get_by_text("Delete", exact=True).click()
    page.get_by_role("button", name="Yes, delete").click()

    expect(page.get_by_role("status").first).to_contain_text("deleted")
    assert page.request.get(address).status == 404


def test_the_deletion_link_works_in_another_browser(open_page, site, face_file):
    page = open_page()
    hide_faces(page, site, face_file)
    page.get_by_text("Link to delete it later").click()
    link = page.locator("#deletion-link").input_value()

    other = open_page()
    sent = []
    other.on("request", lambda request: sent.append(request.url))
    other.goto(link)
    other.get_by_role("button", name="Yes, delete").click()

    expect(other.get_by_role("status").first).to_contain_text("deleted")
    token = link.partition("#")[2]
    assert not any(token in re.sub("#.*", "", url) for url in sent)


def test_a_picture_is_copied_to_the_clipboard(open_page, site, face_file):
    page = open_page(permissions=["clipboard-read", "clipboard-write"])
    hide_faces(page, site, face_file)

    page.get_by_role("button", name="Copy picture").click()

    expect(page.get_by_role("button", name="Copied", exact=True)).to_be_visible()
    types = page.evaluate("navigator.clipboard.read().then(([item]) => item.types)")
    assert types == ["image/png"]


def test_it_is_done_again_with_other_settings(open_page, site, face_file):
    page = open_page()
    hide_faces(page, site, face_file)
    page.get_by_role("link", name="Do it again with other settings").click()
    page.get_by_role("checkbox", name="Grey").check()

    page.get_by_role("button", name="get link").click()

    page.wait_for_url("**/r/*/")
    expect(page.get_by_text("Hide faces → Grey")).to_be_visible()
