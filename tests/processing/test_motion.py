"""What counts as movement and what does not, in seeded scenes seen through JPEG."""

import math
from collections.abc import Iterable
from typing import Any

import cv2
import numpy as np
import pytest

from processing.frames import decode_reduced
from processing.images import Image, Source, encode
from processing.images.jpeg import Compression
from processing.limits import Limits
from processing.motion.boxes import Box, Motion
from processing.motion.detector import Detector
from processing.motion.settings import InvalidMotionSettings, MotionSettings, Polygon
from tests.processing import scenes
from tests.processing.scenes import Change, clip, exposure, gamma, person

WHOLE: Polygon = ((0, 0), (1, 0), (1, 1), (0, 1))
LEFT_HALF: Polygon = ((0, 0), (0.5, 0), (0.5, 1), (0, 1))


def through_jpeg(frames: Iterable[Image], quality: int = 85) -> Iterable[Image]:
    """As a camera sends them: artefacts differ from frame to frame."""
    source = Source("JPEG", compression=Compression(quality))
    for frame in frames:
        yield decode_reduced(encode(frame, source).content, Limits(), 320, grey=True)


def looks(frames: Iterable[Image], settings: MotionSettings | None = None) -> list[Motion]:
    detector = Detector(settings)
    return [detector.look(frame) for frame in frames]


def moving_frames(*changes: Change, seed: int = 0, noise: float = 1.0) -> list[int]:
    seen = looks(through_jpeg(clip(*changes, seed=seed, noise=noise)))
    return [number for number, motion in enumerate(seen) if motion.is_moving]


def longest_run(numbers: list[int]) -> int:
    """The most moving frames of which no two are further than 3 apart."""
    run = longest = 0
    for before, number in zip([-10, *numbers], numbers, strict=False):
        run = run + 1 if number - before <= 3 else 1
        longest = max(longest, run)
    return longest


def hunting(number: int) -> float:
    return 1 + 0.3 * math.sin(number / 4)


NO_MOVEMENT: dict[str, tuple[Change, ...]] = {
    "nothing at all": (),
    "exposure that swings slowly": (exposure(lambda n: 1 + 0.6 * math.sin(n / 30)),),
    "auto-gain that hunts": (exposure(hunting),),
    "auto-gain that hunts fast": (exposure(lambda n: 1 + 0.25 * math.sin(n * 1.1)),),
    "auto-gain in a dark room": (exposure(lambda n: 0.15 * hunting(n)),),
    "gain that trembles": (exposure(lambda n: 1 + 0.05 * ((n * 7919) % 13 - 6) / 6),),
    "exposure that falls at once": (exposure(lambda n: 1 if n < 60 else 0.35),),
    "exposure that rises at once": (exposure(lambda n: 1 if n < 60 else 2.2),),
    "exposure up and down in a second": (exposure(lambda n: 1 + max(0, 1 - abs(n - 60) / 10)),),
    "brightness added slowly": (exposure(lambda n: 1, lambda n: 40 * math.sin(n / 10)),),
    "brightness added at once": (exposure(lambda n: 1, lambda n: 50 if n > 60 else 0),),
    "gamma that swings": (gamma(lambda n: 1 + 0.5 * math.sin(n / 10)),),
    "gamma that jumps": (gamma(lambda n: 1 if n < 60 else 0.5),),
    "the light switched off and on": (exposure(lambda n: 0.05 if 50 <= n < 80 else 1),),
    "a lamp switched on": (scenes.lamp(60),),
    "a strong lamp switched on": (scenes.lamp(60, 250, reach=120),),
    "a small lamp switched on": (scenes.lamp(60, reach=30),),
    "a lamp that fades in": (scenes.lamp(60, fade=8),),
    "a lamp on and off again": (scenes.lamp(50, reach=50), scenes.lamp(70, -45, reach=50)),
    "half the room lit with a hard edge": (scenes.half_room,),
    "a sweeping spot of light": (scenes.spotlight,),
    "bands of mains light": (scenes.flicker(),),
    "strong bands of mains light": (scenes.flicker(0.2),),
    "fine bands of mains light": (scenes.flicker(0.1, 3.3, 0.41),),
    "flickering light": (scenes.flicker(0.15, 0, 0.37),),
    "snow": (scenes.snow(),),
    "rain": (scenes.rain(),),
    "a trembling camera": (scenes.shake(1.0),),
    "swaying leaves": (scenes.leaves,),
}


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("changes", NO_MOVEMENT.values(), ids=NO_MOVEMENT)
def test_light_weather_and_sensor_are_no_movement(changes: tuple[Change, ...], seed: int) -> None:
    """Three frames are not yet an event."""
    assert longest_run(moving_frames(*changes, seed=seed)) <= 3


@pytest.mark.parametrize("noise", [0, 2, 4, 8, 15])
def test_noise_is_no_movement(noise: float) -> None:
    assert moving_frames(noise=noise) == []


MOVEMENT: dict[str, tuple[Change, ...]] = {
    "somebody": (person(),),
    "somebody far away": (person(size=(6, 16)),),
    "somebody slow": (person(40, 0.3),),
    "somebody fast": (person(0, 4, size=(6, 16)),),
    "somebody in front of a like shade": (person(shade=95),),
    "something that fills half the picture": (person(-100, 4, size=(150, 160)),),
    "somebody in a dark room": (person(), exposure(lambda n: 0.2)),
    "somebody in glaring light": (person(shade=230), exposure(lambda n: 1.6)),
    "somebody while auto-gain hunts": (person(), exposure(hunting)),
    "somebody under mains light": (person(), scenes.flicker(0.2)),
    "somebody in snow": (person(), scenes.snow()),
    "somebody in rain": (person(), scenes.rain()),
    "somebody before a trembling camera": (person(), scenes.shake(1.0)),
    "somebody behind leaves": (scenes.leaves, person()),
    "somebody who switches a lamp on": (person(begin=40), scenes.lamp(60)),
}


@pytest.mark.parametrize("seed", [0, 1, 2])
@pytest.mark.parametrize("changes", MOVEMENT.values(), ids=MOVEMENT)
def test_a_moving_thing_is_found_and_nothing_before_it(
    changes: tuple[Change, ...], seed: int
) -> None:
    """From frame 40 to the end at 120."""
    numbers = moving_frames(*changes, seed=seed)

    assert longest_run([number for number in numbers if number < 40]) <= 3
    assert len([number for number in numbers if number >= 40]) >= 55


@pytest.mark.parametrize("noise", [4, 8, 15])
def test_a_moving_thing_is_found_in_noise(noise: float) -> None:
    assert len(moving_frames(person(), noise=noise)) >= 70


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


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("threshold_percent", 0),
        ("threshold_percent", float("nan")),
        ("warm_up_frames", 0),
        ("absorb_frames", 5),
        ("absorb_frames", 20_000),
        ("ignored", (((0, 0), (1, 1)),)),
        ("ignored", (((0, 0), (1.5, 0), (1, 1)),)),
    ],
)
def test_a_setting_out_of_range_is_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(InvalidMotionSettings, match=name):
        MotionSettings(**{name: value})
