"""Every odd file of SAMPLES and its cases, sent to a running site; Chromium is the judge."""

import base64
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from playwright.sync_api import Browser, Page

from tests.journey.uploads import settled
from tests.processes import Site

SAMPLES = Path(os.environ.get("SAMPLES", "."))
FILES = [
    path
    for folder in (SAMPLES / "files", SAMPLES.parent / "cases")
    for path in sorted(folder.rglob("*"))
    if path.is_file() and path.suffix != ".md"
]

pytestmark = pytest.mark.skipif(
    "SAMPLES" not in os.environ,
    reason="SAMPLES is not set: it names a folder with real pictures",
)

COMPARE = """async (files) => {
  const [one, other] = await Promise.all(files.map(async (file) => {
    const bitmap = await createImageBitmap(await (await fetch("data:;base64," + file)).blob());
    const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
    const context = canvas.getContext("2d");
    context.fillStyle = "white";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(bitmap, 0, 0);
    return context.getImageData(0, 0, canvas.width, canvas.height);
  }));
  if (one.width !== other.width || one.height !== other.height) {
    return [`${one.width}x${one.height}`, `${other.width}x${other.height}`];
  }
  const across = Math.ceil(one.width / 16);
  const [sums, counts] = [[], []];
  for (let i = 0; i < one.data.length; i++) {
    const pixel = i >> 2;
    const tile = (Math.floor(pixel / one.width) >> 4) * across + ((pixel % one.width) >> 4);
    sums[tile] = (sums[tile] ?? 0) + Math.abs(one.data[i] - other.data[i]);
    counts[tile] = (counts[tile] ?? 0) + 3 / 4;
  }
  const mean = sums.reduce((a, b) => a + b) / (one.data.length * 3 / 4);
  return [mean, Math.max(...sums.map((sum, tile) => sum / counts[tile]))];
}"""
"""How two pictures differ as Chromium shows them on white: in the mean, and in the worst square of
16 px; unlike sizes as words."""


LOSSY = (".jpg", ".mpo", ".webp", ".avif")
NOTHING_TO_COMPARE = ("broken", "bombs", "fuzz_jpeg")
"""Folders of files that no two programs read alike."""
CHROMIUM_DIFFERS = {
    "pillow__hopper_orientation_3.webp": "shows WebP as it lies, whatever its EXIF says",
    "pillow__hopper_orientation_6.webp": "the same",
    "pillow__hopper_orientation_7.webp": "the same",
    "pillow__xmp_tags_orientation.png": "reads no orientation in XMP",
    "clap_crop.avif": "shows what the clean aperture crops away",
    "hdr_pq.avif": "tone-maps in its own way",
}
KINDS_OF_CHROMIUM = (".jpg", ".mpo", ".png", ".webp", ".avif", ".gif", ".bmp")


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    yield page
    page.close()


def answer_to(site: Site, path: Path) -> requests.Response:
    """What the API says to a file that is to be left as it is."""
    return requests.post(
        f"{site.address}/api/v1/uploads",
        files={"files": (path.name, path.read_bytes())},
        data={"recipe": '[{"op": "resize", "max_side": 12000}]'},
        timeout=30,
    )


def is_comparable(path: Path) -> bool:
    is_shown = path.suffix in KINDS_OF_CHROMIUM and path.name not in CHROMIUM_DIFFERS
    return is_shown and path.parent.name not in NOTHING_TO_COMPARE


def difference(page: Page, before: bytes, after: bytes) -> tuple[float, float]:
    """In the mean and in the worst square, in levels of 0..255; fails where sizes are unlike."""
    files = [base64.b64encode(file).decode() for file in (before, after)]
    mean, worst = page.evaluate(COMPARE, files)
    assert isinstance(mean, int | float), f"sizes {mean}, {worst}"
    return mean, worst


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_file_is_refused_or_ends_and_looks_as_it_did(site: Site, page: Page, path: Path) -> None:
    answer = answer_to(site, path)
    assert answer.status_code in (202, 400, 413, 415, 422), answer.text
    upload = settled(site, answer.json()["slug"]) if answer.ok else None

    assert upload is None or upload["state"] in ("done", "failed")
    if upload is not None and upload["state"] == "done" and is_comparable(path):
        if upload["pictures"][0]["kind"] == "clip":
            return  # a GIF that moves comes back as a film
        result = requests.get(f"{site.address}/r/{upload['slug']}/1/result", timeout=30).content
        mean, worst = difference(page, path.read_bytes(), result)
        assert mean <= (5 if path.suffix in LOSSY else 3)
        assert worst <= (10 if path.suffix in LOSSY else 3)


def test_most_honest_files_are_compared() -> None:
    assert sum(map(is_comparable, FILES)) > 80
