"""What lost its worker or its message is found again from the rows."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from core import job_queue, job_sweep
from core.process_identity import this_machine
from core.redis_client import redis_client
from uploads.models import Picture
from uploads.turns import NEXT_TASK, claim_next

LONG_AGO = timezone.now() - timedelta(hours=1)


TASK = Picture.task_name


def sweep():
    return job_sweep.sweep(Picture)


def messages():
    return job_queue.count_messages(TASK)


@pytest.fixture(autouse=True)
def empty_queue():
    redis_client().flushdb()
    yield
    redis_client().flushdb()


def test_a_picture_the_queue_lost_is_queued_again_once(picture):
    Picture.objects.update(due_at=LONG_AGO)

    assert (sweep(), messages()) == (1, 1)
    assert (sweep(), messages()) == (0, 1)


def test_a_long_queue_is_no_loss(picture):
    Picture.objects.update(due_at=LONG_AGO)
    job_queue.send(TASK, [picture.pk])

    assert (sweep(), messages()) == (0, 1)


def test_a_message_in_the_hands_of_a_dead_worker_does_not_hide_that_nobody_has_the_picture(send):
    lost, running = send().upload.pictures.get(), send().upload.pictures.get()
    Picture.claim(running.pk)
    Picture.objects.filter(pk=lost.pk).update(due_at=LONG_AGO)
    redis_client().hset("unacked", "1", f'["{TASK}"]')

    assert (sweep(), messages()) == (1, 1)


def test_a_picture_just_queued_is_left_alone(picture):
    assert sweep() == 0


def test_a_picture_whose_lease_is_over_is_queued_again(picture):
    Picture.claim(picture.pk)
    Picture.objects.update(due_at=LONG_AGO)

    assert sweep() == 1
    assert (Picture.objects.get().state, messages()) == ("queued", 1)


def test_a_picture_whose_process_on_this_machine_has_ended_does_not_wait_for_its_lease(picture):
    Picture.claim(picture.pk)
    Picture.objects.update(claimed_by=f"{this_machine()} 1 7")

    assert sweep() == 1


def test_while_messages_wait_the_next_one_takes_up_an_abandoned_picture(send):
    """Queued again it would wait behind all others."""
    lost = send().upload.pictures.get()
    send()
    Picture.claim(lost.pk)
    Picture.objects.filter(pk=lost.pk).update(claimed_by=f"{this_machine()} 1 7")
    job_queue.wake(NEXT_TASK)

    assert sweep() == 0
    assert claim_next() == lost


def test_of_a_process_on_another_machine_only_the_lease_tells(picture):
    Picture.claim(picture.pk)
    Picture.objects.update(claimed_by="another/1 1 7")

    assert sweep() == 0


def test_a_picture_still_being_worked_on_is_left_alone(picture):
    Picture.claim(picture.pk)

    assert sweep() == 0
    assert Picture.objects.get().state == "running"


def test_what_is_to_be_tried_later_is_queued_again_when_it_is_due(picture):
    Picture.claim(picture.pk).put_back(timedelta(seconds=2))
    assert sweep() == 0
    Picture.objects.update(due_at=LONG_AGO)

    assert (sweep(), sweep()) == (1, 0)


def test_a_lease_that_is_renewed_while_it_is_swept_is_kept(picture):
    claimed = Picture.claim(picture.pk)
    Picture.objects.update(due_at=LONG_AGO)
    (abandoned,) = Picture.abandoned(10)

    claimed.renew()

    assert not abandoned.put_back_abandoned()
    assert Picture.objects.get().state == "running"


def test_after_the_last_attempt_it_fails_instead(picture):
    Picture.claim(picture.pk)
    Picture.objects.update(due_at=LONG_AGO, attempts=Picture.max_attempts)

    assert sweep() == 0
    failed = Picture.objects.get()
    assert (failed.state, failed.error_code) == ("failed", "processing_failed")


def test_two_sweeps_at_once_send_one_message(picture, monkeypatch):
    Picture.objects.update(due_at=LONG_AGO)
    known = job_sweep.count_messages

    def overtaken(task):
        number = known(task)
        if not monkeypatch.undo():
            others.append(sweep())
        return number

    others: list[int] = []
    monkeypatch.setattr(job_sweep, "count_messages", overtaken)

    assert (sweep(), others, messages()) == (0, [1], 1)


def test_without_redis_the_sweep_waits_for_better_times(picture, monkeypatch):
    Picture.objects.update(due_at=LONG_AGO)

    def away(_task):
        raise job_sweep.RedisError("away")

    monkeypatch.setattr(job_sweep, "count_messages", away)

    assert sweep() == 0


def test_the_command_says_what_it_did(picture, capsys):
    Picture.objects.update(due_at=LONG_AGO)

    call_command("sweep")

    assert capsys.readouterr().out == "1 pictures queued again\n"
