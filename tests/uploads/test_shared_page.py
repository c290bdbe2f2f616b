"""What a stranger with the link is shown: the pictures, and none of the owner's words."""

import re

import pytest

from uploads.models import Picture
from uploads.tasks import process_picture


def page_of(client, upload):
    return client.get(upload.get_absolute_url()).content.decode()


@pytest.fixture
def two(send, jpeg):
    upload = send({"a.jpg": jpeg, "b.jpg": jpeg, "notes.jpg": b"text"}, [{"op": "faces"}]).upload
    for picture in upload.pictures.all():
        process_picture(picture.pk)
    return upload


def test_it_works(client, two):
    page = page_of(client, two)

    assert "Shared pictures" in page
    assert f'src="/r/{two.slug}/1/preview"' in page
    assert f'href="/r/{two.slug}/pictures.zip"' in page


def test_nothing_that_is_for_the_owner_is_told(client, two):
    page = page_of(client, two)

    for words in ("a.jpg", "notes.jpg", "face", "Hide", "Copy link", "Delete"):
        assert words not in page.split("<main")[1].split("</main>")[0]


def test_pictures_come_when_they_are_looked_at_and_move_nothing(client, two):
    images = re.findall(r'<img src="/r/[^>]+>', page_of(client, two))

    assert len(images) == 2
    for image in images:
        assert 'width="64" height="48" loading="lazy"' in image


def test_a_large_picture_takes_a_screen_at_most(client, two):
    two.pictures.filter(number=1).update(width=4000, height=3000)

    assert 'width="960" height="720"' in page_of(client, two)


def test_it_waits_for_pictures_as_the_owners_page_does(client, send):
    assert " data-renew" in page_of(client, send().upload)


def test_of_pictures_that_failed_nothing_but_that_is_told(client, send):
    upload = send().upload
    Picture.claim(upload.pictures.get().pk).fail("processing_failed")

    page = page_of(client, upload)

    assert "None of these pictures could be made." in page
    assert "time and memory" not in page
