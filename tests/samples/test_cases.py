"""Hard cases that once fell short: files in `cases`, beside the folder that SAMPLES names."""

import os
from pathlib import Path

import numpy as np
import pytest

from processing import turbojpeg
from processing.images import decode, encode
from processing.limits import Limits
from processing.operations import OPERATIONS
from processing.refusal import Refused

FOLDER = Path(os.environ.get("SAMPLES", ".")).parent / "cases"
LIMITS = Limits()

pytestmark = [
    pytest.mark.skipif(
        "SAMPLES" not in os.environ or not FOLDER.is_dir(),
        reason="SAMPLES is not set, or has no folder `cases` beside it",
    ),
    # Pillow warns of odd files; as an error inside decode that would pass for a refusal.
    pytest.mark.filterwarnings("ignore::UserWarning:PIL"),
]


def content(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("truncated_iphone.heic", "damaged"),
        ("cut_at_60_with_eoi.jpg", "damaged"),
        ("jf_truncated_with_EOI.jpg", "damaged"),
        ("12bit.jpg", "unsupported_type"),
        ("cgbi.png", "unsupported_type"),
        ("lossless_sof3.jpg", "unsupported_type"),
        ("avif_81MP_ispe64.avif", "too_many_pixels"),
        ("avif_256MP_ispe64.avif", "too_many_pixels"),
    ],
)
def test_what_cannot_be_shown_is_refused_for_its_reason(name: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        decode(content(name), LIMITS)

    assert refused.value.code == code


@pytest.mark.skipif(not turbojpeg.is_available(), reason="libturbojpeg is not installed")
def test_bad_bytes_in_a_scan_are_noted() -> None:
    assert decode(content("scan_with_60_bad_bytes.jpg"), LIMITS)[1].was_damaged


@pytest.mark.parametrize(
    ("name", "grey"), [("greyicc_1.0.jpg", 188), ("greyicc_1.8.png", 147), ("gamma1.6.png", 129.5)]
)
def test_grey_is_as_bright_as_its_profile_or_gama_says(name: str, grey: float) -> None:
    assert abs(decode(content(name), LIMITS)[0].mean() - grey) <= 3


@pytest.mark.parametrize(
    ("name", "mean"),
    [
        ("avif_nclx_p3.avif", 108.9),
        ("png_cicp_p3.png", 108.6),
        ("png_gama_linear16.png", 108.1),
        ("hdr_pq.avif", 161.0),
    ],
)
def test_colours_without_a_profile_are_as_bright_as_in_a_browser(name: str, mean: float) -> None:
    """Means of what Chromium 156 shows."""
    assert abs(decode(content(name), LIMITS)[0].mean() - mean) <= 3


@pytest.mark.parametrize("name", ["white_logo.png", "white_logo.webp"])
@pytest.mark.parametrize("operation", ["resize", "blur", "pixelate", "sharpen", "sketch", "edges"])
def test_white_on_transparent_stays_white(name: str, operation: str) -> None:
    image, traits = decode(content(name), LIMITS)
    arguments = {"max_side": 200} if operation == "resize" else {}

    done = encode(OPERATIONS[operation].apply(image, **arguments), traits)

    result = decode(done.content, LIMITS)[0]
    alpha = result[:, :, 3:] / 255
    assert (result[:, :, :3] * alpha + 255 * (1 - alpha)).min() >= 250


def test_a_crop_an_animation_and_several_pictures_are_read_for_what_they_are() -> None:
    assert decode(content("clap_crop.avif"), LIMITS)[0].shape[:2] == (330, 385)
    assert decode(content("animated_lossless.webp"), LIMITS)[1].lossless
    assert decode(content("multi_primary_second.heic"), LIMITS)[1].had_others
    assert not decode(content("multi_primary_second.heic"), LIMITS)[1].animated


def test_4_2_2_is_kept() -> None:
    image, traits = decode(content("422_q92.jpg"), LIMITS)

    again, kept = decode(encode(image, traits).content, LIMITS)

    assert kept.compression.sampling == (2, 1)
    assert np.abs(again.astype(int) - image).mean() < 1
