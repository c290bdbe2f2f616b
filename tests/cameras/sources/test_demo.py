"""The scene the program draws itself."""

import itertools

from cameras.sources import demo
from cameras.sources.source import CaptureOptions, FrameSize

SIZE = FrameSize(320, 180)


def test_the_scene_is_the_same_for_a_time_and_a_seed():
    assert (demo.draw(1000.5, SIZE, 3) == demo.draw(1000.5, SIZE, 3)).all()
    assert (demo.draw(1000.5, SIZE, 3) != demo.draw(1000.5, SIZE, 4)).any()


def test_it_moves_for_12_s_and_rests_for_4():
    assert (demo.draw(1600.0, SIZE, 0) != demo.draw(1601.0, SIZE, 0)).any()
    assert (demo.draw(1613.0, SIZE, 0) == demo.draw(1615.0, SIZE, 0)).all()


def test_it_has_the_size_and_seed_that_were_asked_for():
    with demo.opened("5", CaptureOptions(320, 180, 50)) as source:
        first, second = itertools.islice(source.frames(), 2)

    assert first.size() == SIZE
    assert (first.image() == demo.draw(first.taken_at, SIZE, 5)).all()
    assert first.taken_at < second.taken_at


def test_one_frame_in_ten_seconds_leaves_time_for_other_things():
    with demo.opened("", CaptureOptions(fps=0.1)) as source:
        raw_frames = list(itertools.islice(source.frames(), 3))

    assert [raw_frame is None for raw_frame in raw_frames] == [False, True, True]
