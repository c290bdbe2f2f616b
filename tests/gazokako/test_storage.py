"""Pictures in a bucket, against the emulator of Google Cloud Storage."""

import io
import json
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.core.checks import run_checks
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from gcp_storage_emulator.server import create_server
from google.auth.credentials import AnonymousCredentials

from gazokako.credentials import credentials_from
from gazokako.storage import PrivateBucket, StorageUnavailableError
from processing.recipe import Recipe
from tests.processes import free_port
from tests.responses import body_of
from uploads.door import accept
from uploads.models import Upload
from uploads.removal import remove
from uploads.tasks import process_picture


@pytest.fixture(scope="module")
def emulator():
    """The address of an emulator with one bucket, `pictures`."""
    port = free_port()
    server = create_server("127.0.0.1", port, in_memory=True, default_bucket="pictures")
    server.start()
    yield f"http://127.0.0.1:{port}"
    server.stop()


def options(**changed):
    return {
        "bucket_name": "pictures",
        "project_id": "emulated",
        "credentials": AnonymousCredentials(),
        "querystring_auth": False,
        **changed,
    }


@pytest.fixture
def bucket(emulator, monkeypatch):
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", emulator)
    return PrivateBucket(**options())


@pytest.fixture
def site_in_bucket(settings, bucket):
    """The whole application on the bucket."""
    backend = {"BACKEND": "gazokako.storage.PrivateBucket", "OPTIONS": options()}
    settings.STORAGES = {**settings.STORAGES, "default": backend}


@pytest.fixture
def send_face(db, face_jpeg):
    def send():
        file = SimpleUploadedFile("face.jpg", face_jpeg)
        return accept([file], Recipe.parse([{"op": "faces"}]), 3600).upload

    return send


def test_an_address_is_signed_for_ten_minutes_and_one_way_of_showing(service_account_key):
    credentials = credentials_from(json.dumps(service_account_key))
    bucket = PrivateBucket(
        **options(credentials=credentials, querystring_auth=True, expiration=600)
    )

    address = bucket.signed_address("folder/one", "image/png", 'inline; filename="a.png"')

    query = parse_qs(urlsplit(address).query)
    assert query["X-Goog-Expires"] == ["600"]
    assert query["response-content-type"] == ["image/png"]
    assert query["response-content-disposition"] == ['inline; filename="a.png"']
    assert len(query["X-Goog-Signature"][0]) > 100


def test_what_is_saved_can_be_opened_listed_and_deleted(bucket):
    bucket.save("folder/one", ContentFile(b"picture"))

    assert bucket.open("folder/one").read() == b"picture"
    assert bucket.exists("folder/one")
    assert bucket.listdir("folder") == ([], ["one"])
    bucket.delete("folder/one")
    assert not bucket.exists("folder/one")


def test_deleting_twice_is_no_error(bucket):
    bucket.delete("folder/nothing")
    bucket.delete("folder")


def test_a_missing_object_is_a_missing_file(bucket):
    with pytest.raises(FileNotFoundError):
        bucket.open("folder/nothing")


def test_a_large_file_arrives_whole(bucket):
    content = bytes(range(256)) * 40_000

    bucket.save("large", File(io.BytesIO(content), name="large"))

    assert bucket.open("large").read() == content


def test_a_bucket_that_does_not_exist_fails_like_a_disk(emulator, monkeypatch):
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", emulator)

    with pytest.raises(OSError, match="no-such-bucket"):
        PrivateBucket(**options(bucket_name="no-such-bucket")).save("x", ContentFile(b"x"))


def test_an_unreachable_service_fails_like_a_disk(monkeypatch):
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", f"http://127.0.0.1:{free_port()}")
    monkeypatch.setattr("gazokako.storage.RETRY", None)

    with pytest.raises(StorageUnavailableError):
        PrivateBucket(**options()).save("x", ContentFile(b"x"))


def test_the_whole_journey_goes_through_the_bucket(site_in_bucket, client, send_face):
    upload = send_face()
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


def test_the_deployment_check_names_the_bucket_it_cannot_use(settings, bucket):
    backend = {
        "BACKEND": "gazokako.storage.PrivateBucket",
        "OPTIONS": options(bucket_name="no-such-bucket"),
    }
    settings.STORAGES = {**settings.STORAGES, "default": backend}

    (error,) = run_checks(tags=["storage"], include_deployment_checks=True)

    assert error.msg.startswith("could not write to the bucket no-such-bucket (GS_BUCKET_NAME)")
    assert "there is no bucket of this name" in error.msg


def test_the_deployment_check_knows_the_disk_too():
    assert run_checks(tags=["storage"], include_deployment_checks=True) == []
