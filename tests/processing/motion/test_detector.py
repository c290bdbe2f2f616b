"""What a detector says of what moves: boxes, scores, and how it learns the scene."""

import cv2
import numpy as np
import pytest

from processing.images import Image
from processing.motion.detector import Detector
from processing.motion.motion import Motion
from processing.motion.settings import MotionSettings
from processing.shapes import Box
from tests.processing.motion import scenes
from tests.processing.motion.looking import LEFT_HALF, WHOLE, longest_run, looks, moving_frames
from tests.processing.motion.scenes import clip, person


def test_a_box_lies_around_what_moves_in_pixels_of_the_frame_given() -> None:
    def blown_up(frame: Image) -> Image:
        return np.asarray(
            cv2.cvtColor(cv2.resize(frame, (1280, 720)), cv2.COLOR_GRAY2BGR), np.uint8
        )

    motion = looks(blown_up(frame) for frame in clip(person(), frames=91))[90]

    assert len(motion.boxes) == 1
    box = motion.boxes[0]  # the person: x 400 to 456, y 380 to 580
    assert box.x <= 410
    assert box.x + box.width >= 446
    assert abs(box.y - 380) <= 30
    assert abs(box.y + box.height - 580) <= 30
    assert box.width <= 120


def test_boxes_stay_inside_the_frame() -> None:
    seen = looks(clip(person(-10, 6, size=(60, 200)), frames=110))

    boxes = [box for motion in seen for box in motion.boxes]
    assert boxes
    assert all(0 <= box.x < box.x + box.width <= scenes.WIDTH for box in boxes)
    assert all(0 <= box.y < box.y + box.height <= scenes.HEIGHT for box in boxes)


def test_two_things_have_two_boxes_the_larger_one_first() -> None:
    changes = person(10, 1), person(180, 1, size=(30, 90))

    first, second = looks(clip(*changes, frames=80))[70].boxes

    assert first.x > 150 > second.x


def test_score_and_share_follow_the_size_of_what_moves() -> None:
    small, large = (
        looks(clip(person(40, 1, size=size), frames=80))[70] for size in [(10, 30), (20, 60)]
    )

    assert 3 < large.area_share / small.area_share < 5.5
    assert large.area_share == pytest.approx(20 * 60 / (320 * 180), rel=0.4)
    assert large.score == pytest.approx(100 * large.area_share / 0.15)


def test_what_is_in_focus_is_sharper_than_what_is_not() -> None:
    frames = list(clip(person(40, 1), frames=80))

    sharp = looks(frames)[70]
    blurred = looks(np.asarray(cv2.blur(frame, (9, 9)), np.uint8) for frame in frames)[70]

    assert sharp.sharpness > 3 * blurred.sharpness > 0


def test_the_threshold_is_a_percentage_of_the_frame() -> None:
    """The person covers 1.2 % of it."""
    frames = list(clip(person()))

    assert looks(frames, MotionSettings(threshold_percent=0.5))[70].is_moving
    assert not looks(frames, MotionSettings(threshold_percent=3))[70].is_moving


def test_who_stands_still_does_not_move_and_moves_again_when_walking_off() -> None:
    comes = person(stop=60)

    def leaves(scene: scenes.Floats, number: int) -> scenes.Floats:
        return person(40, 2, begin=100)(scene, number) if number >= 100 else comes(scene, number)

    numbers = [n for n, seen in enumerate(looks(clip(leaves, frames=140))) if seen.is_moving]

    assert not [number for number in numbers if 66 <= number < 100]
    assert len([number for number in numbers if number >= 100]) >= 35


def test_a_thing_put_down_and_taken_away_moves_for_a_moment_only() -> None:
    seen = looks(clip(scenes.thing(40, 80)))

    assert longest_run([n for n, motion in enumerate(seen) if motion.is_moving]) <= 3


@pytest.mark.parametrize(("absorb_frames", "boxed_px"), [(40, 6), (10_000, 60)])
def test_a_thing_that_stood_long_enough_belongs_to_the_scene(
    absorb_frames: int, boxed_px: int
) -> None:
    """Who then walks by in front of it is boxed alone, not together with it."""
    frames = clip(scenes.thing(20, side=60), person(210, 1, size=(6, 16), begin=100), frames=120)

    motion = looks(frames, MotionSettings(absorb_frames=absorb_frames))[115]

    assert motion.boxes[0].width == pytest.approx(boxed_px, abs=12)


def test_nothing_moves_where_nobody_looks() -> None:
    frames = list(clip(person(), frames=100))

    assert not any(motion.is_moving for motion in looks(frames, MotionSettings(ignored=(WHOLE,))))


def test_beside_an_ignored_area_movement_counts() -> None:
    """The person crosses the middle at frame 120."""
    seen = looks(clip(person(), frames=190), MotionSettings(ignored=(LEFT_HALF,)))

    numbers = [number for number, motion in enumerate(seen) if motion.is_moving]
    assert min(numbers) >= 110
    assert len(numbers) >= 60


def test_the_first_frames_are_only_learned_from() -> None:
    walker = person(begin=-20)

    short, long = (
        looks(clip(walker, frames=60), MotionSettings(warm_up_frames=frames)) for frames in (5, 40)
    )

    assert any(motion.is_moving for motion in short[5:40])
    assert not any(motion.is_moving for motion in long[:40])
    assert any(motion.is_moving for motion in long[40:])


def test_a_frame_of_another_shape_begins_a_new_scene() -> None:
    frames = list(clip(frames=40))

    seen = looks([*frames, *(frame[:90] for frame in clip(seed=1, frames=40))])

    assert not any(motion.is_moving for motion in seen)


def test_a_camera_turned_to_another_scene_settles_at_once() -> None:
    seen = looks([*clip(frames=40), *clip(seed=1, frames=40)])

    assert longest_run([n for n, motion in enumerate(seen) if motion.is_moving]) <= 3


def test_something_large_that_comes_at_once_and_goes_on_moving_is_found() -> None:
    numbers = moving_frames(person(40, 6, size=(150, 170), begin=50))

    assert len([number for number in numbers if number >= 50]) >= 15


@pytest.mark.parametrize(
    "shape", [(1, 1), (1, 1, 3), (2, 2), (7, 5, 3), (48, 48), (1, 900), (900, 1, 3), (600, 200)]
)
def test_any_size_is_looked_at_and_left_alone(shape: tuple[int, ...]) -> None:
    detector = Detector(MotionSettings(warm_up_frames=1))
    rng = np.random.default_rng(0)

    for _ in range(8):
        frame = rng.integers(0, 256, shape, np.uint8)
        frame.flags.writeable = False
        motion = detector.look(frame)

        assert 0 <= motion.area_share <= 1


def test_the_same_frames_lead_to_the_same_findings() -> None:
    frames = list(clip(person()))

    assert looks(frames) == looks(frames)


def test_a_finding_can_be_carried_over_to_another_size() -> None:
    motion = Motion((Box(10, 20, 30, 40),), 2.0, 0.1, 5.0)

    assert motion.scaled(2, 0.5) == Motion((Box(20, 10, 60, 20),), 2.0, 0.1, 5.0)
    assert Box(3, 3, 1, 1).scaled(0.1, 0.1) == Box(0, 0, 1, 1)
