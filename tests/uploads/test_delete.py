"""Deleting by the page: with the token, and with nothing less."""

import pytest
from django.core.files.storage import default_storage

from uploads.models import Upload


@pytest.fixture
def sent(send):
    return send()


def test_with_its_token_an_upload_is_gone_at_once(client, sent):
    original = sent.upload.pictures.get().original

    response = client.post(
        f"/r/{sent.upload.slug}/delete", {"delete_token": sent.delete_token}, follow=True
    )

    assert response.redirect_chain == [("/", 303)]
    assert b"The pictures and their link are deleted." in response.content
    assert client.get(f"/r/{sent.upload.slug}/").status_code == 404
    assert not default_storage.exists(original)


@pytest.mark.parametrize("token", ["", "wrong", "slug", "other"])
def test_without_it_nothing_happens(client, sent, send, token):
    known = {"slug": sent.upload.slug, "other": send().delete_token}

    response = client.post(
        f"/r/{sent.upload.slug}/delete", {"delete_token": known.get(token, token)}
    )

    assert response.status_code == 404
    assert Upload.objects.count() == 2


def test_a_link_alone_cannot_delete_by_being_opened(client, sent):
    response = client.get(f"/r/{sent.upload.slug}/delete")

    assert response.status_code == 200
    assert sent.delete_token not in response.content.decode()
    assert Upload.objects.count() == 1
