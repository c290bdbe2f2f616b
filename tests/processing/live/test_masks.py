"""Masks follow faces, and cover them also while they are not seen."""

import pytest

from processing.live.masks import Masks
from processing.live.place import Place

FACE = Place(0.4, 0.4, 0.5, 0.5)


def covers(masks, at, place):
    """Whether one mask covers all of a place."""
    return any(
        cover.left <= place.left
        and cover.top <= place.top
        and cover.right >= place.right
        and cover.bottom >= place.bottom
        for cover in masks.covers(at)
    )


def near(place):
    return pytest.approx((place.left, place.top, place.right, place.bottom))


def edges(place):
    return place.left, place.top, place.right, place.bottom


def test_a_face_just_seen_is_covered_where_it_is():
    masks = Masks()

    masks.see([FACE], 1.0)

    assert [edges(cover) for cover in masks.covers(1.0)] == [near(FACE)]


def test_a_mask_goes_on_as_the_face_last_went_and_stays_where_it_was_seen():
    masks = Masks()
    masks.see([FACE], 1.0)
    masks.see([FACE.moved(0.02, 0.01)], 1.1)

    assert covers(masks, 1.4, FACE.moved(0.08, 0.04))
    assert covers(masks, 1.4, FACE.moved(0.02, 0.01))
    assert not covers(masks, 1.1, FACE)


def test_a_mask_grows_while_its_face_is_not_seen():
    masks = Masks()
    masks.see([FACE], 1.0)

    widths = [masks.covers(at)[0].width for at in (1.0, 1.1, 1.5, 2.0)]

    assert widths == pytest.approx([0.1, 0.106, 0.13, 0.16])


def test_a_face_not_seen_again_is_covered_for_a_second_and_a_half():
    masks = Masks()
    masks.see([FACE], 1.0)
    masks.see([], 2.4)

    assert covers(masks, 2.45, FACE)
    assert masks.covers(2.55) == []


def test_a_face_that_nobody_looked_for_stays_covered():
    masks = Masks()
    masks.see([FACE], 1.0)
    masks.see([], 3.0, Place(0.7, 0.0, 1.0, 1.0))

    assert covers(masks, 60.0, FACE)
    assert masks.covers(60.0)[0].width == pytest.approx(0.19)
    masks.see([], 60.0)
    assert masks.covers(60.0) == []


def test_a_face_that_leaps_is_covered_where_it_was_and_expected_where_it_goes():
    masks = Masks()
    masks.see([FACE], 1.0)
    masks.see([FACE.moved(0.15, 0)], 1.1)

    assert covers(masks, 1.1, FACE)
    assert covers(masks, 1.2, FACE.moved(0.3, 0))


def test_a_face_that_was_not_looked_for_has_not_leapt():
    masks = Masks()
    masks.see([FACE], 1.0)
    masks.see([FACE.moved(0.15, 0)], 1.1, Place(0.52, 0.0, 1.0, 1.0))

    assert not covers(masks, 1.2, FACE.moved(0.3, 0))


def test_what_is_of_another_size_is_another_face():
    masks = Masks()
    masks.see([FACE], 1.0)
    masks.see([Place(0.55, 0.4, 0.58, 0.43)], 1.1)

    assert not covers(masks, 1.2, Place(0.6, 0.4, 0.63, 0.43))


def test_of_two_that_cross_the_one_behind_stays_covered():
    masks = Masks()
    towards = [FACE.moved(0.03 * number, 0) for number in range(8)]
    back = [FACE.moved(0.2 - 0.03 * number, 0.01) for number in range(8)]
    for number in range(3):
        masks.see([towards[number], back[number]], number / 10)

    for number in range(3, 6):
        masks.see([towards[number]], number / 10)
        assert covers(masks, number / 10, towards[number])
        assert covers(masks, number / 10, back[number])


def test_seen_twice_in_one_moment_a_face_keeps_its_speed():
    masks = Masks()
    masks.see([FACE], 1.0)
    masks.see([FACE.moved(0.02, 0)], 1.1)
    masks.see([FACE.moved(0.025, 0)], 1.1)

    assert covers(masks, 1.3, FACE.moved(0.06, 0))


def test_each_of_two_faces_has_one_mask_however_long_they_are_seen():
    masks = Masks()
    for number in range(20):
        step = 0.004 * number
        masks.see([FACE.moved(step, 0), FACE.moved(-0.3 - step, 0)], number / 10)

    assert len(masks.covers(2.0)) == 2


def test_what_a_thorough_search_saw_stays_covered_until_something_changes_there():
    masks = Masks()
    masks.see([FACE], 1.0, is_thorough=True)
    for number in range(20):
        masks.disturb(lambda place: place != FACE)
        masks.see([], 1.0 + number)

    assert [edges(cover) for cover in masks.covers(20.0)] == [near(FACE)]
    masks.disturb(lambda _place: True)
    masks.see([], 20.5)
    assert covers(masks, 21.4, FACE)
    assert masks.covers(21.6) == []


def test_what_a_look_alone_saw_does_not_stay_though_nothing_changes():
    masks = Masks()
    masks.see([], 0.5, is_thorough=True)
    masks.see([FACE], 1.0)
    masks.see([], 2.0)

    assert masks.covers(2.6) == []
