"""Results are served; originals never."""

import io
import zipfile

import numpy as np
import pytest
from django.core.files.storage import default_storage

from processing.images import FileTraits, decode, encode
from processing.limits import Limits
from tests.responses import body_of
from uploads.models import Picture
from uploads.removal import remove
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


def test_of_a_small_result_the_preview_is_the_result_itself(client, done):
    response = client.get(f"/r/{done.slug}/1/preview")

    assert body_of(response) == stored(done.pictures.get(number=1))


@pytest.fixture
def large(send):
    """A picture of 2400 x 1200 whose result is heavy."""
    noise = np.random.default_rng(1).integers(0, 255, (1200, 2400, 3), dtype=np.uint8)
    upload = send({"large.png": encode(noise, FileTraits("PNG")).content}).upload
    process_picture(upload.pictures.get().pk)
    return upload


def test_of_a_large_result_pages_show_a_light_copy(client, large):
    response = client.get(f"/r/{large.slug}/1/preview")

    content = body_of(response)
    assert decode(content, Limits())[0].shape[:2] == (800, 1600)
    assert len(content) < len(stored(large.pictures.get())) / 4
    assert response["Content-Type"] == "image/jpeg"
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_lists_show_a_copy_that_is_smaller_still(client, large):
    response = client.get(f"/r/{large.slug}/1/thumbnail")

    assert decode(body_of(response), Limits())[0].shape[:2] == (160, 320)
    assert response["Content-Type"] == "image/jpeg"
    assert response["Cache-Control"] == "private, no-store"


def test_of_a_small_result_the_thumbnail_is_the_result_itself(client, done):
    response = client.get(f"/r/{done.slug}/1/thumbnail")

    assert body_of(response) == stored(done.pictures.get(number=1))


def test_the_copies_go_with_the_upload(large):
    keys = large.pictures.get().stored_results
    assert [default_storage.exists(key) for key in keys] == [True] * 3

    remove(large)

    assert not any(default_storage.exists(key) for key in keys)


def test_the_copies_count_as_stored(large):
    picture = large.pictures.get()

    sizes = [default_storage.size(key) for key in picture.stored_results]
    assert picture.result_bytes == sum(sizes)


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


@pytest.mark.parametrize("tail", ["1/result", "1/preview", "1/thumbnail", "pictures.zip"])
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


@pytest.mark.parametrize("tail", ["1/result", "1/result?download", "1/preview", "1/thumbnail"])
def test_who_has_a_result_already_is_not_sent_it_again(client, done, tail):
    address = f"/r/{done.slug}/{tail}"
    first = client.get(address)

    again = client.get(address, headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert again["Cache-Control"] == "private, no-store"


def test_each_result_has_a_tag_of_its_own_that_tells_no_key(client, done):
    tags = [client.get(f"/r/{done.slug}/{number}/result")["ETag"] for number in (1, 2)]

    assert tags[0] != tags[1]
    assert done.slug not in tags[0]


def test_with_another_tag_the_result_is_sent(client, done):
    response = client.get(f"/r/{done.slug}/1/result", headers={"if-none-match": '"other"'})

    assert response.status_code == 200
    assert body_of(response) == stored(done.pictures.get(number=1))
