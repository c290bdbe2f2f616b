"""A JPEG is compressed like the one it was made of."""

import numpy as np
import pytest
from PIL import Image as Pillow

from processing.images import decode
from tests.processing.images.round_trip import LIMITS, again, decoded, distance
from tests.processing.picture_files import gradient, saved

# Pillow warns of odd files; as an error inside decode that would pass for a refusal.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")


@pytest.mark.parametrize("quality", [86, 90, 95, 97])
@pytest.mark.parametrize(("subsampling", "sampling"), [(0, (1, 1)), (1, (2, 1)), (2, (2, 2))])
def test_a_jpeg_result_is_compressed_like_its_source(
    quality: int, subsampling: int, sampling: tuple[int, int]
) -> None:
    jpeg = saved(gradient(), "JPEG", quality=quality, subsampling=subsampling)

    _, traits = decode(again(jpeg), LIMITS)

    assert abs(traits.compression.quality - quality) <= 1
    assert traits.compression.sampling == sampling


@pytest.mark.parametrize(("orientation", "sampling"), [(1, (2, 1)), (3, (2, 1)), (6, (1, 2))])
def test_colours_reduced_across_are_reduced_down_once_the_picture_is_turned(
    orientation: int, sampling: tuple[int, int]
) -> None:
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    jpeg = saved(gradient(), "JPEG", subsampling=1, exif=exif)

    assert decode(again(jpeg), LIMITS)[1].compression.sampling == sampling


def test_colours_in_stripes_outlast_a_result_of_4_2_2() -> None:
    stripes = np.zeros((64, 64, 3), np.uint8)
    stripes[::2], stripes[1::2] = (200, 40, 40), (40, 40, 200)
    jpeg = saved(Pillow.fromarray(stripes), "JPEG", quality=95, subsampling=1)

    assert distance(decoded(again(jpeg)), decoded(jpeg)) < 3


@pytest.mark.parametrize("quality", [5, 50, 84, 85])
def test_a_jpeg_result_is_never_compressed_below_85(quality: int) -> None:
    _, traits = decode(again(saved(gradient(), "JPEG", quality=quality)), LIMITS)

    assert abs(traits.compression.quality - 85) <= 1
