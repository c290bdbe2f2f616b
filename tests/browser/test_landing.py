"""The first screen: what the site does, an example, ready-made choices, and how light it is."""

import gzip

import pytest
from playwright.sync_api import expect

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1280, "height": 900}}
MAX_BYTES = 60_000

SCREENS = pytest.mark.parametrize("options", [DESKTOP, PHONE], ids=["desktop", "phone"])


@pytest.fixture
def landing(open_page, site):
    def landing(**options):
        page = open_page(**options)
        page.goto(f"{site.address}/")
        return page

    return landing


def chosen(page):
    return page.eval_on_selector_all("[name=recipe]:checked", "all => all.map((e) => e.value)")


@SCREENS
def test_the_example_is_dragged_between_before_and_after(landing, options):
    page = landing(**options)
    before = page.get_by_alt_text("The same portrait before")
    expect(before).to_have_css("clip-path", "inset(0px 50% 0px 0px)")
    box = page.locator(".example").bounding_box()
    assert box["y"] + box["height"] < page.viewport_size["height"]

    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 50)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 1, box["y"] + 50, steps=4)
    page.mouse.up()

    expect(before).to_have_css("clip-path", "inset(0px 0% 0px 0px)")


def test_a_ready_made_choice_sets_effects_and_options(landing):
    page = landing()

    page.get_by_role("button", name="For the web").click()
    assert chosen(page) == ["faces", "resize"]

    page.get_by_role("button", name="Strongest").click()
    assert chosen(page) == ["faces"]
    expect(page.locator("[name=faces-style]")).to_have_value("solid")

    page.get_by_role("button", name="Hide faces", exact=True).click()
    expect(page.locator("[name=faces-style]")).to_have_value("mosaic")


def test_the_last_choice_is_remembered(landing, face_file):
    page = landing()
    page.get_by_role("checkbox", name="Grey").check()
    page.locator("[name=faces-style]").select_option("blur")
    page.locator("[name=expires_in]").select_option("3600")
    page.set_input_files("#files", face_file)
    page.locator("#go").click()
    page.wait_for_url("**/r/*/")

    page.goto(page.url.split("/r/")[0])

    assert chosen(page) == ["faces", "grayscale"]
    expect(page.locator("[name=faces-style]")).to_have_value("blur")
    expect(page.locator("[name=expires_in]")).to_have_value("3600")
    expect(page.locator("#go")).to_have_text("Process and get link")


def test_pictures_are_put_in_order(landing, jpeg):
    page = landing()
    for name in ("a.jpg", "b.jpg"):
        file = {"name": name, "mimeType": "image/jpeg", "buffer": jpeg}
        page.set_input_files("#files", [file])

    page.get_by_role("button", name="Move earlier: b.jpg").click()

    names = page.eval_on_selector("#files", "input => [...input.files].map(({ name }) => name)")
    assert names == ["b.jpg", "a.jpg"]


@SCREENS
def test_the_page_is_light_and_nothing_of_it_moves(open_page, site, options):
    page = open_page(**options)
    page.add_init_script("""
      window.shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) shift += entry.value;
      }).observe({ type: "layout-shift", buffered: true });
    """)
    texts = []
    page.on("response", lambda answer: is_text(answer) and texts.append(answer))

    page.goto(f"{site.address}/", wait_until="networkidle")

    sizes = {answer.url: len(gzip.compress(answer.body(), 6)) for answer in texts}
    assert len(sizes) > 5
    assert sum(sizes.values()) <= MAX_BYTES, sizes
    assert page.evaluate("shift") < 0.05


def is_text(answer):
    kind = answer.headers.get("content-type", "")
    return any(name in kind for name in ("text/html", "text/css", "javascript"))
