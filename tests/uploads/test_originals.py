"""Originals lie sealed in storage: nobody reads them without the row, or puts another in place."""

import logging
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection

from core.sealed_files import BrokenSeal
from tests.uploads.originals import change, original_of, stored
from uploads.models import Clip, Picture, Upload
from uploads.removal import remove
from uploads.tasks import process_clip, process_picture

HEADER_BYTES, PIECE_BYTES = 1000, 24


def pieces(content: bytes) -> list[bytes]:
    """Parts all over a file, behind the headers that every file of its kind has."""
    starts = range(HEADER_BYTES, len(content) - PIECE_BYTES, len(content) // 50)
    found = [content[start : start + PIECE_BYTES] for start in starts]
    return [piece for piece in found if piece.strip(b"\0")]


def found(content: bytes, folder: Path) -> list[bytes]:
    """Which parts of it lie in any file of a folder."""
    files = [file.read_bytes() for file in folder.rglob("*") if file.is_file()]
    assert files
    return [piece for piece in pieces(content) if any(piece in file for file in files)]


def token_of(upload: Upload) -> str:
    """The sealed key as the database holds it."""
    with connection.cursor() as cursor:
        cursor.execute("select cipher_key from uploads_upload where id = %s", [upload.pk])
        return str(cursor.fetchone()[0])


def broken_lines(caplog) -> list[str]:
    return [record.getMessage() for record in caplog.records if "original" in record.getMessage()]


def test_nothing_of_a_picture_is_found_in_storage_before_and_after_it_is_done(send, face_jpeg):
    media = Path(settings.DATA_DIR, "media")
    upload = send({"face.jpg": face_jpeg}, [{"op": "faces"}, {"op": "blur"}]).upload
    assert found(face_jpeg, media / upload.folder) == []

    process_picture(upload.pictures.get().pk)

    assert upload.pictures.get().is_done
    assert found(face_jpeg, media / upload.folder) == []
    assert face_jpeg[:200] not in stored(upload.pictures.get())


def test_nothing_of_a_clip_is_found_in_storage(clip, film):
    process_clip(clip.pk)

    assert Clip.objects.get().is_done
    original = stored(clip)
    assert [piece for piece in pieces(film) if piece in original] == []
    assert original_of(clip) == film


def test_two_uploads_have_keys_of_their_own(send):
    one, other = send().upload, send().upload
    key, other_key = (Upload.objects.get(pk=upload.pk).cipher_key for upload in (one, other))

    assert re.fullmatch(r"[0-9a-f]{64}", key)
    assert key != other_key
    assert key not in token_of(one)
    Upload.objects.filter(pk=one.pk).update(cipher_key=other_key)
    with pytest.raises(BrokenSeal):
        original_of(Picture.objects.get(upload=one))


def test_an_original_moved_to_another_pictures_place_is_not_taken(send, jpeg, face_jpeg):
    first, second = send({"a.jpg": jpeg, "b.jpg": face_jpeg}).upload.pictures.all()

    change(first, stored(second))

    with pytest.raises(BrokenSeal):
        original_of(first)


@pytest.mark.parametrize(
    "tamper",
    [
        lambda content: content[:-1],
        lambda content: content[:-1] + bytes([content[-1] ^ 1]),
        lambda _content: b"",
        lambda content: content + b"more",
    ],
    ids=["cut off", "changed", "emptied", "lengthened"],
)
def test_a_picture_whose_original_was_tampered_with_fails_with_one_line(picture, tamper, caplog):
    change(picture, tamper(stored(picture)))

    process_picture(picture.pk)

    picture.refresh_from_db()
    assert (picture.state, picture.error_code, picture.attempts) == ("failed", "damaged", 1)
    (line,) = broken_lines(caplog)
    assert line.startswith(f"the stored original of picture {picture.pk} cannot be opened: it ")


def test_a_clip_whose_original_was_tampered_with_fails(clip):
    change(clip, stored(clip)[:-1])

    process_clip(clip.pk)

    assert Clip.objects.values_list("state", "error_code").get() == ("failed", "damaged")


def test_with_another_secret_key_the_picture_fails_and_the_log_says_why(picture, settings, caplog):
    settings.SECRET_KEY = "another"  # noqa: S105

    process_picture(picture.pk)

    picture.refresh_from_db()
    assert (picture.state, picture.error_code) == ("failed", "damaged")
    assert "unreadable with this SECRET_KEY" in broken_lines(caplog)[0]


def test_no_line_of_the_log_shows_a_key(picture, caplog):
    caplog.set_level(logging.DEBUG)
    upload = Upload.objects.get()

    process_picture(picture.pk)

    assert str.__str__(upload.cipher_key) not in caplog.text
    assert repr(upload.cipher_key) == "'…'"


@pytest.mark.django_db(transaction=True)
def test_with_the_upload_goes_the_key(send):
    """What an old backup of the bucket holds can then be read by nobody."""
    upload = send().upload
    backup = stored(upload.pictures.get())
    token = token_of(upload)

    remove(upload)

    assert not Upload.objects.exists()
    assert backup
    assert not default_storage.exists(upload.folder)
    assert token.encode() not in database()


def database() -> bytes:
    """SQLite's pages, what was deleted too; elsewhere nothing is known of them."""
    if connection.vendor != "sqlite":
        return b""
    return bytes(connection.connection.serialize())
