"""Colour profiles are converted to sRGB."""

import io

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image as Pillow
from PIL import ImageCms

from processing.images import decode
from tests.processing import picture_files
from tests.processing.images.round_trip import GRADIENT, LIMITS, SRGB, decoded
from tests.processing.picture_files import gradient, saved

# Pillow warns of odd files; as an error inside decode that would pass for a refusal.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")


P3 = np.array(
    [[0.51512, 0.2412, -0.00105], [0.29198, 0.69225, 0.04189], [0.1571, 0.06657, 0.78407]]
)
"""XYZ (D50) of Display P3's red, green and blue, in rows."""


def p3_seen_in_srgb(rgb: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    """Display P3 with gamma 2.2 to sRGB by the formula (IEC 61966-2-1)."""
    linear = ((rgb / 255) ** 2.2 @ P3 @ np.linalg.inv(SRGB)).clip(0, 1)
    curved = np.where(linear > 0.0031308, 1.055 * linear ** (1 / 2.4) - 0.055, 12.92 * linear)
    return np.asarray(curved * 255, np.float64)


@pytest.mark.parametrize("name", ["PNG", "JPEG", "WEBP", "AVIF", "HEIF"])
def test_a_wide_gamut_profile_is_converted_to_srgb(name: str) -> None:
    content = saved(gradient(), name, icc_profile=picture_files.colour_profile(P3, gamma=2.2))
    stored = np.asarray(Pillow.open(io.BytesIO(content)))

    image = decoded(content)

    assert np.abs(image[:, :, ::-1] - stored.astype(int)).max() > 10
    assert np.abs(image[:, :, ::-1] - p3_seen_in_srgb(stored)).max() <= 3


def test_a_profile_counts_for_a_picture_with_alpha_too() -> None:
    picture = gradient()
    picture.putalpha(200)
    profile = picture_files.colour_profile(P3, gamma=2.2)

    image = decoded(saved(picture, "PNG", icc_profile=profile))

    assert np.abs(image[:, :, 2::-1] - p3_seen_in_srgb(np.asarray(gradient()))).max() <= 3
    assert (image[:, :, 3] == 200).all()


@pytest.mark.parametrize("grey", [True, False])
def test_an_srgb_profile_changes_nothing(grey: bool) -> None:
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    picture = gradient().convert("L") if grey else gradient()

    image = decoded(saved(picture, "PNG", icc_profile=srgb))

    assert (image == (np.asarray(picture) if grey else GRADIENT)).all()


@pytest.mark.parametrize("profile", [b"junk", bytes(128), bytes(5_000)])
def test_a_broken_profile_is_passed_over(profile: bytes) -> None:
    assert (decoded(saved(gradient(), "PNG", icc_profile=profile)) == GRADIENT).all()


def test_a_profile_for_other_pixels_is_passed_over() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()

    assert (decoded(saved(gradient(), "PNG", icc_profile=lab)) == GRADIENT).all()


def test_a_profile_that_only_calls_itself_srgb_is_converted() -> None:
    linear = picture_files.colour_profile(SRGB, 1.0)
    imposter = linear.replace(b"Wide\0", b"sRGB\0")
    picture = gradient()

    honest, false = (
        decoded(saved(picture, "PNG", icc_profile=profile)) for profile in (linear, imposter)
    )

    assert linear != imposter
    assert (honest == false).all()


def test_a_lossless_webp_with_a_profile_stays_lossless() -> None:
    profile = picture_files.colour_profile(SRGB, 2.2)
    content = saved(gradient(), "WEBP", lossless=True, icc_profile=profile)

    _image, traits = decode(content, LIMITS)

    assert traits.lossless
