"""A clock that is set by hand, and a finder whose answers are prepared."""

import pytest

from processing.live.looks import Looks
from tests.processing.live.frames import Clock, Finder, noise


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def finder(clock):
    return Finder(clock)


@pytest.fixture
def looks(clock, finder):
    return Looks(clock, finder)


@pytest.fixture
def frame():
    return noise(720, 1280)
