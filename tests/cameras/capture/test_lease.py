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
from cameras.live.frame_buffer import MAX_FRAMES, EncodedFrame, newest_frame
from cameras.models import Camera
from core.redis_client import redis_client


@pytest.fixture(autouse=True)
def empty_redis():
    redis_client().flushdb()


def take(camera_id=1, holder="worker", places=9, camera_ids=()):
    return take_lease(camera_id, holder, places, camera_ids)


def expire(camera_id=1):
    """As time would."""
    redis_client().delete(keys.lease(camera_id))


def frames(camera_id=1):
    return [fields[b"jpeg"] for _id, fields in redis_client().xrange(keys.frames(camera_id))]


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


def test_the_buffer_keeps_the_newest_frames_and_expires():
    owner = take()

    for number in range(MAX_FRAMES + 5):
        owner.publish(EncodedFrame(str(number).encode(), number))

    assert frames() == [str(number).encode() for number in range(5, MAX_FRAMES + 5)]
    assert newest_frame(1, 1) == EncodedFrame(b"12", 12.0)
    assert redis_client().ttl(keys.frames(1)) > 0


def test_the_owner_hears_who_watches_and_forgets_who_fell_silent():
    owner = take()
    now = redis_client().time()[0]
    redis_client().hset(keys.viewers(1), mapping={"web": f"3:{now + 4}", "dead": f"7:{now - 1}"})

    demand = owner.beat()

    assert (demand.viewers, demand.is_wanted) == (3, True)
    assert redis_client().hkeys(keys.viewers(1)) == [b"web"]


def test_what_is_wanted_of_it_is_heard_by_the_owner():
    owner = take()
    assert not owner.beat().is_wanted

    redis_client().set(keys.wanted(1), 1)
    redis_client().rpush(keys.stills(1), "somebody")

    demand = owner.beat()
    assert (demand.viewers, demand.is_wanted, demand.has_stills) == (0, True, True)


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


def test_frames_and_status_say_by_which_version_they_were_made():
    owner = take_lease(2, "worker", 9, version=3)
    owner.publish(EncodedFrame(b"new", 1.0, version=3), state="live")

    assert newest_frame(2, 3).jpeg == b"new"
    assert newest_frame(2, 2) is None
    assert redis_client().hget(keys.status(2), "version") == b"3"
