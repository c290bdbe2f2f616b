"""How finely each part of a frame was looked at, as it is now."""

import numpy as np
import pytest

from processing.live.changes import Changes, parts_of
from processing.live.place import WHOLE, Place
from tests.processing.live.frames import noise

FINE_PX, COARSE_PX = 1280, 640


@pytest.fixture
def frame():
    return noise(720, 1280) // 2


@pytest.fixture
def changes(frame):
    changes = Changes()
    changes.come(frame)
    changes.looked(WHOLE, FINE_PX)
    return changes


def changed(changes, frame):
    """The parts of a frame that were not looked at as they are."""
    changes.come(frame)
    return parts_of(changes.details == 0)


def noisy(frame):
    with_noise = frame + np.random.default_rng(2).normal(0, 8, frame.shape)
    return np.clip(with_noise, 0, 255).astype(np.uint8)


def pixels(places, frame):
    """Columns and rows of each place."""
    height, width = frame.shape[:2]
    return [
        (
            (round(place.left * width), round(place.right * width)),
            (round(place.top * height), round(place.bottom * height)),
        )
        for place in places
    ]


def test_before_anything_was_looked_at_all_has_changed(frame):
    assert changed(Changes(), frame) == [WHOLE]


def test_a_frame_of_another_shape_has_changed_everywhere(changes):
    assert changed(changes, noise(480, 640)) == [WHOLE]


@pytest.mark.parametrize(("height", "width"), [(720, 1280), (480, 640)])
def test_noise_is_no_change(height, width):
    changes, frame = Changes(), noise(height, width) // 2
    changes.come(frame)
    changes.looked(WHOLE, FINE_PX)

    assert changed(changes, noisy(frame)) == []


def test_what_changed_is_found_with_room_around_it(changes, frame):
    frame[160:240, 320:400] += 40

    assert pixels(changed(changes, frame), frame) == [((320 - 64, 400 + 64), (160 - 64, 240 + 64))]


def test_at_an_edge_there_is_no_room(changes, frame):
    frame[:80, 1240:] += 40

    assert pixels(changed(changes, frame), frame) == [((1240 - 64, 1280), (0, 80 + 64))]


def test_changes_far_from_each_other_are_found_apart_and_near_ones_together(changes, frame):
    for left in (80, 800, 880):
        frame[320:360, left : left + 40] += 40

    assert pixels(changed(changes, frame), frame) == [
        ((16, 184), (256, 424)),
        ((736, 984), (256, 424)),
    ]


def test_the_same_picture_as_large_as_its_camera_gives_it_has_not_changed(changes, frame):
    assert changed(changes, frame.repeat(2, axis=0).repeat(2, axis=1)) == []


def test_what_was_looked_at_has_not_changed(changes, frame):
    frame[80:160, 320:400] += 40
    frame[560:600, 640:720] += 40
    changes.come(frame)

    changes.looked(Place(0.0, 0.0, 1.0, 0.5), FINE_PX)

    assert pixels(changed(changes, frame), frame) == [((576, 784), (496, 664))]


def test_along_the_edge_of_a_part_that_cuts_a_face_nothing_was_seen(frame):
    changes = Changes()
    changes.come(frame)

    changes.looked(Place(0.0, 0.0, 1.0, 0.5), FINE_PX)

    assert np.nonzero(changes.details[:, 0] == 0)[0].min() == (360 - 32) // 8


def test_a_coarse_look_takes_nothing_from_what_was_looked_at_finely(changes, frame):
    frame[160:240, 320:400] += 40
    changes.come(frame)

    changes.looked(WHOLE, COARSE_PX)

    assert (changes.details[20:30, 40:50] == COARSE_PX).all()
    assert (changes.details == COARSE_PX).sum() == 100
    assert (changes.details == FINE_PX).sum() == changes.details.size - 100


def test_what_was_looked_at_coarsely_may_be_looked_at_again_as_it_is(changes, frame):
    frame[160:240, 320:400] += 40
    changes.come(frame)
    changes.looked(WHOLE, COARSE_PX)
    changes.come(frame)

    changes.looked(WHOLE, FINE_PX)

    assert (changes.details == FINE_PX).all()


def test_a_place_has_changed_where_one_of_its_blocks_has(changes, frame):
    frame[400:408, 800:808] ^= 128
    changes.come(frame)

    assert changes.is_changed(Place(0.6, 0.5, 0.65, 0.6))
    assert not changes.is_changed(Place(0.65, 0.5, 0.9, 0.6))
    assert changes.is_changed(Place(-0.1, -0.1, 1.1, 1.1))
