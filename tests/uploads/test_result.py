"""Results are served; originals never."""

import io
import zipfile

import pytest
from django.core.files.storage import default_storage

from tests.responses import body_of
from uploads.models import Picture
from uploads.tasks import process_picture


@pytest.fixture
def done(send, jpeg):
    upload = send({"a.jpg": jpeg, "b.jpg": jpeg}).upload
    for picture in upload.pictures.all():
        process_picture(picture.pk)
    return upload


def stored(picture: Picture) -> bytes:
    with default_storage.open(picture.result) as file:
        return file.read()


def test_a_result_is_shown_as_what_it_is(client, done):
    response = client.get(f"/r/{done.slug}/1/result")

    content = body_of(response)
    assert content == stored(done.pictures.get(number=1))
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Length"] == str(len(content))
    assert response["Content-Disposition"] == 'inline; filename="a-gazokako.jpg"'


def test_a_result_can_be_saved(client, done):
    response = client.get(f"/r/{done.slug}/1/result?download")

    assert response["Content-Disposition"] == 'attachment; filename="a-gazokako.jpg"'


def test_a_result_is_neither_stored_indexed_nor_run(client, done):
    response = client.get(f"/r/{done.slug}/1/result")

    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_all_results_come_in_one_zip(client, done):
    response = client.get(f"/r/{done.slug}/pictures.zip")

    archive = zipfile.ZipFile(io.BytesIO(body_of(response)))
    assert archive.namelist() == ["01-a-gazokako.jpg", "02-b-gazokako.jpg"]
    assert archive.read("02-b-gazokako.jpg") == stored(done.pictures.get(number=2))


@pytest.mark.parametrize("tail", ["1/result", "pictures.zip"])
def test_before_anything_is_done_there_is_nothing_to_fetch(client, send, tail):
    assert client.get(f"/r/{send().upload.slug}/{tail}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/r/{slug}/3/result",
        "/r/{slug}/0/result",
        "/r/{slug}/1/original",
        "/media/{original}",
        "/{original}",
        "/r/{slug}/../../{original}",
    ],
)
def test_no_address_leads_to_an_original(client, done, path):
    original = done.pictures.get(number=1).original

    assert client.get(path.format(slug=done.slug, original=original)).status_code == 404


def test_a_result_deleted_under_the_visitors_eyes_is_not_found(client, done):
    first = done.pictures.get(number=1)
    default_storage.delete(first.result)

    assert client.get(f"/r/{done.slug}/1/result").status_code == 404
    archive = zipfile.ZipFile(io.BytesIO(body_of(client.get(f"/r/{done.slug}/pictures.zip"))))
    assert len(archive.read("02-b-gazokako.jpg")) > 0


def test_a_result_can_be_asked_about_without_its_body(client, done):
    assert client.head(f"/r/{done.slug}/1/result").status_code == 200
    assert client.head(f"/r/{done.slug}/").status_code == 200


def test_one_uploads_link_does_not_open_anothers_pictures(client, done, send):
    assert client.get(f"/r/{send().upload.slug}/1/result").status_code == 404
