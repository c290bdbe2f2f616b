"""Links that ask for a password or show their pictures once, as sender and receiver use them."""

import pytest
from playwright.sync_api import expect


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def script(request):
    return request.param


@pytest.fixture
def sent(open_page, site, face_file, script):
    """Send a picture with options of its link; gives the page of who sent it."""

    def sent(password="", once=False):
        page = open_page(java_script_enabled=script)
        page.goto(f"{site.address}/")
        page.set_input_files("#files", face_file)
        page.get_by_text("Password, or gone after the first view").click()
        page.get_by_label("Password for the link").fill(password)
        page.get_by_label("Gone after the first view").set_checked(once)
        page.get_by_role("button", name="get link").click()
        page.wait_for_url("**/r/*/")
        download = page.get_by_role("link", name="Download", exact=True)
        expect(download).to_be_visible(timeout=60_000)
        return page

    return sent


def test_a_password_opens_the_pictures(sent, open_page, script):
    owner = sent(password="open sesame")
    stranger = open_page(java_script_enabled=script)
    stranger.goto(owner.url)
    stranger.get_by_label("Password").fill("simsalabim")
    stranger.get_by_role("button", name="Show the pictures").click()
    expect(stranger.get_by_role("alert")).to_contain_text("This is not the password")

    stranger.get_by_label("Password").fill("open sesame")
    stranger.get_by_role("button", name="Show the pictures").click()

    picture = stranger.get_by_alt_text("Picture 1")
    expect(picture).to_have_js_property("naturalWidth", 512)
    owner.reload()
    expect(owner.get_by_text("Opened 1 time by others.")).to_be_visible()


def test_the_first_who_presses_sees_the_pictures_and_nobody_else(sent, open_page):
    owner = sent(once=True)
    first, second = open_page(), open_page()
    second.goto(owner.url)
    first.goto(owner.url)
    first.get_by_role("button", name="Show the pictures").click()
    expect(first.get_by_alt_text("Picture 1")).to_have_js_property("naturalWidth", 512)

    second.get_by_role("button", name="Show the pictures").click()

    expect(second.get_by_role("heading", level=1)).to_contain_text("nothing here")
    first.reload()
    expect(first.get_by_alt_text("Picture 1")).to_be_visible()
