"""What covers are painted with, coat after coat."""

import numpy as np
import pytest

from processing import coat
from processing.coat import Coat, paints
from processing.cover import Cover, covers
from processing.face import Face
from processing.images import Image
from tests.processing.operations.blocks import blocks_in, noise

STYLES = ["mosaic", "blur"]


def cover() -> Cover:
    return covers([Face(100, 100, 80, 100, 1.0)], shape="box", margin=0, size=(300, 400))[0]


def coats(image: Image, style: str, blocks: int = 6) -> list[Coat]:
    return [paint(image, cover()) for paint in paints(style, blocks)]


@pytest.fixture
def known_noise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coat.secrets, "token_bytes", lambda count: bytes(range(count)))


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("blocks", [3, 6, 12])
def test_no_coat_has_more_colours_than_the_one_before(style: str, blocks: int) -> None:
    sizes = [made.colours.size for made in coats(noise(300, 400), style, blocks)]

    assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize("style", ["mosaic", "blur", "solid"])
def test_the_last_coat_is_black(style: str) -> None:
    *_others, last = coats(noise(300, 400), style)

    assert not last.enlarged(100, 80).any()


def test_black_is_painted_once() -> None:
    assert len(paints("solid", 6)) == 1


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.usefixtures("known_noise")
def test_the_last_but_one_knows_nothing_of_the_face(style: str) -> None:
    image = noise(300, 400)
    other = image.copy()
    other[cover().window] = 255 - image[cover().window]

    one, another = (coats(picture, style)[-2].colours for picture in (image, other))

    assert (one == another).all()


@pytest.mark.parametrize("number", [2, 3])
def test_noise_is_drawn_anew_each_time(number: int) -> None:
    image = noise(300, 400)

    one, another = (coats(image, "mosaic")[number].colours for _time in range(2))

    assert (one != another).any()


def test_noise_leaves_alpha_alone() -> None:
    image = np.dstack((noise(300, 400), np.full((300, 400), 90, np.uint8)))

    for made in coats(image, "mosaic")[:-1]:
        assert (made.colours[:, :, 3] == 90).all()


def test_a_cover_over_the_whole_picture_has_no_surroundings_and_turns_black() -> None:
    image = noise(60, 60)
    (everything,) = covers([Face(0, 0, 60, 60, 1.0)], shape="box", margin=0, size=(60, 60))

    about = paints("mosaic", 6)[-2](image, everything)

    assert about.colours.max() <= 32


def test_a_coat_is_enlarged_in_squares_or_smoothly() -> None:
    colours = noise(4, 4)

    squares, smooth = (Coat(colours, is_smooth).enlarged(80, 80) for is_smooth in (False, True))

    assert blocks_in(squares) == (4, 4)
    assert max(blocks_in(smooth)) > 4
