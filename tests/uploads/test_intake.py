"""What is let in, what is turned away, and that nothing stays of the latter."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import OperationalError

from processing.recipe import Recipe
from processing.refusal import Refused
from tests.uploads.originals import original_of
from uploads.intake import AllRefused, submit
from uploads.models import OrphanedFile, Picture, Upload
from uploads.orphaned_file import TooLate

RECIPE = Recipe.parse([{"op": "grayscale"}])


def stored_folders() -> set[str]:
    media = Path(settings.DATA_DIR, "media")
    return {folder.name for folder in media.iterdir()} if media.exists() else set()


def test_a_good_picture_becomes_rows_and_a_stored_original(send, jpeg):
    upload = send({"photo.jpg": jpeg}).upload

    picture = upload.pictures.get()
    assert (picture.number, picture.name, picture.state) == (1, "photo.jpg", "queued")
    assert original_of(picture) == jpeg


def test_one_bad_file_among_three_does_not_lose_the_good_ones(send, jpeg):
    upload = send({"a.jpg": jpeg, "b.jpg": b"hello", "c.jpg": jpeg}).upload

    assert [(p.number, p.name) for p in upload.pictures.all()] == [(1, "a.jpg"), (2, "c.jpg")]
    assert upload.refused == [{"name": "b.jpg", "code": "unsupported_type"}]


def test_when_all_are_bad_the_first_ones_code_stands_and_nothing_stays(send, jpeg):
    before = stored_folders()

    with pytest.raises(AllRefused) as refusal:
        send({"half.jpg": jpeg[: len(jpeg) // 2], "text.jpg": b"hello"})

    assert refusal.value.code == "damaged"
    assert [file.code for file in refusal.value.files] == ["damaged", "unsupported_type"]
    assert (Upload.objects.count(), stored_folders()) == (0, before)


@pytest.mark.parametrize(
    ("count", "code"), [(0, "empty_file"), (settings.MAX_FILES_PER_UPLOAD + 1, "too_many_files")]
)
def test_the_number_of_files_is_bounded(db, jpeg, count, code):
    files = [SimpleUploadedFile(f"{n}.jpg", jpeg) for n in range(count)]

    with pytest.raises(Refused) as refusal:
        submit(files, RECIPE, 3600)

    assert refusal.value.code == code


def test_pictures_are_bounded_together_whatever_room_a_request_has_for_clips(db, jpeg, settings):
    settings.MAX_PICTURE_BYTES_PER_REQUEST = 3 * len(jpeg) - 1

    def files(number):
        return [SimpleUploadedFile(f"{n}.jpg", jpeg) for n in range(number)]

    with pytest.raises(Refused) as refusal:
        submit(files(3), RECIPE, 3600)

    assert refusal.value.code == "too_much_at_once"
    assert submit(files(2), RECIPE, 3600).upload.pictures.count() == 2


@pytest.mark.parametrize("expires_in_s", [0, 59, 2_592_001])
def test_a_lifetime_out_of_range_is_refused(send, expires_in_s):
    with pytest.raises(Refused) as refusal:
        send(expires_in_s=expires_in_s)

    assert refusal.value.code == "invalid_request"


def test_a_file_on_disk_is_judged_there_and_sealed_from_there(db, jpeg):
    file = TemporaryUploadedFile("photo.jpg", "image/jpeg", len(jpeg), None)
    file.write(jpeg)
    file.flush()

    upload = submit([file], RECIPE, 3600).upload
    file.close()

    assert original_of(upload.pictures.get()) == jpeg
    assert not list(Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir())


def test_a_file_past_the_limit_is_refused_by_its_size(settings, send, jpeg):
    settings.PICTURE_LIMITS = settings.PICTURE_LIMITS.__class__(max_bytes=100)

    with pytest.raises(Refused) as refusal:
        send({"photo.jpg": jpeg})

    assert refusal.value.code == "file_too_large"


def test_when_storage_fails_nothing_is_acknowledged_and_nothing_stays(send, jpeg, monkeypatch):
    keep, folders = default_storage.save, stored_folders()

    def breaks_at_the_second(name, content):
        if "2-original" in name:
            raise OSError("no space left on device")
        return keep(name, content)

    monkeypatch.setattr(default_storage, "save", breaks_at_the_second, raising=False)
    with pytest.raises(Refused) as refusal:
        send({"a.jpg": jpeg, "b.jpg": jpeg})

    assert refusal.value.code == "storage"
    assert (Picture.objects.count(), stored_folders()) == (0, folders)


def test_originals_are_named_for_removal_until_the_rows_have_them(send, monkeypatch):
    """A web process that is killed in between leaves nothing for good."""
    named: list[str] = []
    keep = default_storage.save

    def watched(name, content):
        named.extend(OrphanedFile.objects.values_list("path", flat=True))
        return keep(name, content)

    monkeypatch.setattr(default_storage, "save", watched, raising=False)
    upload = send().upload

    assert named == [f"{upload.folder}/"]
    assert not OrphanedFile.objects.exists()


@pytest.mark.parametrize("own", [TooLate, OperationalError])
def test_when_the_rows_cannot_be_made_nothing_stays(send, monkeypatch, own):
    def fails(_paths):
        raise own("not now")

    folders = stored_folders()
    monkeypatch.setattr("uploads.intake.own", fails)
    with pytest.raises((Refused, OperationalError)):
        send()

    assert (Upload.objects.count(), stored_folders()) == (0, folders)


def test_messages_are_sent_only_after_the_rows_are_committed(
    send, jpeg, monkeypatch, django_capture_on_commit_callbacks
):
    woken: list[int] = []
    monkeypatch.setattr("uploads.intake.wake", lambda _task, times: woken.append(times))

    with django_capture_on_commit_callbacks(execute=True):
        send({"a.jpg": jpeg, "b.jpg": jpeg})
        assert woken == []

    assert woken == [2]
