"""A JPEG is compressed like the one it was made of."""

import pytest

from processing.images import decode
from tests.processing.images.round_trip import LIMITS, again
from tests.processing.picture_files import gradient, saved

# Pillow warns of odd files; as an error inside decode that would pass for a refusal.
pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:PIL")


@pytest.mark.parametrize("quality", [86, 90, 95, 97])
@pytest.mark.parametrize("subsampling", [0, 2])
def test_a_jpeg_result_is_compressed_like_its_source(quality: int, subsampling: int) -> None:
    jpeg = saved(gradient(), "JPEG", quality=quality, subsampling=subsampling)

    _, source = decode(again(jpeg), LIMITS)

    assert abs(source.compression.quality - quality) <= 1
    assert source.compression.full_colour == (subsampling == 0)


@pytest.mark.parametrize("quality", [5, 50, 84, 85])
def test_a_jpeg_result_is_never_compressed_below_85(quality: int) -> None:
    _, source = decode(again(saved(gradient(), "JPEG", quality=quality)), LIMITS)

    assert abs(source.compression.quality - 85) <= 1
