"""Damaged files and those beyond the limits are refused, and nothing else is raised."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processing.headers import Header
from processing.images import decode, decoding
from processing.limits import Limits
from processing.refusal import Refused
from tests.processing import malformed_files, picture_files
from tests.processing.images.round_trip import FILES, refusal_of
from tests.processing.picture_files import FORMATS, gradient, saved

# Pillow warns of odd files; as an error inside decode that would pass for a refusal.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("kept", [0.2, 0.5, 0.8])
def test_a_body_cut_short_is_damaged(name: str, kept: float) -> None:
    content = saved(gradient(512, 512), name)

    assert refusal_of(content[: int(len(content) * kept)]) == "damaged"


@pytest.mark.parametrize("rows", [b"", bytes(447), b"\7" * 448])
def test_a_png_with_too_few_pixels_or_an_unknown_filter_is_damaged(rows: bytes) -> None:
    assert refusal_of(picture_files.png(9, 16, rows)) == "damaged"


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_that_is_all_header_is_damaged(name: str) -> None:
    says = {
        "JPEG": malformed_files.jpeg_that_says(9, 9),
        "PNG": picture_files.png(9, 9),
        "WEBP": malformed_files.webp_that_says(9, 9),
        "AVIF": malformed_files.avif_that_says(9, 9),
        "HEIF": malformed_files.heif_that_says(9, 9),
        "GIF": malformed_files.gif_that_says(9, 9),
        "BMP": malformed_files.bmp_that_says(9, 9),
    }

    assert refusal_of(says[name]) == "damaged"


@pytest.mark.parametrize("name", FORMATS)
def test_the_decoder_keeps_the_limits_without_the_sniff(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "sniff", lambda _content, _limits: Header(name, 1, 1))

    assert refusal_of(FILES[name], Limits(max_pixels=128 * 64 - 1)) == "too_many_pixels"
    assert refusal_of(FILES[name], Limits(max_side_px=127)) == "too_many_pixels"


@pytest.mark.parametrize(
    "build", [picture_files.png, malformed_files.gif_that_says, malformed_files.jpeg_that_says]
)
def test_a_bomb_is_refused_without_the_sniff(
    build: malformed_files.SizedFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decoding, "sniff", lambda _content, _limits: Header("PNG", 1, 1))

    assert refusal_of(build(30_000, 30_000)) in ("too_many_pixels", "damaged")


def test_what_the_sniff_refuses_is_not_decoded() -> None:
    assert refusal_of(b"") == "empty_file"
    assert refusal_of(b"%PDF-1.7") == "unsupported_type"
    assert refusal_of(FILES["PNG"], Limits(max_bytes=10)) == "file_too_large"


@settings(deadline=None, max_examples=300)
@given(
    st.sampled_from(FORMATS),
    st.lists(st.tuples(st.integers(0, 900), st.binary(min_size=1, max_size=4)), max_size=4),
)
def test_a_spoilt_file_is_decoded_within_the_limits_or_refused(
    name: str, changes: list[tuple[int, bytes]]
) -> None:
    content = bytearray(FILES[name])
    for at, replacement in changes:
        content[at : at + len(replacement)] = replacement
    try:
        image = decode(bytes(content), Limits(max_pixels=1_000_000))[0]
    except Refused:
        return
    assert image.dtype == np.uint8
    assert image.shape[0] * image.shape[1] <= 1_000_000
