"""Colours declared by the code points of ITU-T H.273 are converted to sRGB."""

import numpy as np
import pytest
from PIL import Image as Pillow

from processing.images import decode
from tests.processing.images.colour_files import (
    P3_TO_SRGB,
    avif_of,
    cicp,
    curved,
    gama,
    heif_of,
    in_srgb,
    png_of,
    swatches,
    with_nclx,
)
from tests.processing.images.round_trip import LIMITS, SRGB, decoded
from tests.processing.picture_files import colour_profile, saved

P3, SRGB_CURVE, BT709, LINEAR = 12, 13, 1, 8


def rgb_of(content: bytes) -> np.ndarray:
    return decoded(content)[:, :, 2::-1].astype(int)


def untouched(content: bytes) -> np.ndarray:
    """The samples as a reader without a notion of colour has them."""
    return rgb_of(with_nclx(content, BT709, SRGB_CURVE))


def test_a_png_in_display_p3_is_seen_as_it_was_meant() -> None:
    content = png_of(swatches(), cicp(P3, SRGB_CURVE))

    assert np.abs(rgb_of(content) - in_srgb(swatches(), P3_TO_SRGB)).max() <= 3


@pytest.mark.parametrize("write", [avif_of, heif_of])
def test_an_avif_or_heic_in_display_p3_is_seen_as_it_was_meant(write) -> None:
    content = write(swatches())

    seen = rgb_of(with_nclx(content, P3, SRGB_CURVE))

    wanted = in_srgb(untouched(content), P3_TO_SRGB)
    assert np.abs(seen - wanted).max() <= 3
    assert np.abs(seen - untouched(content)).max() > 20


def test_a_linear_png_gets_the_curve_of_srgb() -> None:
    content = png_of(swatches(), cicp(BT709, LINEAR))

    assert np.abs(rgb_of(content) - curved(swatches() / 255)).max() <= 1


@pytest.mark.parametrize("codes", [(1, 13), (2, 2), (0, 0), (1, 200), (200, 200)])
def test_codes_of_srgb_and_those_without_a_meaning_change_nothing(codes: tuple[int, int]) -> None:
    assert (rgb_of(png_of(swatches(), cicp(*codes))) == swatches()).all()


def test_a_narrow_range_is_not_for_rgb_and_changes_nothing() -> None:
    content = png_of(swatches(), cicp(P3, SRGB_CURVE, full_range=0))

    assert (rgb_of(content) == swatches()).all()


@pytest.mark.parametrize("transfer", [1, 6, 14, 15])
def test_the_curve_of_a_camera_in_an_avif_is_shown_as_srgb(transfer: int) -> None:
    content = avif_of(swatches())

    assert (rgb_of(with_nclx(content, BT709, transfer)) == untouched(content)).all()


def test_code_points_of_a_png_win_over_gama_and_its_profile() -> None:
    profile = colour_profile(SRGB, 1.0)
    with_profile = saved(Pillow.fromarray(swatches()), "PNG", icc_profile=profile)
    at = with_profile.index(b"iCCP") - 4
    content = with_profile[:at] + cicp(P3, SRGB_CURVE) + gama(1.0) + with_profile[at:]

    assert np.abs(rgb_of(content) - in_srgb(swatches(), P3_TO_SRGB)).max() <= 3


def test_the_profile_of_an_avif_wins_over_its_code_points() -> None:
    profile = colour_profile(SRGB, 1.0)
    content = saved(Pillow.fromarray(swatches()), "AVIF", quality=100, icc_profile=profile)

    assert (rgb_of(with_nclx(content, P3, SRGB_CURVE)) == rgb_of(content)).all()


def test_alpha_is_kept_beside_converted_colours() -> None:
    picture = Pillow.fromarray(swatches())
    picture.putalpha(200)
    content = with_nclx(saved(picture, "AVIF", quality=100), P3, SRGB_CURVE)

    image, _ = decode(content, LIMITS)

    assert np.abs(image[:, :, 3].astype(int) - 200).max() <= 1
    plain = decode(with_nclx(content, BT709, SRGB_CURVE), LIMITS)[0][:, :, 2::-1]
    assert np.abs(image[:, :, 2::-1] - in_srgb(plain, P3_TO_SRGB)).max() <= 3
