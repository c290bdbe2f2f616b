"""What a lost queue or a killed worker forgot is found again from the rows."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from core.redis_client import redis_client
from uploads import recovery
from uploads.models import Picture
from uploads.queue import enqueue, known_jobs
from uploads.recovery import sweep

LONG_AGO = timezone.now() - timedelta(hours=1)


@pytest.fixture(autouse=True)
def empty_queue():
    redis_client().flushdb()
    yield
    redis_client().flushdb()


def test_a_picture_the_queue_lost_is_queued_again_once(picture):
    Picture.objects.update(queued_at=LONG_AGO)

    assert (sweep(), known_jobs()) == (1, 1)
    assert (sweep(), known_jobs()) == (0, 1)


def test_a_long_queue_is_no_loss(picture):
    Picture.objects.update(queued_at=LONG_AGO)
    enqueue([picture.pk])

    assert (sweep(), known_jobs()) == (0, 1)


def test_messages_of_other_tasks_and_running_pictures_do_not_hide_a_loss(send):
    lost, running = send().upload.pictures.get(), send().upload.pictures.get()
    Picture.claim(running.pk)
    Picture.objects.filter(pk=lost.pk).update(queued_at=LONG_AGO)
    handed_out: dict[Any, Any] = {
        "1": '["uploads.tasks.sweep_forgotten"]',
        "2": '["uploads.tasks.process_picture"]',
    }
    redis_client().hset("unacked", mapping=handed_out)

    assert sweep() == 1


def test_a_picture_just_queued_is_left_alone(picture):
    assert sweep() == 0


def test_a_picture_whose_worker_was_killed_is_queued_again(picture):
    Picture.claim(picture.pk)
    Picture.objects.update(started_at=LONG_AGO)

    assert sweep() == 1
    assert Picture.objects.get().state == "queued"


def test_a_picture_still_being_worked_on_is_left_alone(picture):
    Picture.claim(picture.pk)

    assert sweep() == 0
    assert Picture.objects.get().state == "running"


def test_after_the_last_attempt_it_fails_instead(picture):
    Picture.claim(picture.pk)
    Picture.objects.update(started_at=LONG_AGO, attempts=settings.MAX_ATTEMPTS_PER_PICTURE)

    assert sweep() == 0
    failed = Picture.objects.get()
    assert (failed.state, failed.error_code) == ("failed", "processing_failed")


def test_without_redis_the_sweep_waits_for_better_times(picture, monkeypatch):
    Picture.objects.update(queued_at=LONG_AGO)

    def away():
        raise recovery.RedisError("away")

    monkeypatch.setattr(recovery, "known_jobs", away)

    assert sweep() == 0


def test_the_command_says_what_it_did(picture, capsys):
    Picture.objects.update(queued_at=LONG_AGO)

    call_command("sweep")

    assert capsys.readouterr().out == "1 pictures queued again\n"
