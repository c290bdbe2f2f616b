"""Boxes in fractions of a picture, and the pixels that a look at one is given."""

import numpy as np
import pytest

from processing.faces import Face
from processing.live.place import WHOLE, Place, separate
from processing.live.window import window

BOX = Place(0.2, 0.2, 0.4, 0.4)


@pytest.mark.parametrize(
    ("dx", "dy", "overlap"), [(0, 0, 1), (0.1, 0, 1 / 3), (0.1, 0.1, 1 / 7), (0.2, 0, 0)]
)
def test_overlap_is_what_two_have_in_common_of_what_they_cover_together(dx, dy, overlap):
    assert BOX.overlap(BOX.moved(dx, dy)) == pytest.approx(overlap)


def test_boxes_that_touch_are_joined_also_by_way_of_a_third():
    left, right = BOX.moved(-0.15, 0), BOX.moved(0.15, 0)

    assert separate([left, right]) == [left, right]
    assert separate([left, right, BOX]) == [Place(left.left, 0.2, right.right, 0.4)]


def test_a_look_is_given_all_of_its_part_in_sides_that_need_no_resizing():
    image = np.zeros((720, 1280, 3), np.uint8)

    seen = window(image, Place(0.5, 0.5, 0.6, 0.6))

    assert seen.size == (96, 128)
    assert (seen.left, seen.top) == (640, 360)


@pytest.mark.parametrize("part", [WHOLE, Place(-0.5, -0.5, 1.5, 1.5)])
def test_it_is_given_no_more_than_the_picture(part):
    image = np.zeros((500, 700, 3), np.uint8)

    assert window(image, part).cut(image).shape == image.shape


def test_near_the_right_edge_it_reaches_farther_to_the_left():
    image = np.zeros((720, 1280, 3), np.uint8)

    seen = window(image, Place(0.99, 0.0, 1.0, 0.1))

    assert (seen.left, seen.right) == (1280 - 32, 1280)


def test_a_face_found_in_a_part_is_placed_in_the_whole():
    image = np.zeros((720, 1280, 3), np.uint8)

    [place] = window(image, Place(0.5, 0.5, 0.6, 0.6)).places([Face(64, 36, 32, 36, 0.9)], image)

    assert (place.left, place.top) == (704 / 1280, 396 / 720)
    assert (place.right, place.bottom) == (736 / 1280, 432 / 720)
