"""Reads frames of a camera over HTTP, or the reason why there are none."""

import itertools

import pytest

from cameras.sources import mjpeg
from cameras.sources.source import CaptureOptions, Offline


def raw_frames(url, count=3):
    """The next frames, without the moments in which there was none."""
    with mjpeg.opened(url, CaptureOptions()) as source:
        return list(
            itertools.islice((raw_frame for raw_frame in source.frames() if raw_frame), count)
        )


def offline(url):
    with pytest.raises(Offline) as raised:
        raw_frames(url, count=1000)
    return raised.value


def reason(url):
    return offline(url).code
