"""The app on a phone: shared pictures arrive, and without a connection it says so."""

import pytest
from playwright.sync_api import expect

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


@pytest.fixture
def app(open_page, site):
    """The upload page, with its service worker at work."""
    page = open_page(**PHONE)
    page.goto(f"{site.address}/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    return page


def test_pictures_shared_from_the_gallery_are_on_the_upload_page(app, jpeg):
    app.evaluate(
        """(bytes) => {
          const files = new DataTransfer();
          for (const name of ["a 1.jpg", "写真.jpg"]) {
            files.items.add(new File([new Uint8Array(bytes)], name, { type: "image/jpeg" }));
          }
          const form = document.createElement("form");
          Object.assign(form, { method: "post", action: "/share", enctype: "multipart/form-data" });
          const input = Object.assign(document.createElement("input"), { type: "file" });
          Object.assign(input, { name: "files", multiple: true, files: files.files });
          form.append(input);
          document.body.append(form);
          form.submit();
        }""",
        list(jpeg),
    )

    expect(app.get_by_alt_text("写真.jpg")).to_be_visible()
    names = app.eval_on_selector("#files", "input => [...input.files].map(({ name }) => name)")
    assert names == ["a 1.jpg", "写真.jpg"]
    assert app.url.endswith("/")
    assert app.evaluate("caches.keys()") == ["gazokako-offline-1"]


def test_without_a_connection_the_app_says_so_and_goes_on_when_there_is_one(app):
    app.context.set_offline(True)
    app.goto(app.url)

    expect(app.get_by_role("heading", name="There is no connection.")).to_be_visible()
    background = "getComputedStyle(document.querySelector('.site-header')).display"
    assert app.evaluate(background) == "block"

    app.context.set_offline(False)
    app.get_by_role("link", name="Try again").click()
    expect(app.get_by_role("heading", name="Make pictures safe to share")).to_be_visible()
