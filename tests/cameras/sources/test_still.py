"""Network cameras that give one picture for each question."""

import itertools
import time

import cv2
import numpy as np
import pytest

from cameras.sources.kinds import opened
from cameras.sources.source import CaptureOptions, Offline


def raw_frames(url, count=4, fps=20):
    with opened(url, CaptureOptions(fps=fps), 1) as source:
        return list(
            itertools.islice((raw_frame for raw_frame in source.frames() if raw_frame), count)
        )


@pytest.mark.parametrize("prefix", ["", "still:"], ids=["by itself", "as asked"])
@pytest.mark.parametrize(
    "mode", ["still", "still_without_type", "still_of_wrong_length", "still_sometimes_busy"]
)
def test_a_still_camera_is_asked_again_and_again(plug_in, mode, prefix):
    camera = plug_in(mode)

    seen = raw_frames(f"{prefix}{camera.url}")

    assert {raw_frame.jpeg for raw_frame in seen} <= {*camera.frames}
    assert len({raw_frame.image().mean() for raw_frame in seen}) >= 2


def test_it_is_asked_by_one_connection_at_the_wanted_pace(plug_in):
    camera = plug_in("still")
    began = time.monotonic()

    raw_frames(camera.url, count=5, fps=5)

    assert time.monotonic() - began >= 4 / 5
    assert (camera.connections, len(camera.asked)) == (1, 5)


def test_a_picture_that_has_not_changed_is_not_sent_again_and_is_still_seen(plug_in):
    camera = plug_in("still_that_says_when")

    first, *later = raw_frames(camera.url)

    assert {raw_frame.jpeg for raw_frame in later} == {first.jpeg}
    assert later[-1].taken_at > first.taken_at
    since = [headers.get("if-modified-since") for headers in camera.asked]
    assert since == [None, *["Tue, 12 Jun 2012 01:56:34 GMT"] * 3]


def test_a_picture_of_another_format_is_seen(plug_in):
    png = cv2.imencode(".png", np.full((48, 64, 3), 90, np.uint8))[1].tobytes()
    camera = plug_in("still", [png])

    assert raw_frames(camera.url, count=2)[1].image().shape == (48, 64, 3)


def test_a_stream_is_asked_for_one_picture_at_a_time_where_that_is_wanted(plug_in):
    camera = plug_in("well")

    assert len(raw_frames(f"still:{camera.url}", count=3)) == 3
    assert camera.connections == 3


def test_one_that_goes_away_is_offline(plug_in):
    camera = plug_in("still")
    with opened(camera.url, CaptureOptions(), 1) as source:
        frames = source.frames()
        next(raw_frame for raw_frame in frames if raw_frame)
        camera.mode = "reset"

        with pytest.raises(Offline) as offline:
            list(itertools.islice(frames, 1000))
    assert offline.value.code == "closed"
