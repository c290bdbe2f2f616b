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


def send_named(client, name, jpeg):
    """Send a JPEG whose part has these bytes for its name."""
    part = b'--x\r\nContent-Disposition: form-data; name="files"; filename="' + name + b'"\r\n'
    part += b"Content-Type: image/jpeg\r\n\r\n" + jpeg + b"\r\n"
    recipe = b'--x\r\nContent-Disposition: form-data; name="recipe"\r\n\r\n' + GREY.encode()
    body = part + recipe + b"\r\n--x--\r\n"
    return client.generic("POST", API, body, content_type="multipart/form-data; boundary=x")


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("家族写真.jpg".encode("cp932"), "家族写真.jpg"),
        ("表.jpg".encode("cp932"), "表.jpg"),
        ("Müllers Café.jpg".encode("latin-1"), "Müllers Café.jpg"),
        ("👨\u200d👩\u200d👧.jpg".encode(), "👨\u200d👩\u200d👧.jpg"),
        (b"..", "picture"),
        (b"C:/pictures/cat.jpg", "cat.jpg"),
    ],
)
def test_a_name_in_any_encoding_is_read(client, jpeg, sent, shown):
    answer = send_named(client, sent, jpeg)

    assert answer.status_code == 202
    assert [picture["name"] for picture in answer.json()["pictures"]] == [shown]


@pytest.mark.parametrize("letter", ["x", "写", "👨\u200d👩\u200d👧", "&#20889;"])
@pytest.mark.parametrize("count", [300, 960, 1000, 5000])
@pytest.mark.parametrize("before", ["", "a."])
def test_a_name_of_any_length_is_taken_and_cut(client, jpeg, letter, count, before):
    answer = send_named(client, (before + letter * count + ".jpg").encode(), jpeg)

    assert answer.status_code == 202
    assert answer.json()["pictures"][0]["name"].endswith(".jpg")
