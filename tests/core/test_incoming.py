"""What of a request's files, fields and parts reaches the disk."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from processing.limits import Limits
from uploads.models import Upload

pytestmark = pytest.mark.django_db
API = "/api/v1/uploads"
GREY = '[{"op": "grayscale"}]'
LIMIT = 5000


@pytest.fixture
def written(settings, monkeypatch):
    """Bytes that were written to disk, by file; files may have 5,000."""
    settings.PICTURE_LIMITS = Limits(max_bytes=LIMIT)
    sizes: dict[str, int] = {}
    write = TemporaryFileUploadHandler.receive_data_chunk

    def counted(handler, raw_data, start):
        write(handler, raw_data, start)
        sizes[handler.file_name] = sizes.get(handler.file_name, 0) + len(raw_data)

    monkeypatch.setattr(TemporaryFileUploadHandler, "receive_data_chunk", counted)
    return sizes


def send(client, files, **fields):
    named = [SimpleUploadedFile(name, content) for name, content in files.items()]
    return client.post(API, {"recipe": GREY, **fields, "files": named})


def waiting(settings):
    return list(Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir())


def test_a_file_past_the_limit_is_not_written_any_further(client, jpeg, written, settings):
    answer = send(client, {"large.jpg": jpeg + bytes(400_000)})

    assert (answer.status_code, answer.json()["error"]["code"]) == (413, "file_too_large")
    assert written == {"large.jpg": LIMIT + 1}
    assert waiting(settings) == []
    assert not Upload.objects.exists()


def test_a_file_past_the_limit_does_not_take_the_good_ones_with_it(client, jpeg, written):
    answer = send(client, {"large.jpg": jpeg + bytes(400_000), "good.jpg": jpeg})

    assert answer.status_code == 202
    assert [file["code"] for file in answer.json()["refused"]] == ["file_too_large"]
    assert [picture["name"] for picture in answer.json()["pictures"]] == ["good.jpg"]


def test_a_file_of_just_the_limit_is_whole(client, jpeg, written):
    answer = send(client, {"just.jpg": jpeg + bytes(LIMIT - len(jpeg))})

    assert answer.status_code == 202
    assert written == {"just.jpg": LIMIT}


@pytest.mark.parametrize("address", [API, "/"])
def test_a_thousand_files_end_the_reading_and_nothing_stays(
    client, jpeg, written, settings, address
):
    files = [SimpleUploadedFile(f"{number}.jpg", jpeg) for number in range(1000)]

    answer = client.post(address, {"recipe": GREY, "files": files})

    assert answer.status_code == 400
    assert len(written) <= settings.DATA_UPLOAD_MAX_NUMBER_FILES
    assert waiting(settings) == []


@pytest.mark.parametrize("address", [API, "/"])
def test_a_thousand_fields_are_refused_and_nothing_stays(client, jpeg, settings, address):
    fields = {f"field-{number}": "x" for number in range(1000)}
    file = SimpleUploadedFile("a.jpg", jpeg)

    answer = client.post(address, {**fields, "recipe": GREY, "files": file})

    assert answer.status_code == 400
    assert waiting(settings) == []
    assert not Upload.objects.exists()


def test_a_body_without_its_closing_boundary_is_refused_as_a_request(client):
    body = b'--x\r\nContent-Disposition: form-data; name="recipe"\r\n\r\n[{"op": "gray'

    answer = client.generic("POST", API, body, content_type="multipart/form-data; boundary=x")

    assert answer.status_code == 400
    assert not Upload.objects.exists()
