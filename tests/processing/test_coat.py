"""What covers are painted with, coat after coat."""

from dataclasses import replace

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


def coats(image: Image, style: str, blocks: int = 6, key: bytes = b"secret") -> list[Coat]:
    return [paint(image, cover()) for paint in paints(style, blocks, key)]


def painted(image: Image, at: Cover, number: int, key: bytes = b"secret") -> Image:
    """The colours of one of the coats of a mosaic that have noise."""
    return paints("mosaic", 6, key)[number](image, at).colours


@pytest.fixture
def known_noise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coat, "_seed", lambda _image, _cover, _key: b"")


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
    assert len(paints("solid", 6, b"secret")) == 1


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.usefixtures("known_noise")
def test_the_last_but_one_knows_nothing_of_the_face(style: str) -> None:
    image = noise(300, 400)
    other = image.copy()
    other[cover().window] = 255 - image[cover().window]

    one, another = (coats(picture, style)[-2].colours for picture in (image, other))

    assert (one == another).all()


NOISY = pytest.mark.parametrize("number", [2, 3])


@NOISY
def test_the_same_cover_gets_the_same_noise_wherever_the_picture_was_cropped(number: int) -> None:
    image = noise(300, 400)
    at = cover()
    there = replace(
        at, top=at.top - 40, bottom=at.bottom - 40, left=at.left - 9, right=at.right - 9
    )

    one, another = painted(image, at, number), painted(image[40:, 9:], there, number)

    assert (one == another).all()


@NOISY
def test_without_the_key_noise_cannot_be_drawn_again(number: int) -> None:
    image = noise(300, 400)

    one, another = (painted(image, cover(), number, key) for key in (b"one", b"another"))

    assert (one != another).mean() > 0.9


@NOISY
def test_another_face_gets_noise_that_has_nothing_to_do_with_it(number: int) -> None:
    """A single pixel is enough: no noise is known from a picture that somebody made himself."""
    image = np.full((300, 400, 3), 128, np.uint8)
    other = image.copy()
    other[cover().top, cover().left, 0] += 1

    one, another = (painted(picture, cover(), number) for picture in (image, other))

    assert (one != another).mean() > 0.9


def test_a_larger_cover_gets_noise_of_its_own() -> None:
    """The same noise on other means would go where one is taken from the other."""
    image = np.full((300, 400, 3), 128, np.uint8)
    larger = replace(cover(), bottom=cover().bottom + 1)

    assert (painted(image, cover(), 2) != painted(image, larger, 2)).mean() > 0.9


def test_noise_is_spread_over_all_that_may_be_added_or_taken_off() -> None:
    image = np.full((300, 400, 3), 128, np.uint8)

    drawn = np.stack([painted(image, cover(), 2, bytes((key,))) for key in range(50)]).astype(int)

    assert abs(drawn.mean() - 128) < 5
    assert (drawn.min(), drawn.max()) == (32, 224)


def test_noise_leaves_alpha_alone() -> None:
    image = np.dstack((noise(300, 400), np.full((300, 400), 90, np.uint8)))

    for made in coats(image, "mosaic")[:-1]:
        assert (made.colours[:, :, 3] == 90).all()


def test_a_cover_over_the_whole_picture_has_no_surroundings_and_turns_black() -> None:
    image = noise(60, 60)
    (everything,) = covers([Face(0, 0, 60, 60, 1.0)], shape="box", margin=0, size=(60, 60))

    about = paints("mosaic", 6, b"secret")[-2](image, everything)

    assert about.colours.max() <= 32


def test_a_coat_is_enlarged_in_squares_or_smoothly() -> None:
    colours = noise(4, 4)

    squares, smooth = (Coat(colours, is_smooth).enlarged(80, 80) for is_smooth in (False, True))

    assert blocks_in(squares) == (4, 4)
    assert max(blocks_in(smooth)) > 4
