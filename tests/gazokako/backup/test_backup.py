"""`manage.py backup` and `restore`: rows and files come back as they were."""

from itertools import chain
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command

from cameras.models import Camera, PendingRecording
from gazokako.backup.rows import tables
from recordings.models import Recording
from uploads.models import ClipSearch, Picture, Upload

pytestmark = pytest.mark.django_db(transaction=True)


def files_of(folder: Path) -> dict[str, bytes]:
    files = (file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def all_rows() -> dict[str, list[str]]:
    """Every row of the site as it is stored."""
    found = {table.name: list(chain(*table.parts())) for table in tables()}
    return {table: rows for table, rows in found.items() if rows}


@pytest.fixture
def backup(tmp_path) -> str:
    return str(tmp_path / "backup.tar")


def test_every_row_and_file_comes_back(backup, upload, recording, media, lose_everything):
    get_user_model().objects.create_superuser("staff", password="secret")
    Camera.objects.filter(slug="door").update(source="mjpeg:http://me:password@10.0.0.9/")
    ClipSearch.objects.create(clip=upload.pictures.get(number=2), content=bytes(range(256)))
    rows, files = all_rows(), files_of(media)

    call_command("backup", backup)
    new = lose_everything()
    call_command("restore", backup)

    assert all_rows() == rows
    assert len(files) == 5
    assert files_of(new) == files
    assert bytes(ClipSearch.objects.get().content) == bytes(range(256))
    assert Camera.objects.get(slug="door").source == "mjpeg:http://me:password@10.0.0.9/"


def test_rows_made_after_a_restore_get_new_ids(backup, upload, lose_everything):
    call_command("backup", backup)
    lose_everything()
    call_command("restore", backup)

    later = Upload.objects.create(recipe=[], expires_at=upload.expires_at)

    assert later.pk > upload.pk


def test_neither_passwords_nor_the_secret_key_are_in_a_backup(backup, camera, settings):
    Camera.objects.filter(pk=camera.pk).update(source="mjpeg:http://me:pass-word@10.0.0.9/")

    call_command("backup", backup)

    content = Path(backup).read_bytes()
    assert b"cameras.camera" in content
    assert b"pass-word" not in content
    assert settings.SECRET_KEY.encode() not in content
    assert Path(backup).stat().st_mode & 0o077 == 0


def test_an_upload_deleted_while_the_backup_is_made_is_left_out(backup, upload, lose_everything):
    default_storage.delete(upload.pictures.get(number=1).original)

    call_command("backup", backup)
    lose_everything()
    call_command("restore", backup)

    assert not Upload.objects.exists()


def test_a_result_replaced_while_the_backup_is_made_is_made_again(backup, upload, lose_everything):
    default_storage.delete(upload.pictures.get(number=1).result)

    call_command("backup", backup)
    lose_everything()
    call_command("restore", backup)

    assert [(one.state, one.result) for one in Picture.objects.all()] == [("queued", "")] * 2


@pytest.mark.parametrize("is_deleted", [False, True])
def test_without_its_original_a_picture_comes_back_as_long_as_it_has_its_result(
    backup, upload, lose_everything, is_deleted
):
    """With REMOVE_ORIGINALS=when-ended; what lost its result besides was deleted."""
    done = upload.pictures.get(number=1)
    Picture.objects.filter(pk=done.pk).update(original="")
    for key in [done.original, done.result][: 1 + is_deleted]:
        default_storage.delete(key)

    call_command("backup", backup)
    lose_everything()
    call_command("restore", backup)

    assert Upload.objects.exists() == (not is_deleted)


def test_a_recording_deleted_while_the_backup_is_made_is_left_out(
    backup, recording, lose_everything
):
    default_storage.delete(recording.image)

    call_command("backup", backup)
    lose_everything()
    call_command("restore", backup)

    assert not Recording.objects.exists()


def test_a_picture_that_ends_while_the_backup_is_made_is_in_it(
    backup, upload, lose_everything, monkeypatch
):
    """Its original may go with its end, and of the result rows of a moment before know nothing."""
    queued = upload.pictures.get(number=2)
    monkeypatch.setattr(
        "gazokako.backup.making.tables",
        lambda: default_storage.delete(queued.original) or tables(),
    )

    call_command("backup", backup)
    lose_everything()
    call_command("restore", backup)

    assert default_storage.exists(Picture.objects.get(number=2).original)


def test_a_thumbnail_comes_back(backup, upload, lose_everything):
    thumbnail = default_storage.save(f"{upload.folder}/1-thumbnail", ContentFile(b"small"))
    Picture.objects.filter(number=1).update(thumbnail=thumbnail)

    call_command("backup", backup)
    lose_everything()
    call_command("restore", backup)

    assert Picture.objects.get(number=1).state == "done"
    assert default_storage.open(thumbnail).read() == b"small"


def test_a_picture_that_is_kept_while_the_backup_is_made_is_in_it(
    backup, camera, jpeg, lose_everything, monkeypatch
):
    """Its file goes once there is a recording, which rows of a moment before do not know."""
    pending = PendingRecording.objects.create(camera=camera, key="1", details={})
    default_storage.save(pending.content, ContentFile(jpeg))
    monkeypatch.setattr(
        "gazokako.backup.making.tables",
        lambda: default_storage.delete(pending.content) or tables(),
    )

    call_command("backup", backup)
    lose_everything()
    call_command("restore", backup)

    assert default_storage.open(PendingRecording.objects.get().content).read() == jpeg
