"""Asking for fresh frames and stills, with the real Redis and a capture played by the test."""

import threading
import time
from contextlib import contextmanager

import pytest
from django.db import connection

from cameras import keys
from cameras.capture.lease import take_lease
from cameras.live import frame_requests
from cameras.live.frame_buffer import EncodedFrame
from cameras.live.frame_requests import TooManyWaiting, answer_stills, ask_for_still, fresh_frame
from core.redis_client import redis_client


@pytest.fixture
def lease():
    redis_client().flushdb()
    return take_lease(1, "worker", 1)


@contextmanager
def meanwhile(act, every_s=0.02):
    """Do something again and again."""
    is_over = threading.Event()

    def loop():
        while not is_over.wait(every_s):
            act()

    thread = threading.Thread(target=loop)
    thread.start()
    try:
        yield
    finally:
        is_over.set()
        thread.join()


def test_a_frame_of_this_moment_is_fresh(lease):
    lease.publish(EncodedFrame(b"new", time.time()))

    assert fresh_frame(1, 1, 0).jpeg == b"new"
    assert not redis_client().exists(keys.frame_requested(1))


def test_who_finds_an_old_frame_makes_the_capture_publish(lease):
    lease.publish(EncodedFrame(b"old", time.time()))

    def capture():
        if lease.beat().needs_frames:
            lease.publish(EncodedFrame(b"new", time.time()))

    with meanwhile(capture):
        assert fresh_frame(1, 1, 5, max_age_s=-0.005).jpeg == b"new"


def test_the_clock_of_the_camera_process_may_be_wrong(lease):
    lease.publish(EncodedFrame(b"new", time.time() - 600))

    assert fresh_frame(1, 1, 0).jpeg == b"new"


def test_a_camera_slower_than_the_time_out_gives_its_newest_frame(lease):
    lease.publish(EncodedFrame(b"slow", time.time()))

    assert fresh_frame(1, 1, 0.1, max_age_s=-1).jpeg == b"slow"


def test_an_old_frame_of_a_camera_that_nobody_captures_is_not_given(lease):
    lease.publish(EncodedFrame(b"old", time.time()))
    lease.release()

    assert fresh_frame(1, 1, 0.1, max_age_s=-1) is None


def test_the_grey_frame_of_an_offline_camera_is_never_fresh(lease):
    lease.publish(EncodedFrame(b"grey", time.time(), is_grey=True))

    assert fresh_frame(1, 1, 5) is None


def test_a_camera_without_any_frame_has_no_fresh_one(lease):
    assert fresh_frame(1, 1, 0.1) is None


def test_everybody_who_asked_gets_the_still(lease):
    with meanwhile(lambda: answer_stills(1, EncodedFrame(b"large", 5.0))):
        found = [ask_for_still(1, 1, 5), ask_for_still(1, 1, 5)]

    assert found == [EncodedFrame(b"large", 5.0)] * 2
    assert redis_client().keys("camera:1:stills*") == []


def test_a_still_that_nobody_makes_is_not_waited_for_longer_than_said(lease):
    assert ask_for_still(1, 1, 0.1) is None


def test_a_frame_of_another_version_is_not_fresh(lease):
    lease.publish(EncodedFrame(b"old", time.time(), version=1))

    assert fresh_frame(1, 2, 0.1) is None


def test_the_first_frame_of_a_new_version_is_waited_for(lease):
    lease.publish(EncodedFrame(b"old", time.time(), version=1))

    with meanwhile(lambda: lease.publish(EncodedFrame(b"new", time.time(), version=2))):
        assert fresh_frame(1, 2, 5).jpeg == b"new"


def test_a_still_of_an_older_version_is_thrown_away_and_asked_for_again(lease):
    versions = iter([1, 1, *[2] * 1000])

    def answer():
        if redis_client().llen(keys.stills(1)):
            answer_stills(1, EncodedFrame(b"large", 5.0, version=next(versions)))

    with meanwhile(answer):
        assert ask_for_still(1, 2, 5).version == 2


def test_a_request_that_was_given_up_is_not_answered_any_more(lease):
    ask_for_still(1, 1, 0.1)

    assert redis_client().keys("camera:1:stills*") == []


def test_a_bounded_number_of_requests_waits(lease, monkeypatch):
    monkeypatch.setattr(frame_requests, "_slots", threading.BoundedSemaphore(1))
    refused = []

    def ask():
        try:
            fresh_frame(1, 1, 0.5)
        except TooManyWaiting:
            refused.append(1)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 3
    assert fresh_frame(1, 1, 0.1) is None


@pytest.mark.django_db(transaction=True)
def test_who_waits_gives_the_database_connection_back(lease, monkeypatch):
    closed = []
    monkeypatch.setattr(connection, "close", lambda: closed.append(1))

    ask_for_still(1, 1, 0.1)
    fresh_frame(1, 1, 0.1)

    assert len(closed) == 2


@pytest.mark.django_db
def test_within_a_transaction_the_connection_is_kept(lease, monkeypatch):
    closed = []
    monkeypatch.setattr(connection, "close", lambda: closed.append(1))

    ask_for_still(1, 1, 0.1)

    assert closed == []
