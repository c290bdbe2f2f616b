"""A picture's job while storage or the database is away, and a result that nobody records."""

import pytest
from django.core.files.storage import default_storage
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from core import stored_files
from uploads import rendering
from uploads.models import OrphanedFile, Picture
from uploads.tasks import process_picture, remove_orphans


@pytest.mark.django_db(transaction=True)
def test_storage_trouble_that_lasts_fails_the_picture_after_the_last_attempt(picture, monkeypatch):
    def broken(*_args):
        raise stored_files.StorageTrouble("gone fishing")

    monkeypatch.setattr(rendering, "read_original", broken)
    for _attempt in range(Picture.max_attempts):
        process_picture(picture.pk)

    picture.refresh_from_db()
    assert (picture.state, picture.error_code) == ("failed", "storage")
    assert picture.attempts == Picture.max_attempts


@pytest.mark.django_db(transaction=True)
def test_storage_that_recovers_loses_nothing(picture, monkeypatch):
    read, troubles = rendering.read_original, iter([stored_files.StorageTrouble("not yet")])

    def breaks_once(picture, target):
        for trouble in troubles:
            raise trouble
        read(picture, target)

    monkeypatch.setattr(rendering, "read_original", breaks_once)
    process_picture(picture.pk)
    process_picture(picture.pk)

    picture.refresh_from_db()
    assert (picture.state, picture.attempts) == ("done", 2)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_a_database_that_is_away_for_a_moment_fails_no_picture(picture, monkeypatch, error):
    def away(*_args):
        raise error("the connection is closed")

    with monkeypatch.context() as patch:
        patch.setattr(rendering, "mark_pending", away)
        process_picture(picture.pk)
    picture.refresh_from_db()
    assert (picture.state, picture.attempts) == ("queued", 1)

    process_picture(picture.pk)

    picture.refresh_from_db()
    assert (picture.state, picture.attempts) == ("done", 2)


@pytest.mark.django_db(transaction=True)
def test_a_result_that_cannot_be_recorded_is_named_for_removal(picture, monkeypatch, empty_redis):
    def away(*_args, **_fields):
        raise OperationalError("the connection is closed")

    with monkeypatch.context() as patch:
        patch.setattr(Picture, "record", away)
        process_picture(picture.pk)

    (orphan,) = OrphanedFile.objects.values_list("path", flat=True)
    assert default_storage.exists(orphan)
    OrphanedFile.objects.update(due_at=timezone.now())
    remove_orphans()
    assert not default_storage.exists(orphan)
