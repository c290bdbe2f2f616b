"""Slugs are secrets, and secrets stay out of the log."""

import logging

import pytest

from gazokako.logs import DiscreetFormatter, News
from uploads.models import new_slug


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
def test_a_slug_is_blotted_out_of_message_and_traceback(path):
    slug = new_slug()
    try:
        raise ValueError(path.format(slug))
    except ValueError as error:
        trouble = (type(error), error, error.__traceback__)
    record = logging.LogRecord("x", 40, "", 1, "Not Found: %s", (path.format(slug),), trouble)

    line = DiscreetFormatter("%(message)s").format(record)

    assert slug not in line
    assert line.count("…") == 2
    assert "Traceback" in line


def test_other_lines_are_left_alone():
    record = logging.LogRecord("x", 40, "", 1, "GET /r/short and /admin/uploads/upload/", (), None)

    assert DiscreetFormatter("%(message)s").format(record) == record.getMessage()


@pytest.mark.parametrize(("status", "is_written"), [(503, False), (500, True), (None, True)])
def test_a_503_is_an_answer_and_no_news(status, is_written):
    record = logging.LogRecord("django.request", 40, "", 1, "/cameras/door/snapshot/", (), None)
    record.status_code = status

    assert News().filter(record) is is_written
