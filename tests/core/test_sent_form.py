"""A form that is refused for a moment is kept on the page that says so."""

import html

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from core.rate_limits import RateLimit
from core.redis_client import redis_client
from core.sent_form import sent_form_of

FORM = "application/x-www-form-urlencoded"


def sent(body, media_type=FORM):
    request = RequestFactory().post("/a/?b=1", body, content_type=media_type)
    return sent_form_of(request)


def test_fields_stay_in_their_order_with_those_that_come_twice():
    form = sent("recipe=faces&name=%E5%BA%AD&recipe=blur")

    assert form.address == "/a/?b=1"
    assert form.fields == [("recipe", "faces"), ("recipe", "blur"), ("name", "庭")]


@pytest.mark.parametrize("body", ["", "username=a&password=b", "x=" + "y" * 100_001])
def test_nothing_a_password_or_too_much_is_not_kept(body):
    assert sent(body) is None


def test_files_are_not_kept():
    request = RequestFactory().post("/", {"files": SimpleUploadedFile("a.jpg", b"x")})

    assert sent_form_of(request) is None


def test_the_page_of_a_limit_sends_the_same_form_again(client, db, settings):
    redis_client().flushdb()
    settings.RATE_LIMIT = True
    settings.RATE_LIMITS |= {"captures": RateLimit(burst=1, per_minute=1)}
    client.post("/cameras/none/capture/")

    answer = client.post("/cameras/none/capture/", "recipe=faces&x=%3Cb%3E", content_type=FORM)

    page = answer.content.decode()
    assert answer.status_code == 429
    assert '<form method="post" action="/cameras/none/capture/">' in page
    assert '<input type="hidden" name="x" value="&lt;b&gt;">' in page
    assert "What you entered is kept on this page." in html.unescape(page)


def test_the_page_of_a_bug_offers_the_same_address_again(client, db, monkeypatch):
    def bug(*_args, **_kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("cameras.web.pages.present_all", bug)
    client.raise_request_exception = False

    page = client.get("/cameras/?a=1", headers={"Accept-Language": "ja"}).content.decode()

    assert 'href="/cameras/?a=1"' in page
    assert "再試行" in page


def test_what_is_not_there_is_not_offered_again(client, db):
    assert b"Try again" not in client.get("/no/such/page").content
