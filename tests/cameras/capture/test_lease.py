"""One owner per camera, however slow, frozen or doubled its processes are."""

import threading

import pytest

from cameras import keys
from cameras.capture.lease import (
    LEASE_MS,
    LeaseLost,
    LeaseRefusal,
    drop_lease,
    leased_version,
    take_lease,
)
from cameras.live.desired import mirror
from cameras.live.frame_buffer import EncodedFrame
from cameras.models import Camera
from core.redis_client import redis_client
from tests.cameras.capture.leases import expire, frames, take


def test_of_twenty_who_claim_a_camera_at_once_one_gets_it():
    taken = []
    barrier = threading.Barrier(20)

    def claim():
        barrier.wait()
        taken.append(take())

    threads = [threading.Thread(target=claim) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert taken.count(LeaseRefusal.OWNED) == 19


def test_the_last_place_of_a_worker_is_given_once():
    taken = []
    barrier = threading.Barrier(9)

    def claim(camera_id):
        barrier.wait()
        taken.append(take(camera_id, places=2, camera_ids=range(9)))

    threads = [threading.Thread(target=claim, args=(camera_id,)) for camera_id in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert taken.count(LeaseRefusal.FULL) == 7


def test_places_are_counted_per_worker():
    take(1, "one", places=1, camera_ids=[1, 2])

    assert take(2, "one", places=1, camera_ids=[1, 2]) is LeaseRefusal.FULL
    assert take(2, "one two", places=1, camera_ids=[1, 2]).camera_id == 2


def test_what_a_thawed_owner_publishes_is_refused():
    frozen = take()
    frozen.publish(EncodedFrame(b"before", 1.0))
    expire()
    owner = take()
    owner.publish(EncodedFrame(b"owner", 2.0))

    with pytest.raises(LeaseLost):
        frozen.publish(EncodedFrame(b"stale", 3.0), state="live", reason="stale")

    assert frames() == [b"before", b"owner"]
    assert redis_client().hgetall(keys.status(1)) == {}


def test_a_thawed_owner_stays_out_when_the_next_one_is_gone_too():
    frozen = take()
    expire()
    take()
    expire()

    with pytest.raises(LeaseLost):
        frozen.beat()


def test_a_lease_that_merely_expired_is_had_again():
    slow = take()
    expire()

    slow.publish(EncodedFrame(b"late", 1.0))

    assert frames() == [b"late"]
    assert take() is LeaseRefusal.OWNED


def test_who_was_fenced_out_has_no_way_back():
    owner = take()

    drop_lease(1)

    with pytest.raises(LeaseLost):
        owner.beat()
    assert take().camera_id == 1


def test_after_a_flush_nobody_owns_a_camera():
    owner = take()
    redis_client().flushdb()

    with pytest.raises(LeaseLost):
        owner.beat()


def test_a_beat_renews():
    owner = take()
    redis_client().pexpire(keys.lease(1), 100)

    owner.beat()

    assert LEASE_MS - 1000 < redis_client().pttl(keys.lease(1)) <= LEASE_MS


def test_a_release_frees_the_camera_at_once_but_only_ones_own():
    first = take()
    expire()
    second = take()

    first.release()
    assert take() is LeaseRefusal.OWNED
    second.release()
    assert take().camera_id == 1


def test_who_captures_by_an_older_row_is_refused_once_the_newer_one_is_mirrored():
    owner = take()
    mirror(Camera(pk=1, version=2, is_on=True))

    with pytest.raises(LeaseLost):
        owner.publish(EncodedFrame(b"old", 1.0))

    assert frames() == []


def test_a_lease_is_not_given_for_an_older_row():
    mirror(Camera(pk=1, version=2, is_on=True))

    assert take() is LeaseRefusal.OUTDATED
    assert take_lease(1, "worker", 9, version=2).version == 2
    assert leased_version(1) == 2
