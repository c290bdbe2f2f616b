"""The row is the truth about a picture's job: who may work on it, and whose outcome counts."""

import os
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from core.process_identity import this_machine
from core.tokens import hash_of, new_slug
from processing.outcome import Encoded, Outcome
from uploads.models import OrphanedFile, Picture, Upload
from uploads.orphaned_file import TooLate, mark_pending

OUTCOME = Outcome(Encoded(b"", ".jpg", "image/jpeg"), 4, 3, [], was_animated=False)


def test_a_queued_picture_can_be_claimed_once(picture):
    first, second = Picture.claim(picture.pk), Picture.claim(picture.pk)

    assert first is not None
    assert second is None
    assert (first.attempts, Picture.objects.get().state) == (1, "running")


def end_lease():
    Picture.objects.update(due_at=timezone.now() - timedelta(seconds=1))


def test_a_running_picture_can_be_taken_over_once_its_lease_is_over(picture):
    Picture.claim(picture.pk)
    end_lease()

    heir = Picture.claim(picture.pk)

    assert heir is not None
    assert heir.attempts == 2


def test_a_picture_whose_process_was_killed_on_this_machine_can_be_taken_over_at_once(picture):
    Picture.claim(picture.pk)
    Picture.objects.update(claimed_by=f"{this_machine()} {os.getpid()} 7")

    assert Picture.claim(picture.pk).attempts == 2


def test_a_run_that_lost_its_turn_records_nothing_and_leaves_no_result(picture):
    late = Picture.claim(picture.pk)
    end_lease()
    heir = Picture.claim(picture.pk)
    for name in ("late.jpg", "heir.jpg"):
        mark_pending([name])
        default_storage.save(name, ContentFile(b"x"))

    assert late.finish("late.jpg", OUTCOME) is False
    assert late.fail("damaged") is False
    assert heir.finish("heir.jpg", OUTCOME) is True
    assert Picture.objects.get().result == "heir.jpg"
    assert [default_storage.exists(name) for name in ("late.jpg", "heir.jpg")] == [False, True]
    assert not OrphanedFile.objects.exists()
    default_storage.delete("heir.jpg")


def test_a_result_that_took_too_long_to_store_is_not_recorded(picture):
    claimed = Picture.claim(picture.pk)
    mark_pending(["slow.jpg"])
    OrphanedFile.objects.update(due_at=timezone.now() + timedelta(seconds=5))

    with pytest.raises(TooLate):
        claimed.finish("slow.jpg", OUTCOME)

    assert Picture.objects.get().state == "running"


def test_a_finished_picture_is_neither_claimed_nor_failed_again(picture):
    claimed = Picture.claim(picture.pk)
    mark_pending(["result.jpg"])
    claimed.finish("result.jpg", OUTCOME)
    end_lease()

    assert Picture.claim(picture.pk) is None
    assert claimed.fail("damaged") is False
    assert Picture.objects.get().state == "done"


def test_a_picture_that_kills_its_workers_fails_after_the_last_attempt(picture):
    for _ in range(Picture.max_attempts):
        assert Picture.claim(picture.pk) is not None
        end_lease()

    assert Picture.claim(picture.pk) is None
    failed = Picture.objects.get()
    assert (failed.state, failed.error_code) == ("failed", "processing_failed")


def test_nobody_works_on_what_has_expired(picture):
    Upload.objects.update(expires_at=timezone.now() - timedelta(1))

    assert Picture.claim(picture.pk) is None


def test_what_is_put_back_can_be_claimed_again_and_keeps_count(picture):
    Picture.claim(picture.pk).put_back(timedelta(0))

    assert Picture.claim(picture.pk).attempts == 2


def test_an_unknown_picture_is_nothing_to_do(db):
    assert Picture.claim(12345) is None


def test_slugs_are_long_random_and_unlike_each_other():
    slugs = [new_slug() for _ in range(200)]

    assert len(set(slugs)) == 200
    assert all(len(slug) == 22 for slug in slugs)
    for position in range(21):  # the last character carries two bits only
        assert len({slug[position] for slug in slugs}) > 30


def test_a_link_tells_nothing_of_the_files_the_token_or_another_link(send):
    first, second = send(), send()

    for one, other in ((first, second), (second, first)):
        secrets = [one.upload.folder, one.delete_token, one.upload.delete_token_hash]
        assert one.upload.slug not in "".join(secrets)
        assert one.upload.slug != other.upload.slug
        assert one.delete_token != other.delete_token


def test_only_the_hash_of_the_delete_token_is_kept(send):
    submission = send()

    row = Upload.objects.values().get()

    assert submission.delete_token not in str(row)
    assert row["delete_token_hash"] == hash_of(submission.delete_token)
    assert submission.upload.accepts_delete_token(submission.delete_token)
    assert not submission.upload.accepts_delete_token(submission.upload.slug)
