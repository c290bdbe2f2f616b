"""A body past the limit is answered with 413 before anything of it is kept."""

import json

import pytest
from asgiref.sync import async_to_sync
from asgiref.testing import ApplicationCommunicator

from gazokako.asgi import application

MB = 1_000_000


@async_to_sync
async def post(path, pieces, **headers):
    """Send a request in pieces; returns (status, body)."""
    names = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": "POST", "path": path, "query_string": b"", "headers": names}
    asgi = ApplicationCommunicator(application, {**scope, "http_version": "1.1"})
    for piece in pieces:
        await asgi.send_input({"type": "http.request", "body": piece, "more_body": True})
    await asgi.send_input({"type": "http.request", "body": b""})
    start = await asgi.receive_output(10)
    body = b""
    while True:
        part = await asgi.receive_output(10)
        body += part.get("body", b"")
        if not part.get("more_body"):
            await asgi.wait(10)  # Django closes what was sent after its answer
            return start["status"], body


@pytest.fixture
def small_limit(settings):
    settings.MAX_REQUEST_BYTES = 2 * MB
    settings.ALLOWED_HOSTS = ["*"]


def test_a_declared_length_past_the_limit_is_refused(small_limit):
    status, body = post("/api/v1/uploads", [b"x" * MB], **{"content-length": "99999999"})

    assert status == 413
    assert json.loads(body)["error"]["code"] == "file_too_large"
    assert "2 MB" in json.loads(body)["error"]["message"]


def test_a_chunked_body_past_the_limit_is_refused(small_limit):
    status, body = post("/api/v1/uploads", [b"x" * MB] * 4)

    assert status == 413
    assert json.loads(body)["error"]["code"] == "file_too_large"


def test_the_page_is_refused_in_its_own_words(small_limit):
    status, body = post("/", [b"x" * MB] * 4)

    assert status == 413
    assert b"<h1" in body
    assert b"more than 2 MB at once" in body


def test_the_page_is_refused_in_the_visitors_language(small_limit):
    _status, body = post("/", [b"x" * MB] * 4, **{"accept-language": "ja"})

    assert "一度に送れるのは2 MBまで" in body.decode()
    assert b"<form" not in body


@pytest.mark.django_db(transaction=True)
def test_a_body_within_the_limit_reaches_django(small_limit):
    status, body = post("/api/v1/uploads", [b"x" * MB])

    assert status == 400
    assert json.loads(body)["error"]["code"] != "file_too_large"


@async_to_sync
async def begin(path):
    """Send the beginning of a body and then nothing; returns (status, body)."""
    scope = {"type": "http", "method": "POST", "path": path, "query_string": b"", "headers": []}
    asgi = ApplicationCommunicator(application, {**scope, "http_version": "1.1"})
    await asgi.send_input({"type": "http.request", "body": b"x", "more_body": True})
    start = await asgi.receive_output(10)
    return start["status"], (await asgi.receive_output(10))["body"]


def test_a_body_that_stops_coming_is_given_up(small_limit, settings):
    settings.BODY_GRACE_S = 0.1

    status, body = begin("/api/v1/uploads")

    assert status == 408
    assert json.loads(body)["error"]["code"] == "too_slow"


def test_a_body_that_keeps_its_pace_may_take_longer_than_the_grace(small_limit, settings):
    settings.BODY_GRACE_S = 0.1
    settings.MIN_BODY_BYTES_PER_S = 1

    status, _body = post("/api/v1/uploads", [b"x" * 1000] * 3)

    assert status == 400


def multipart(jpeg):
    """A complete form with one picture, as (body, content type)."""
    recipe = (
        b'--x\r\nContent-Disposition: form-data; name="recipe"\r\n\r\n[{"op": "grayscale"}]\r\n'
    )
    file = b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.jpg"\r\n\r\n'
    return recipe + file + jpeg + b"\r\n--x--\r\n", "multipart/form-data; boundary=x"


@pytest.mark.django_db(transaction=True)
def test_a_chunked_body_without_length_is_taken(small_limit, jpeg):
    body, kind = multipart(jpeg)
    half = len(body) // 2

    status, answer = post("/api/v1/uploads", [body[:half], body[half:]], **{"content-type": kind})

    assert status == 202
    assert len(json.loads(answer)["pictures"]) == 1


@pytest.mark.parametrize("encoding", ["gzip", "br", "gzip, identity"])
def test_a_compressed_body_is_refused_for_what_it_is(small_limit, encoding):
    status, body = post("/api/v1/uploads", [b"x"], **{"content-encoding": encoding})

    assert status == 415
    assert json.loads(body)["error"]["code"] == "unsupported_encoding"
    assert "uncompressed" in json.loads(body)["error"]["message"]


@pytest.mark.django_db(transaction=True)
def test_a_body_that_says_it_is_not_encoded_is_taken(small_limit, jpeg):
    body, kind = multipart(jpeg)

    headers = {"content-type": kind, "content-encoding": "identity"}
    assert post("/api/v1/uploads", [body], **headers)[0] == 202
