"""Which frames belong to one event, and which of them is kept."""

from typing import Any

import pytest

from processing.motion.events import Event, EventSettings, EventWatcher
from processing.motion.motion import Motion
from processing.motion.settings import InvalidMotionSettings
from processing.shapes import Box

STILL = Motion()


def moving(share: float = 0.1, sharpness: float = 1.0) -> Motion:
    return Motion((Box(1, 2, 3, 4),), score=2.0, area_share=share, sharpness=sharpness)


def watch(
    motions: list[Motion], settings: EventSettings | None = None, *, fps: int = 10
) -> list[Event]:
    """Feed frames named after their number and finish; every event on the way."""
    watcher = EventWatcher(settings)
    fed = [
        watcher.feed(f"{number}".encode(), number / fps, motion)
        for number, motion in enumerate(motions)
    ]
    return [event for event in (*fed, watcher.finish()) if event is not None]


def test_it_works() -> None:
    (event,) = watch([STILL] * 30 + [moving()] * 10 + [STILL] * 30)

    assert (event.began_at, event.ended_at, event.moving_frames) == (3.0, 3.9, 10)
    assert event.best.motion.boxes == (Box(1, 2, 3, 4),)
    assert not event.is_cut


def test_stillness_is_no_event() -> None:
    assert watch([STILL] * 100) == []


def test_fewer_moving_frames_than_asked_are_no_event() -> None:
    settings = EventSettings(min_moving_frames=4)

    assert watch([STILL, *[moving()] * 3, *[STILL] * 50] * 5, settings) == []
    assert len(watch([STILL, *[moving()] * 4, *[STILL] * 50] * 5, settings)) == 5


def test_single_frames_far_apart_never_add_up_to_an_event() -> None:
    assert watch([moving(), *[STILL] * 4] * 50) == []


def test_a_short_stillness_does_not_break_the_beginning() -> None:
    (event,) = watch([moving(), moving(), STILL, moving(), moving()])

    assert (event.began_at, event.moving_frames) == (0.0, 4)


def test_an_event_goes_on_over_a_gap_shorter_than_the_quiet_one() -> None:
    pause = [STILL] * 15
    motions = [*[moving()] * 5, *pause, *[moving()] * 5]

    assert len(watch(motions, EventSettings(quiet_s=2.0))) == 1
    assert len(watch(motions, EventSettings(quiet_s=1.0))) == 2


def test_an_event_ends_as_soon_as_it_has_been_quiet_long_enough() -> None:
    watcher = EventWatcher(EventSettings(quiet_s=2.0))
    for number in range(10):
        watcher.feed(b"", number / 10, moving())

    assert watcher.feed(b"", 2.8, STILL) is None
    assert watcher.feed(b"", 2.9, STILL) is not None
    assert watcher.current is None


def test_a_source_that_was_silent_ends_the_event_with_its_next_frame() -> None:
    watcher = EventWatcher()
    for number in range(5):
        watcher.feed(b"", number / 10, moving())

    over = watcher.feed(b"later", 500.0, moving())

    assert over is not None
    assert over.ended_at == 0.4
    assert not over.is_cut


def test_what_is_going_on_can_be_asked_for() -> None:
    watcher = EventWatcher(EventSettings(min_moving_frames=2))

    watcher.feed(b"", 0.0, moving())
    assert watcher.current is None

    watcher.feed(b"", 0.1, moving())
    assert watcher.current is not None
    assert watcher.current.began_at == 0.0


def test_finishing_twice_tells_an_event_once() -> None:
    watcher = EventWatcher()
    for number in range(5):
        watcher.feed(b"", number / 10, moving())

    assert watcher.finish() is not None
    assert watcher.finish() is None


def test_the_best_frame_is_the_one_where_most_moves() -> None:
    shares = [0.01, 0.02, 0.3, 0.02, 0.01]

    (event,) = watch([moving(share) for share in shares])

    assert event.best.frame == b"2"
    assert event.best.taken_at == 0.2


def test_of_frames_where_nearly_as_much_moves_the_sharpest_is_best() -> None:
    motions = [moving(0.30, 5), moving(0.28, 9), moving(0.31, 7), moving(0.1, 99)]

    (event,) = watch(motions)

    assert event.best.frame == b"1"


def test_small_steps_down_do_not_lead_to_a_small_best_one() -> None:
    motions = [moving(0.5 * 0.9**number, number) for number in range(20)]

    (event,) = watch(motions)

    assert event.best.motion.area_share >= 0.4


def test_frames_from_before_are_kept_oldest_first() -> None:
    settings = EventSettings(pre_capture_s=0.5)

    (event,) = watch([STILL] * 30 + [moving()] * 10, settings)

    assert [seen.frame for seen in event.before] == [b"24", b"25", b"26", b"27", b"28", b"29"]


def test_frames_from_before_are_bounded_in_bytes() -> None:
    watcher = EventWatcher(EventSettings(pre_capture_bytes=2500, pre_capture_s=60))
    for number in range(40):
        watcher.feed(bytes(1000), number / 10, moving() if number > 30 else STILL)

    event = watcher.finish()

    assert len(event.before) == 2


def test_a_frame_larger_than_the_bound_is_not_kept_from_before() -> None:
    watcher = EventWatcher(EventSettings(pre_capture_bytes=500))
    for number in range(40):
        watcher.feed(bytes(1000), number / 10, moving() if number > 30 else STILL)

    assert watcher.finish().before == ()


def test_a_long_event_is_cut_and_goes_on_at_once() -> None:
    settings = EventSettings(max_event_s=10)

    first, second, third = watch([moving()] * 250, settings)

    assert (first.is_cut, second.is_cut, third.is_cut) == (True, True, False)
    assert (first.began_at, second.began_at, third.began_at) == (0.0, 10.0, 20.0)
    assert second.before == ()
    assert third.ended_at == 24.9


def test_the_rest_of_a_cut_event_is_an_event_however_short_it_is() -> None:
    first, rest = watch([moving()] * 101 + [STILL] * 50, EventSettings(max_event_s=10))

    assert first.is_cut
    assert (rest.began_at, rest.ended_at, rest.moving_frames) == (10.0, 10.0, 1)


def test_a_clock_that_is_set_back_ends_the_event() -> None:
    watcher = EventWatcher()
    for number in range(5):
        watcher.feed(b"", 100 + number / 10, moving())

    assert watcher.feed(b"", 20.0, STILL) is not None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("min_moving_frames", 0),
        ("quiet_s", 0),
        ("quiet_s", float("nan")),
        ("max_event_s", 0.5),
        ("pre_capture_s", -1),
        ("pre_capture_bytes", 10**9),
    ],
)
def test_a_setting_out_of_range_is_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(InvalidMotionSettings, match=f"{name} must be from .* not {value}"):
        EventSettings(**{name: value})
