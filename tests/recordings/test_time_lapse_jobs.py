"""The job of a time-lapse: made once, one at a time, by another worker where one was killed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cameras.capture.power import remove as remove_camera
from core.stored_files import StorageTrouble
from recordings import time_lapse_queue, time_lapse_rendering
from recordings.housekeeping import clean_up
from recordings.models import TimeLapse
from recordings.tasks import make_time_lapse


def test_two_messages_make_one_time_lapse(shades, lapse_of, stored):
    lapse = lapse_of(shades)
    make_time_lapse(lapse.pk)
    first = TimeLapse.objects.values().get()

    make_time_lapse(lapse.pk)

    assert TimeLapse.objects.values().get() == first
    assert len([name for name in stored() if name.endswith(".mp4")]) == 1


def test_one_time_lapse_at_a_time_and_the_next_one_follows(shades, lapse_of, sent):
    running = lapse_of(shades, state="running", due_at=timezone.now() + timedelta(minutes=1))
    first, second = lapse_of(shades), lapse_of(shades)

    make_time_lapse(first.pk)
    first.refresh_from_db()
    assert first.state == "queued"

    running.delete()
    make_time_lapse(first.pk)
    assert sent[-1] == ("recordings.tasks.make_time_lapse", (second.pk,))


def test_a_time_lapse_whose_worker_was_killed_is_made_by_another(shades, lapse_of, sent):
    lapse = lapse_of(shades, state="running", attempts=1)
    TimeLapse.objects.update(due_at=timezone.now() - timedelta(minutes=2))

    time_lapse_queue.sweep_time_lapses()
    make_time_lapse(lapse.pk)

    lapse.refresh_from_db()
    assert sent[0] == ("recordings.tasks.make_time_lapse", (lapse.pk,))
    assert (lapse.state, lapse.attempts) == ("done", 2)


def test_a_time_lapse_that_killed_three_workers_is_given_up(shades, lapse_of, sent):
    lapse = lapse_of(shades, state="running", attempts=3)
    TimeLapse.objects.update(due_at=timezone.now() - timedelta(minutes=2))

    time_lapse_queue.sweep_time_lapses()

    lapse.refresh_from_db()
    assert (lapse.state, lapse.error_code) == ("failed", "processing_failed")


def test_a_run_that_lost_its_turn_leaves_nothing_behind(shades, lapse_of, monkeypatch, stored):
    lapse = lapse_of(shades)
    store = time_lapse_rendering.store

    def deleted_meanwhile(source, key):
        TimeLapse.objects.all().delete()
        return store(source, key)

    monkeypatch.setattr(time_lapse_rendering, "store", deleted_meanwhile)
    make_time_lapse(lapse.pk)

    assert [name for name in stored() if name.endswith(".mp4")] == []


@pytest.mark.django_db(transaction=True)
def test_storage_trouble_that_lasts_fails_the_time_lapse(shades, lapse_of, monkeypatch):
    def broken(*_args):
        raise StorageTrouble("gone fishing")

    monkeypatch.setattr(time_lapse_rendering, "store", broken)
    lapse = lapse_of(shades)
    for _attempt in range(3):
        make_time_lapse(lapse.pk)

    lapse.refresh_from_db()
    assert (lapse.state, lapse.error_code, lapse.attempts) == ("failed", "storage", 3)


@pytest.mark.parametrize("way", ["deleted", "expired", "camera removed"])
def test_time_lapses_go_with_their_files(staff, shades, lapse_of, stored, way):
    lapse = lapse_of(shades)
    make_time_lapse(lapse.pk)

    if way == "deleted":
        staff.post(f"{lapse.get_absolute_url()}delete/")
    elif way == "expired":
        TimeLapse.objects.update(expires_at=timezone.now())
        assert staff.get(lapse.get_absolute_url()).status_code == 404
    else:
        remove_camera(shades)
    clean_up()

    assert not TimeLapse.objects.exists()
    assert [name for name in stored() if name.endswith(".mp4")] == []
