"""Pushed pictures, and the capture that looks for them."""

import itertools

import pytest

from cameras.sources import inbox, push
from cameras.sources.source import CaptureOptions, Offline
from core.redis_client import redis_client


@pytest.fixture(autouse=True)
def empty_redis(monkeypatch):
    monkeypatch.setattr(push, "_LOOK_EVERY_S", 0.01)
    redis_client().flushdb()


def look(times=3):
    """What is found in so many looks."""
    with push.opened("1", CaptureOptions()) as source:
        return [
            raw_frame.jpeg for raw_frame in itertools.islice(source.frames(), times) if raw_frame
        ]


def test_a_picture_is_found_once():
    inbox.push(1, b"picture", 5.0)

    assert look() == [b"picture"]


def test_of_several_the_newest_is_shown():
    for number in range(inbox.LENGTH + 3):
        inbox.push(1, str(number).encode(), number)

    assert look() == [b"6"]
    assert redis_client().xlen("camera:1:inbox") == inbox.LENGTH
    assert redis_client().ttl("camera:1:inbox") > 0


def test_each_camera_has_its_own_inbox():
    inbox.push(2, b"other", 5.0)

    assert look() == []


def test_no_picture_for_a_while_is_said_and_another_look_costs_nothing(monkeypatch):
    monkeypatch.setattr(inbox, "LATELY_S", 0.1)

    with pytest.raises(Offline) as offline:
        look(times=1000)
    assert (offline.value.code, offline.value.retry_in_s) == ("no_frames_pushed", 0)


def test_what_was_shown_before_is_not_shown_as_new(monkeypatch):
    inbox.push(1, b"old", 5.0)
    monkeypatch.setattr(inbox, "LATELY_S", 0.0001)

    assert inbox.newest(1) is None


def test_a_redis_that_is_away_means_nothing_yet(settings, monkeypatch):
    redis_client.cache_clear()
    settings.REDIS_URL = "unix:///nowhere.sock"
    try:
        assert look() == []
    finally:
        redis_client.cache_clear()
