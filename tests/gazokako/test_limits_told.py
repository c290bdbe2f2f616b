"""Every place that names the limits of a picture names those that are kept."""

from processing.limits import Limits
from tests.processes import ROOT


def test_the_readme_names_the_limits_that_are_kept():
    readme = (ROOT / "README.md").read_text()
    limits = Limits()

    assert f"{limits.max_bytes // 1_000_000} MB each" in readme
    assert f"{limits.max_megapixels} megapixels, {limits.max_side_px:,} pixels a side" in readme


def test_the_page_names_the_settings(client, settings):
    settings.PICTURE_LIMITS = Limits(max_bytes=7_000_000, max_pixels=33_000_000)

    page = client.get("/").content.decode()

    assert "7 MB and 33 megapixels each" in page


def test_the_settings_are_what_the_pixels_are_judged_by(settings):
    assert Limits() == settings.PICTURE_LIMITS
