"""What tests see of cameras on pages: pictures that move, states, viewers."""

import requests
from playwright.sync_api import expect

from tests.waiting import wait_for

# Starting a camera takes a few seconds, more while the machine is busy.
PATIENCE_MS = 30_000

MOVES = """
({selector, before}) => {
  const image = document.querySelector(selector);
  if (!image?.naturalWidth) return false;
  const canvas = Object.assign(document.createElement("canvas"), {width: 64, height: 36});
  canvas.getContext("2d").drawImage(image, 0, 0, 64, 36);
  const now = canvas.toDataURL();
  return now !== before && now;
}
"""


def picture_of(page, before=None, selector=".picture"):
    """What is seen, as a data: address, as soon as it differs from what was seen before."""
    argument = {"selector": selector, "before": before}
    return page.wait_for_function(MOVES, arg=argument, timeout=PATIENCE_MS).json_value()


def expect_moving(page, selector=".picture"):
    picture_of(page, picture_of(page, selector=selector), selector)


def viewers_of(site, slug):
    return requests.get(f"{site.address}/api/v1/cameras/{slug}", timeout=5).json()["viewers"]


def wait_for_viewers(site, number, slug="demo"):
    wait_for(lambda: viewers_of(site, slug) == number, PATIENCE_MS / 1000)


def expect_state(page, word):
    words = page.locator(".state-word")
    expect(words.first).to_have_text(word, timeout=PATIENCE_MS)
