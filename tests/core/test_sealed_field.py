"""What is written down as a camera's source shows itself nowhere."""

import logging
import traceback

import pytest
from django.db import connection

from cameras.models import Camera
from core.sealed_field import UnreadableError, seal, unseal

SOURCE = "rtsp://admin:geheim@10.0.0.5/live"


@pytest.fixture
def stored(db):
    Camera.objects.create(slug="yard", source=SOURCE)
    return Camera.objects.get(slug="yard")


def test_it_works(stored):
    assert stored.source == SOURCE


def test_the_database_holds_no_word_of_it(stored):
    with connection.cursor() as cursor:
        cursor.execute("select source from cameras_camera where slug = 'yard'")
        (kept,) = cursor.fetchone()

    assert "geheim" not in kept
    assert "10.0.0.5" not in kept
    assert seal(SOURCE) != kept


def test_another_secret_key_reads_nothing_and_the_page_still_opens(stored, settings):
    token = seal(SOURCE)
    settings.SECRET_KEY = "another"  # noqa: S105  (made up)

    assert Camera.objects.get(slug="yard").source == ""
    with pytest.raises(UnreadableError):
        unseal(token)


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
