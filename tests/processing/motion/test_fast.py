"""What moves further than it is long from look to look, at the pace of fast and slow cameras."""

import math
from collections.abc import Iterable

import pytest

from processing.images import Image
from processing.motion.detector import Detector
from processing.motion.events import Event, EventWatcher
from processing.motion.motion import Motion
from processing.motion.settings import MotionSettings
from tests.processing.motion import scenes
from tests.processing.motion.looking import hunting, looks, through_jpeg
from tests.processing.motion.scenes import Change, clip, exposure, gamma, person

PACES = [1, 3, 10]
BEGIN = 20


def events(frames: Iterable[Image], fps: float) -> list[Event]:
    detector, watcher = Detector(), EventWatcher()
    ended = [
        watcher.feed(b"", number / fps, detector.look(frame, number / fps))
        for number, frame in enumerate(through_jpeg(frames))
    ]
    return [event for event in (*ended, watcher.finish()) if event is not None]


def passing(lengths: float, size: tuple[int, int]) -> Change:
    """Somebody who passes by so many of his own lengths at each look."""
    return person(0, lengths * size[0], size=size, begin=BEGIN)


@pytest.mark.parametrize("fps", PACES)
@pytest.mark.parametrize("lengths", [0.7, 1.2, 2.5])
@pytest.mark.parametrize("size", [(6, 16), (14, 50), (30, 30)])
def test_what_jumps_further_than_it_is_long_is_an_event(
    fps: int, lengths: float, size: tuple[int, int]
) -> None:
    shown = math.ceil(scenes.WIDTH / (lengths * size[0]))

    found = events(clip(passing(lengths, size), frames=BEGIN + shown + 10), fps)

    assert found
    assert found[0].began_at >= BEGIN / fps
    assert sum(event.moving_frames for event in found) >= 0.8 * shown - 1


@pytest.mark.parametrize("fps", PACES)
def test_its_box_lies_where_it_is_in_that_frame(fps: int) -> None:
    """26 px a look, itself 20 px wide."""
    detector = Detector()

    for number, frame in enumerate(clip(passing(1.3, (20, 40)), frames=BEGIN + 11)):
        motion = detector.look(frame, number / fps)
        if number > BEGIN:
            (box,) = motion.boxes
            assert abs(box.x + box.width / 2 - (26 * (number - BEGIN) + 10)) <= 5
            assert box.width <= 30


@pytest.mark.parametrize("lengths", [0.3, 0.6])
def test_a_box_is_not_cut_off_in_front(lengths: float) -> None:
    seen = looks(clip(passing(lengths, (40, 60)), frames=BEGIN + 9))

    (box,) = seen[-1].boxes
    assert box.x + box.width >= 40 * lengths * 8 + 40 - 2


SLOW_LIGHT: dict[str, tuple[Change, ...]] = {
    "nothing at all": (),
    "exposure that swings slowly": (exposure(lambda n: 1 + 0.6 * math.sin(n / 30)),),
    "auto-gain that hunts": (exposure(hunting),),
    "exposure that falls at once": (exposure(lambda n: 1 if n < 60 else 0.35),),
    "exposure that rises at once": (exposure(lambda n: 1 if n < 60 else 2.2),),
    "brightness added at once": (exposure(lambda n: 1, lambda n: 50 if n > 60 else 0),),
    "gamma that jumps": (gamma(lambda n: 1 if n < 60 else 0.5),),
    "the light switched off and on": (exposure(lambda n: 0.05 if 50 <= n < 80 else 1),),
    "a lamp switched on": (scenes.lamp(60),),
    "half the room lit with a hard edge": (scenes.half_room,),
    "bands of mains light": (scenes.flicker(),),
    "snow": (scenes.snow(),),
    "rain": (scenes.rain(),),
    "a trembling camera": (scenes.shake(1.0),),
}


@pytest.mark.parametrize("fps", [1, 3])
@pytest.mark.parametrize("changes", SLOW_LIGHT.values(), ids=SLOW_LIGHT)
def test_light_and_weather_are_no_event_of_a_slow_camera(
    changes: tuple[Change, ...], fps: int
) -> None:
    every = 10 // fps

    assert events(list(clip(*changes))[::every], fps) == []


def test_a_slow_camera_is_warm_after_three_seconds() -> None:
    """At a look a second; somebody comes with the fifth."""
    found = events(clip(person(0, 50, size=(20, 60), begin=4), frames=14), fps=1)

    assert found
    assert found[0].began_at <= 5


def test_between_two_looks_boxes_are_placed_anew_and_nothing_is_learned() -> None:
    frames = list(clip(person(0, 10, size=(20, 60), begin=BEGIN), frames=BEGIN + 12))
    detector, other = Detector(), Detector()
    for frame in frames[:-2]:
        seen = detector.look(frame)
        other.look(frame)

    placed = detector.place(frames[-2], seen)

    assert placed.boxes[0].x == pytest.approx(seen.boxes[0].x + 10, abs=2)
    assert placed.score == seen.score
    assert detector.look(frames[-1]) == other.look(frames[-1])


def test_what_is_seen_stays_where_nothing_is_found_again() -> None:
    detector, frames = Detector(MotionSettings()), list(clip(frames=30))
    for frame in frames:
        detector.look(frame)
    seen = Motion((person_box := looks(clip(person(), frames=91))[90].boxes[0],), 2.0)

    assert detector.place(frames[-1], seen).boxes == (person_box,)


def test_a_clock_that_jumps_is_no_movement() -> None:
    detector = Detector()
    moments = [0.1 * number for number in range(30)] + [-500.0, 9e9, 9e9]

    seen = [detector.look(frame, at) for frame, at in zip(clip(frames=33), moments, strict=True)]

    assert not any(motion.is_moving for motion in seen)
