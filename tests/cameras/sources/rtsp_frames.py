"""Reads frames of an RTSP camera, or the reason why there are none."""

import itertools

import pytest

from cameras.sources import rtsp
from cameras.sources.source import CaptureOptions, Offline


def raw_frames(url, count=3):
    """When each of the next frames was taken, its size, and its picture."""
    with rtsp.opened(url, CaptureOptions()) as source:
        frames = (raw_frame for raw_frame in source.frames() if raw_frame)
        return [
            (raw_frame.taken_at, raw_frame.size(), raw_frame.image())
            for raw_frame in itertools.islice(frames, count)
        ]


def reason(url):
    with pytest.raises(Offline) as offline:
        raw_frames(url)
    return offline.value.code
