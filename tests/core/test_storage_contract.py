"""What every private bucket does, whatever it speaks: Google's emulator and moto's server."""

import pytest
import requests
from django.core.checks import run_checks
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from core.s3_storage import PrivateS3Bucket
from core.sealed_files import CHUNK_BYTES
from core.storage import PrivateBucket
from processing.recipe import Recipe
from tests.core import buckets, s3
from tests.responses import body_of
from tests.uploads.originals import change, original_of, stored
from uploads.intake import submit
from uploads.models import Upload
from uploads.removal import remove
from uploads.tasks import process_picture


@pytest.fixture(params=["google", "s3"])
def backend(request, monkeypatch):
    """The class of the storage, and its options for the bucket `pictures`."""
    if request.param == "google":
        monkeypatch.setenv("STORAGE_EMULATOR_HOST", request.getfixturevalue("emulator"))
        return "core.storage.PrivateBucket", buckets.options()
    return "core.s3_storage.PrivateS3Bucket", s3.options(request.getfixturevalue("s3_address"))


@pytest.fixture
def bucket(backend):
    name, options = backend
    return (PrivateS3Bucket if "s3" in name else PrivateBucket)(**options)


@pytest.fixture
def site_in_bucket(settings, backend):
    """The whole application on the bucket."""
    name, options = backend
    settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": name, "OPTIONS": options}}


def test_what_is_saved_can_be_opened_listed_and_deleted(bucket):
    bucket.save("saved/one", ContentFile(b"picture"))

    assert bucket.open("saved/one").read() == b"picture"
    assert bucket.exists("saved/one")
    assert bucket.size("saved/one") == 7
    assert bucket.listdir("saved") == ([], ["one"])
    bucket.delete("saved/one")
    assert not bucket.exists("saved/one")


def test_deleting_twice_is_no_error(bucket):
    bucket.delete("folder/nothing")
    bucket.delete("folder")


def test_a_missing_object_is_a_missing_file(bucket):
    with pytest.raises(FileNotFoundError):
        bucket.open("folder/nothing")


def test_the_whole_journey_goes_through_the_bucket(db, site_in_bucket, client, face_jpeg):
    file = SimpleUploadedFile("face.jpg", face_jpeg)
    upload = submit([file], Recipe.parse([{"op": "faces"}]), 3600).upload
    process_picture(upload.pictures.get().pk)

    response = client.get(f"/r/{upload.slug}/1/result")
    assert response.status_code == 302
    assert requests.get(response["Location"], timeout=10).content.startswith(b"\xff\xd8")
    assert body_of(client.get(f"/r/{upload.slug}/pictures.zip")).startswith(b"PK")

    remove(upload)
    assert not Upload.objects.exists()
    assert default_storage.listdir(upload.folder) == ([], [])


def test_the_deployment_check_tries_everything(site_in_bucket):
    assert run_checks(tags=["storage"], include_deployment_checks=True) == []


def test_nothing_of_an_original_lies_in_the_bucket_and_what_is_changed_there_is_refused(
    db, site_in_bucket, face_jpeg
):
    picture = sent(face_jpeg)
    in_bucket = stored(picture)
    starts = range(1000, len(face_jpeg) - 24, 1000)

    assert [at for at in starts if face_jpeg[at : at + 24] in in_bucket] == []
    assert original_of(picture) == face_jpeg

    change(picture, in_bucket[:-1])
    process_picture(picture.pk)
    picture.refresh_from_db()
    assert (picture.state, picture.error_code) == ("failed", "damaged")


def test_a_large_original_goes_through_the_bucket_in_chunks(db, site_in_bucket, jpeg):
    large = jpeg + bytes(3 * CHUNK_BYTES)

    picture = sent(large)

    assert default_storage.size(picture.original) == len(large) + 7 + 4 * 16
    assert original_of(picture) == large


def sent(content):
    file = SimpleUploadedFile("face.jpg", content)
    return submit([file], Recipe.parse([{"op": "grayscale"}]), 3600).upload.pictures.get()
