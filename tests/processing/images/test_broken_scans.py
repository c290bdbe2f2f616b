"""A JPEG whose headers are whole and whose pixels are not."""

from typing import Any

import numpy as np
import pytest
from PIL import Image as Pillow

from processing import turbojpeg
from processing.images import Image, decode
from processing.images.damage import is_damaged
from processing.pipeline import process
from processing.recipe import Recipe
from tests.processing.coefficients import jpeg_of
from tests.processing.images.round_trip import LIMITS, decoded, refusal_of
from tests.processing.malformed_files import spoilt
from tests.processing.picture_files import saved

pytestmark = pytest.mark.skipif(
    not turbojpeg.is_available(), reason="libturbojpeg is not installed: nothing tells of damage"
)

EOI = b"\xff\xd9"
FACES = Recipe.parse([{"op": "faces"}])


def plain_jpeg(image: Image, **options: Any) -> bytes:
    """A JPEG with nothing behind its end."""
    content = jpeg_of(image, comment=b"", **options)
    return content[: content.rindex(EOI) + 2]


def cut_at(share: float, content: bytes) -> bytes:
    return content[: int(len(content) * share)] + EOI


@pytest.mark.parametrize("share", [0.2, 0.6, 0.8])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_jpeg_cut_short_and_given_an_end_is_damaged(
    astronaut: Image, share: float, mode: str
) -> None:
    content = saved(Pillow.fromarray(astronaut).convert(mode), "JPEG")

    assert refusal_of(cut_at(share, content)) == "damaged"


def test_a_jpeg_that_lacks_its_last_rows_alone_is_shown_and_said_to_be_damaged(
    astronaut: Image,
) -> None:
    image, traits = decode(cut_at(0.97, plain_jpeg(astronaut)), LIMITS)

    assert traits.was_damaged
    assert np.abs(image[:400].astype(int) - astronaut[:400]).mean() < 6


def test_bad_bytes_in_a_scan_are_noted_in_the_outcome(astronaut: Image) -> None:
    outcome = process(spoilt(plain_jpeg(astronaut)), FACES, LIMITS)

    assert outcome.was_damaged
    assert (outcome.width, outcome.height) == (512, 512)


@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"subsampling": 0}])
def test_a_sound_jpeg_is_not_said_to_be_damaged(astronaut: Image, options) -> None:
    assert not process(plain_jpeg(astronaut, **options), FACES, LIMITS).was_damaged
    assert not process(jpeg_of(astronaut, **options), FACES, LIMITS).was_damaged


@pytest.mark.parametrize("padding", [b"\x12", b"\x12\x34" * 8, bytes(5000)])
def test_padding_before_the_end_is_no_damage(astronaut: Image, padding: bytes) -> None:
    content = plain_jpeg(astronaut)[:-2] + padding + EOI

    assert not decode(content, LIMITS)[1].was_damaged


def test_a_grey_picture_is_not_taken_for_a_missing_one() -> None:
    grey = np.full((64, 64, 3), 128, np.uint8)

    assert (decoded(plain_jpeg(grey)) == 128).all()


@pytest.mark.parametrize(
    ("warning", "harmless"),
    [
        ("Corrupt JPEG data: 5 extraneous bytes before marker 0xdb", True),
        ("Corrupt JPEG data: 5 extraneous bytes before marker 0xd9", True),
        ("Corrupt JPEG data: 1214 extraneous bytes before marker 0xd0", False),
        ("Corrupt JPEG data: 74 extraneous bytes before marker 0xd9", False),
        ("Corrupt JPEG data: bad Huffman code", False),
        ("Inconsistent progression sequence for component 0 coefficient 1", False),
    ],
)
def test_what_libjpeg_warns_of_is_damage_or_junk_between_segments(
    warning: str, harmless: bool, photo: Image
) -> None:
    content = bytes(range(200)) + EOI

    assert is_damaged(content, (warning, warning), photo) is not harmless


def test_the_first_warning_and_the_last_both_count(photo: Image) -> None:
    junk = "Corrupt JPEG data: 5 extraneous bytes before marker 0xdb"

    assert is_damaged(EOI, (junk, "Corrupt JPEG data: bad Huffman code"), photo)
    assert not is_damaged(EOI, (), photo)


def test_without_the_library_a_jpeg_is_decoded_all_the_same(
    astronaut: Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = plain_jpeg(astronaut)
    with_it = decoded(content)
    monkeypatch.setattr(turbojpeg.decoding, "library", lambda: None)

    assert (decoded(content) == with_it).all()
