"""Slugs are secrets, and secrets stay out of the log; ids of rows and requests are in it."""

import json
import logging
import subprocess
import sys

import pytest
import structlog
from django.conf import settings

from core.logs import RedactingFormatter, WithoutUnavailable
from core.request_log import logger as request_logger
from core.tokens import new_slug
from uploads.models import Upload

STYLES = pytest.mark.parametrize("style", ["text", "json"])


@pytest.fixture(autouse=True)
def nothing_bound():
    structlog.contextvars.clear_contextvars()
    yield
    structlog.contextvars.clear_contextvars()


def record_of(message, *arguments, trouble=None):
    return logging.LogRecord("uploads.intake", 40, "", 1, message, arguments, trouble)


@STYLES
@pytest.mark.parametrize(
    "path",
    [
        "/r/{}/",
        "/r/{}/1/result",
        "/r/{}/delete",
        "/s/{}/image/",
        "/api/v1/uploads/{}?wait=1",
        "/cameras/{}/last/",
        "/cameras/{}/stream/",
        "/api/v1/cameras/{}/power",
    ],
)
def test_a_slug_is_blotted_out_of_message_and_traceback(path, style):
    slug = new_slug()
    try:
        raise ValueError(path.format(slug))
    except ValueError as error:
        trouble = (type(error), error, error.__traceback__)
    record = record_of("Not Found: %s", path.format(slug), trouble=trouble)

    line = RedactingFormatter(style).format(record)

    assert slug not in line
    assert line.count("…") == 2
    assert "Traceback" in line


def test_a_line_for_people_says_when_how_grave_who_and_what():
    structlog.contextvars.bind_contextvars(picture_id=7, request_id="ab")

    line = RedactingFormatter().format(record_of("GET /r/short and %s", "/admin/uploads/upload/"))

    when, rest = line.split(" ", 1)
    assert when.endswith("Z")
    assert rest == (
        "ERROR uploads.intake: GET /r/short and /admin/uploads/upload/ [picture_id=7 request_id=ab]"
    )


def test_a_line_for_programs_is_json_with_the_same():
    structlog.contextvars.bind_contextvars(camera_id=3)

    line = json.loads(RedactingFormatter("json").format(record_of("別の言葉 %d", 5)))

    assert line.pop("timestamp").startswith("20")
    assert line == {
        "camera_id": 3,
        "event": "別の言葉 5",
        "level": "error",
        "logger": "uploads.intake",
    }


def test_a_library_that_speaks_structlog_is_heard_the_same_way(caplog):
    structlog.get_logger("some.library").warning("it happened", number=5)

    line = RedactingFormatter().format(caplog.records[-1])

    assert line.endswith("WARNING some.library: it happened [number=5]")


@pytest.mark.parametrize(("status", "is_written"), [(503, False), (500, True), (None, True)])
def test_a_503_is_an_answer_and_is_not_logged(status, is_written):
    record = record_of("/cameras/door/snapshot/")
    record.status_code = status

    assert WithoutUnavailable().filter(record) is is_written


# Requests


@pytest.fixture
def log_lines(caplog):
    """What is logged about requests."""
    caplog.set_level(logging.INFO, request_logger.name)

    def log_lines():
        formatter = RedactingFormatter("json")
        records = [r for r in caplog.records if r.name == request_logger.name]
        return [json.loads(formatter.format(record)) for record in records]

    return log_lines


@pytest.mark.django_db
def test_a_request_is_a_line_with_its_route_and_not_its_address(
    client, log_lines, face_jpeg, tmp_path
):
    file = tmp_path / "private-name.jpg"
    file.write_bytes(face_jpeg)
    with file.open("rb") as sent:
        answer = client.post(
            "/?secret=1",
            {"files": sent, "recipe": '[{"op": "grayscale"}]'},
            headers={"User-Agent": "Browser/1"},
            REMOTE_ADDR="203.0.113.9",
        )

    (line,) = log_lines()

    assert line["event"].startswith("POST uploads:create 303 in ")
    text = json.dumps(line)
    slug = Upload.objects.get().slug
    assert not any(
        word in text for word in ("private-name", "secret", "Browser", "203.0.113", slug)
    )
    assert len(answer["X-Request-Id"]) == 16


@pytest.mark.django_db
def test_every_line_about_a_request_bears_its_id_and_its_uploads(client, monkeypatch):
    seen = {}

    def look(*_arguments, **_named):
        seen.update(structlog.contextvars.get_contextvars())
        return {}

    upload = Upload.objects.create(recipe=[], expires_at="2100-01-01T00:00Z")
    monkeypatch.setattr("uploads.views.present", look)

    shown = client.get(f"/r/{upload.slug}/")

    assert seen == {"request_id": shown["X-Request-Id"], "upload_id": upload.pk}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "headers", "is_logged"),
    [
        ("/healthz", {}, False),
        ("/cameras/nobodys/last/", {}, True),
        ("/cameras/", {"HX-Request": "true"}, False),
        ("/cameras/", {}, True),
        ("/no-such-page", {}, True),
    ],
)
def test_what_is_asked_again_and_again_is_logged_only_when_it_fails(
    client, log_lines, path, headers, is_logged
):
    client.get(path, headers=headers)

    assert bool(log_lines()) is is_logged


def test_the_servers_own_lines_are_redacted_too():
    program = """
import logging, uvicorn
config = uvicorn.Config("gazokako.asgi:application", log_level="info")
config.load()
logging.getLogger("uvicorn.error").error("Exception at /r/abcdefghijklmnopqrstuv/")
"""
    finished = subprocess.run(
        [sys.executable, "-c", program],
        cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip

    assert finished.stdout == ""
    assert finished.stderr.endswith(" ERROR uvicorn.error: Exception at /r/…/\n")
    assert finished.stderr.count("\n") == 1
