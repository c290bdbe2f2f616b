"""What is written down as a camera's source shows itself nowhere, and outlives a change of keys."""

import logging
import traceback

import pytest
from django.db import connection

from cameras.models import Camera
from core.secret_field import UnreadableError, decrypt, encrypt, is_unreadable

SOURCE = "rtsp://admin:geheim@10.0.0.5/live"


@pytest.fixture
def stored(db):
    Camera.objects.create(slug="yard", source=SOURCE)
    return Camera.objects.get(slug="yard")


def test_it_works(stored):
    assert stored.source == SOURCE


def kept_source():
    """The column as it is in the database."""
    with connection.cursor() as cursor:
        cursor.execute("select source from cameras_camera where slug = 'yard'")
        (kept,) = cursor.fetchone()
    return kept


def test_the_database_holds_no_word_of_it(stored):
    kept = kept_source()

    assert "geheim" not in kept
    assert "10.0.0.5" not in kept
    assert encrypt(SOURCE) != kept


def test_another_secret_key_reads_nothing_and_the_page_still_opens(stored, settings):
    token = encrypt(SOURCE)
    settings.SECRET_KEY = "another"  # noqa: S105  (made up)

    assert Camera.objects.get(slug="yard").source == ""
    with pytest.raises(UnreadableError):
        decrypt(token)


def test_what_was_tampered_with_is_not_read(stored):
    with connection.cursor() as cursor:
        cursor.execute("update cameras_camera set source = 'gAAAA' where slug = 'yard'")

    assert Camera.objects.get(slug="yard").source == ""


def test_it_is_blank_in_tracebacks_and_logs(stored, caplog):
    try:
        raise ValueError([stored.source], {"source": stored.source})
    except ValueError:
        trace = traceback.format_exc()
    logging.getLogger("x").error("%r %s", stored.source, [stored.source])

    assert "geheim" not in trace + caplog.text
    assert "…" in trace


def test_a_fallback_reads_what_it_encrypted(stored, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", ["other", settings.SECRET_KEY]

    assert Camera.objects.get().source == SOURCE


def test_the_next_save_encrypts_with_the_new_key(stored, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [settings.SECRET_KEY]

    Camera.objects.get().save()

    settings.SECRET_KEY_FALLBACKS = []
    assert Camera.objects.get().source == SOURCE


def test_without_a_fallback_saving_keeps_what_cannot_be_read(stored, settings):
    before, key = kept_source(), settings.SECRET_KEY
    settings.SECRET_KEY = "new"  # noqa: S105  (made up)

    camera = Camera.objects.get()
    assert is_unreadable(camera.source)
    camera.name = "Yard"
    camera.save()

    assert kept_source() == before
    settings.SECRET_KEY = key
    assert [(c.name, c.source) for c in Camera.objects.all()] == [("Yard", SOURCE)]


def test_what_cannot_be_read_is_replaced_by_what_is_entered(stored, settings):
    settings.SECRET_KEY = "new"  # noqa: S105  (made up)

    camera = Camera.objects.get()
    camera.source = "demo:"
    camera.save()

    assert Camera.objects.get().source == "demo:"
