"""Deleted or expired is gone: the page at once, rows and files as soon as storage lets go."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.utils import timezone

from core.stored_files import StorageTrouble
from tests.uploads.test_models import OUTCOME
from uploads.models import OrphanedFile, Picture, Upload
from uploads.orphan_removal import delete_due_orphans
from uploads.orphaned_file import mark_orphaned
from uploads.removal import purge, remove
from uploads.tasks import process_picture


@pytest.fixture
def done(picture):
    process_picture(picture.pk)
    picture.refresh_from_db()
    return picture


def test_removing_takes_rows_original_result_and_folder(done):
    upload = done.upload

    remove(upload)

    assert not Upload.objects.exists()
    for key in (done.original, done.result, upload.folder):
        assert not default_storage.exists(key)


def test_files_that_no_row_knows_go_as_well(done):
    orphan = default_storage.save(f"{done.upload.folder}/1-result-7.jpg", ContentFile(b"x"))

    remove(done.upload)

    assert not default_storage.exists(orphan)


def test_purging_takes_what_expired_and_leaves_the_rest(send):
    old, new = send().upload, send().upload
    Upload.objects.filter(pk=old.pk).update(expires_at=timezone.now() - timedelta(seconds=1))

    assert purge() == 1

    assert list(Upload.objects.all()) == [new]
    assert not default_storage.exists(old.pictures.model(number=1).original or old.folder)


def test_a_deleted_upload_takes_no_result_any_more(picture):
    claimed = Picture.claim(picture.pk)
    remove(picture.upload)

    assert claimed.finish("late.jpg", OUTCOME) is False


def test_the_longest_expired_go_first(send, monkeypatch):
    new, old = send().upload, send().upload
    for upload, days in ((new, 1), (old, 2)):
        Upload.objects.filter(pk=upload.pk).update(expires_at=timezone.now() - timedelta(days))
    gone: list[str] = []
    monkeypatch.setattr("uploads.orphan_removal.discard_folder", gone.append)

    purge()

    assert gone == [old.folder, new.folder]


def test_folders_that_storage_does_not_let_go_hold_up_no_others(db, monkeypatch):
    def refuses(folder):
        if folder != "good":
            raise StorageTrouble("not now")

    monkeypatch.setattr("uploads.orphan_removal.discard_folder", refuses)
    mark_orphaned([f"{number}/" for number in range(300)])
    mark_orphaned(["good/"])

    assert delete_due_orphans(within_s=5) == 1

    assert OrphanedFile.objects.count() == 300
    assert OrphanedFile.objects.filter(due_at__gt=timezone.now()).count() == 300


def test_what_a_killed_web_process_left_is_cleared_after_an_hour(db, settings):
    old, new = (Path(settings.FILE_UPLOAD_TEMP_DIR, name) for name in ("old", "new"))
    old.touch()
    new.touch()
    os.utime(old, (0, 0))

    purge()

    assert (old.exists(), new.exists()) == (False, True)
    new.unlink()


def test_what_storage_does_not_let_go_is_tried_again(done, monkeypatch):
    def refuses(_key):
        raise PermissionError("not now")

    with monkeypatch.context() as patch:
        patch.setattr(default_storage, "delete", refuses, raising=False)
        remove(done.upload)
    assert not Upload.objects.exists()
    assert default_storage.exists(done.original)

    purge()

    assert not default_storage.exists(done.original)
    assert not OrphanedFile.objects.exists()


def test_the_command_says_what_it_did(send, capsys):
    send()
    Upload.objects.update(expires_at=timezone.now())

    call_command("purge")

    assert capsys.readouterr().out == "1 uploads removed\n0 recordings removed\n"
