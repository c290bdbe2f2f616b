"""Boxes and text on a copy of a frame, and the look of a camera that has gone."""

import numpy as np
import numpy.typing as npt
import pytest

from processing.images import Image
from processing.overlay import cover, in_grey, mark, stamped
from processing.shapes import Box

STAMP = "2026-11-21 10:20:30 JST"
SIZES = [(48, 64), (90, 160), (180, 320), (480, 640), (720, 1280), (1080, 1920)]
RED = (0, 0, 255)

at_every_size = pytest.mark.parametrize("size", SIZES, ids=str)
on_any_shade = pytest.mark.parametrize("shade", [1, 128, 255])


def flat(size: tuple[int, int], shade: int) -> Image:
    return np.full((*size, 3), shade, np.uint8)


def letters(image: Image) -> npt.NDArray[np.bool_]:
    return np.asarray((image > 200).all(axis=2))


@pytest.mark.parametrize("shape", [(90, 160), (90, 160, 3), (90, 160, 4), (1, 1), (1, 1, 3)])
def test_drawing_leaves_the_frame_alone_and_gives_bgr(shape: tuple[int, ...]) -> None:
    frame = np.random.default_rng(0).integers(0, 256, shape, np.uint8)
    frame.flags.writeable = False

    for drawn in (mark(frame, [Box(0, 0, 20, 20)], STAMP), in_grey(frame, STAMP), mark(frame)):
        assert drawn.shape == (*shape[:2], 3)
        assert not np.shares_memory(drawn, frame)


@at_every_size
@on_any_shade
def test_a_box_is_red_beside_black_on_any_ground(size: tuple[int, int], shade: int) -> None:
    height, width = size
    box = Box(width // 4, height // 4, width // 2, height // 2)

    drawn = mark(flat(size, shade), [box])

    assert tuple(drawn[height // 2, box.x]) == RED
    assert not drawn[height // 2, box.x - 4 : box.x].any(axis=1).all()
    assert (drawn[height // 2, width // 2] == shade).all()


def test_a_box_shows_on_red_as_well() -> None:
    red = np.full((180, 320, 3), RED, np.uint8)

    assert (mark(red, [Box(50, 50, 80, 80)]) != red).any()


def test_a_box_that_leaves_the_frame_is_drawn_as_far_as_it_goes() -> None:
    drawn = mark(flat((180, 320), 128), [Box(300, -10, 100, 60)])

    assert tuple(drawn[20, 300]) == RED


@at_every_size
@on_any_shade
def test_the_text_is_white_on_black_at_the_bottom_left(size: tuple[int, int], shade: int) -> None:
    drawn = mark(flat(size, shade), text=STAMP)

    black = (drawn == 0).all(axis=2)
    rows, columns = np.nonzero(black)
    ground = np.s_[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    assert black[-1, 0]
    assert black[ground].mean() > 0.5
    assert letters(drawn)[ground].mean() > 0.04


@at_every_size
def test_every_letter_of_the_text_is_tall_enough_to_read(size: tuple[int, int]) -> None:
    rows = np.flatnonzero(letters(mark(flat(size, 0), text="E")).any(axis=1))

    assert 6 <= np.ptp(rows) + 1 <= 0.2 * size[0]


@at_every_size
def test_the_ground_reaches_beyond_the_last_letter(size: tuple[int, int]) -> None:
    drawn = mark(flat(size, 128), text="HHHHH")

    columns = np.flatnonzero(letters(drawn).any(axis=0))
    ground = np.flatnonzero((drawn == 0).all(axis=2).any(axis=0))
    assert ground.max() > columns.max()
    assert ground.min() == 0


def test_a_text_too_wide_for_the_frame_takes_several_lines() -> None:
    wide, narrow = (mark(flat((180, width), 128), text=STAMP) for width in (640, 100))

    assert (narrow[:, 0] == 0).sum() >= 2 * (wide[:, 0] == 0).sum()


def test_a_text_beyond_ascii_shows_question_marks() -> None:
    assert (mark(flat((180, 320), 0), text="東") == mark(flat((180, 320), 0), text="?")).all()


def test_without_boxes_and_text_nothing_is_drawn(photo: Image) -> None:
    assert (mark(photo) == photo).all()


def test_a_camera_that_has_gone_is_grey_and_darker_with_its_reason_across() -> None:
    frame = np.full((240, 320, 3), (0, 200, 100), np.uint8)

    drawn = in_grey(frame, "no answer since 10:20")

    assert (drawn == drawn[:, :, :1]).all()
    assert 60 < drawn[0, 0, 0] < 120
    assert letters(drawn)[100:140].any()
    assert not letters(drawn)[:100].any()


def test_a_covered_area_is_black_and_the_rest_untouched(photo: Image) -> None:
    left_half = ((0.0, 0.0), (0.5, 0.0), (0.5, 1.0), (0.0, 1.0))

    covered = cover(photo + 1, [left_half])

    assert not covered[:, :33].any()
    assert (covered[:, 35:] == photo[:, 35:] + 1).all()


@pytest.mark.parametrize("shade", [0, 255])
def test_a_stamp_is_readable_on_any_ground_and_leaves_its_input_alone(shade: int) -> None:
    frame = np.full((360, 640, 3), shade, np.uint8)

    drawn = stamped(frame, "2026-11-20 12:00:00")

    assert np.ptp(drawn[:60, :300]) == 255
    assert (drawn[80:] == shade).all()
    assert (frame == shade).all()
