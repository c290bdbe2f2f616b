"""Too much is answered 429, in the contract's form or as a page, with the time to wait."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.rate_limits import RateLimit
from core.redis_client import redis_client
from uploads.models import Upload

pytestmark = pytest.mark.django_db
TWO = RateLimit(burst=2, per_minute=1)


@pytest.fixture(autouse=True)
def two_of_each(settings):
    redis_client().flushdb()
    settings.RATE_LIMIT = True
    settings.RATE_LIMITS = dict.fromkeys(settings.RATE_LIMITS, TWO)


def statuses(ask, times=3, **options):
    return [ask(**options).status_code for _ in range(times)]


def test_uploads_by_the_api_are_limited(client):
    answers = [client.post("/api/v1/uploads") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [400, 400, 429]
    assert answers[2].json()["error"]["code"] == "rate_limited"
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    assert not Upload.objects.exists()


def test_the_page_and_the_api_count_together_and_the_page_says_it_in_words(client):
    statuses(lambda: client.post("/api/v1/uploads"), 2)

    answer = client.post("/", headers={"Accept-Language": "ja"})

    assert answer.status_code == 429
    assert "秒後" in answer.content.decode()
    assert client.get("/").status_code == 200


@pytest.mark.parametrize(
    "address", ["/r/{}/", "/r/{}/1/result", "/s/{}/", "/api/v1/uploads/{}", "/cameras/{}/"]
)
def test_whoever_tries_wrong_slugs_is_stopped(client, address):
    found = [client.get(address.format(f"guess-{number}")).status_code for number in range(4)]

    assert found == [404, 404, 429, 429]


def test_wrong_delete_tokens_are_guesses_too(client, jpeg):
    fields = {"files": SimpleUploadedFile("photo.jpg", jpeg), "recipe": '[{"op": "grayscale"}]'}
    address = f"/api/v1/uploads/{client.post('/api/v1/uploads', fields).json()['slug']}"

    tried = [
        client.delete(address, headers={"X-Delete-Token": str(n)}).status_code for n in range(3)
    ]

    assert tried == [404, 404, 429]
    assert Upload.objects.visible().exists()


def test_logins_are_limited(client):
    login = {"username": "staff", "password": "guess"}

    assert statuses(lambda: client.post("/admin/login/", login)) == [200, 200, 429]


def test_pushed_frames_are_counted_by_token(client, settings):
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "guesses": RateLimit(99, 99)}

    def push(token):
        headers = {"Authorization": f"Bearer {token}"}
        return client.post("/cameras/door/frames/", headers=headers).status_code

    assert [push(token) for token in ("one", "one", "one", "other")] == [403, 403, 429, 403]


def test_others_are_not_stopped_with_somebody(client):
    statuses(lambda: client.post("/api/v1/uploads"))

    answer = client.post("/api/v1/uploads", REMOTE_ADDR="198.51.100.7")

    assert answer.status_code == 400


def test_health_is_never_limited(client):
    assert statuses(lambda: client.get("/healthz"), 9) == [200] * 9


def test_it_can_be_switched_off_for_load_tests(client, settings):
    settings.RATE_LIMIT = False

    assert 429 not in statuses(lambda: client.post("/api/v1/uploads"), 9)
