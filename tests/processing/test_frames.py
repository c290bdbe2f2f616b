"""A camera's pictures, decoded small and grey."""

import pytest

from processing.frames import decode_reduced
from processing.images import decode
from processing.limits import Limits
from processing.refusal import Refused
from tests.processing.images.round_trip import LIMITS
from tests.processing.picture_files import gradient, saved


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((1280, 720), (180, 320)),
        ((2560, 1440), (180, 320)),
        ((640, 480), (240, 320)),
        ((1920, 1080), (270, 480)),
        ((480, 640), (640, 480)),
        ((720, 1280), (640, 360)),
        ((320, 240), (240, 320)),
        ((100, 50), (50, 100)),
    ],
)
def test_a_jpeg_comes_small_and_grey_but_no_smaller_than_asked(
    size: tuple[int, int], expected: tuple[int, int]
) -> None:
    grey = decode_reduced(saved(gradient(*size), "JPEG"), LIMITS, 320, grey=True)

    assert grey.shape == expected
    whole = decode(saved(gradient(*size), "JPEG"), LIMITS, grey=True)[0]
    assert abs(float(grey.mean()) - float(whole.mean())) < 2


def test_only_a_whole_picture_within_the_limits_comes_small_and_grey() -> None:
    jpeg = saved(gradient(), "JPEG")

    for content, limits, code in [
        (b"", LIMITS, "empty_file"),
        (jpeg[:-200], LIMITS, "damaged"),
        (jpeg, Limits(max_pixels=1000), "too_many_pixels"),
        (jpeg, Limits(max_bytes=1000), "file_too_large"),
    ]:
        with pytest.raises(Refused, match=code):
            decode_reduced(content, limits, 320, grey=True)
