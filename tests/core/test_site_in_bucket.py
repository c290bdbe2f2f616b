"""The whole site with its pictures in a bucket, against the emulator of Google Cloud Storage."""

import pytest
import requests
from django.core.checks import run_checks
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from processing.recipe import Recipe
from tests.core.buckets import options
from tests.responses import body_of
from uploads.intake import submit
from uploads.models import Upload
from uploads.removal import remove
from uploads.tasks import process_picture


@pytest.fixture
def site_in_bucket(settings, bucket):
    """The whole application on the bucket."""
    backend = {"BACKEND": "core.storage.PrivateBucket", "OPTIONS": options()}
    settings.STORAGES = {**settings.STORAGES, "default": backend}


@pytest.fixture
def send_face(db, face_jpeg):
    def send():
        file = SimpleUploadedFile("face.jpg", face_jpeg)
        return submit([file], Recipe.parse([{"op": "faces"}]), 3600).upload

    return send


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
        "BACKEND": "core.storage.PrivateBucket",
        "OPTIONS": options(bucket_name="no-such-bucket"),
    }
    settings.STORAGES = {**settings.STORAGES, "default": backend}

    (error,) = run_checks(tags=["storage"], include_deployment_checks=True)

    assert error.msg.startswith("could not write to the bucket no-such-bucket (GS_BUCKET_NAME)")
    assert "there is no bucket of this name" in error.msg


def test_the_deployment_check_knows_the_disk_too():
    assert run_checks(tags=["storage"], include_deployment_checks=True) == []
