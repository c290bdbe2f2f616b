"""Whose picture is next."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.rate_limits import RateLimit, RateLimited
from core.redis_client import redis_client
from processing.recipe import Recipe
from uploads.intake import submit
from uploads.models import Picture
from uploads.tasks import process_next, process_picture
from uploads.turns import claim_next

pytestmark = pytest.mark.django_db
GREY = Recipe.parse([{"op": "grayscale"}])
TEN_STEPS = Recipe.parse([{"op": "grayscale"}] * 10)


@pytest.fixture
def post(jpeg):
    """Send small pictures; returns the name that the test gives to the upload."""

    def post(upload, sender, pictures=1, recipe=GREY):
        files = [SimpleUploadedFile(f"{upload}{n}", jpeg) for n in range(1, pictures + 1)]
        return submit(files, recipe, 3600, sender).upload

    return post


def order(claims):
    """The names of the pictures that are claimed, each ended before the next is."""
    names = []
    for _ in range(claims):
        claimed = claim_next()
        names.append(claimed.name)
        claimed.fail("damaged")
    return names


def test_the_pictures_of_one_upload_are_done_in_their_order(post):
    post("a", "ann", 3)

    assert order(3) == ["a1", "a2", "a3"]
    assert claim_next() is None


def test_a_newcomer_is_before_the_second_picture_of_everybody_else(post):
    post("a", "ann", 20)
    assert claim_next().name == "a1"

    post("b", "bob")
    post("c", "cid")

    assert order(3) == ["b1", "c1", "a2"]


def test_an_upload_is_before_the_second_picture_of_another_from_the_same_address(post):
    post("a", "ann", 20)
    assert claim_next().name == "a1"

    post("b", "ann", 2)

    assert order(4) == ["b1", "a2", "b2", "a3"]


def test_twenty_uploads_of_one_address_have_one_turn_among_the_others(post):
    for number in range(20):
        post(f"a{number}-", "ann")
    assert claim_next().name == "a0-1"

    post("b", "bob", 3)

    assert order(4) == ["b1", "a1-1", "b2", "a2-1"]


def test_turns_are_counted_in_cost(post):
    post("a", "ann", 3, TEN_STEPS)
    assert claim_next().name == "a1"

    post("b", "bob", 6)

    assert order(7) == ["b1", "b2", "b3", "b4", "b5", "b6", "a2"]


def test_a_turn_is_used_up_by_whichever_of_a_senders_uploads(post):
    post("a", "ann", 3)
    post("b", "ann", 3)
    post("c", "cid", 3)

    assert [name[0] for name in order(6)] == ["a", "c", "b", "c", "a", "c"]


def test_a_message_for_a_picture_that_was_begun_is_for_this_one(post):
    _first, second = (post(name, "ann").pictures.get() for name in "ab")
    Picture.objects.filter(pk=second.pk).update(attempts=1)

    process_picture(second.pk)

    states = Picture.objects.order_by("pk").values_list("state", flat=True)
    assert list(states) == ["queued", "done"]


def test_a_message_for_a_new_picture_wakes_a_worker_for_whichever_is_next(post):
    first, second = (post(name, "ann").pictures.get() for name in "ab")

    process_picture(second.pk)

    assert Picture.objects.get(state="done") == first


def test_a_message_that_comes_again_is_for_the_picture_whose_process_was_killed(post):
    killed = post("a", "ann").pictures.get()
    post("b", "bob")
    Picture.claim(killed.pk)
    machine = Picture.objects.get(pk=killed.pk).claimed_by.partition(" ")[0]
    Picture.objects.filter(pk=killed.pk).update(claimed_by=f"{machine} 1 7")

    process_next()

    killed.refresh_from_db()
    assert (killed.state, killed.attempts) == ("done", 2)


def test_what_waits_to_be_tried_again_is_left_to_its_own_message(post):
    claimed = Picture.claim(post("a", "ann").pictures.get().pk)
    claimed.try_later("storage")

    assert claim_next() is None


def test_heavy_pictures_leave_a_child_of_the_worker_to_light_ones(post, settings):
    settings.CELERY_WORKER_CONCURRENCY = 2
    settings.HEAVY_COST = 5
    post("a", "ann", 3, TEN_STEPS)
    assert claim_next().name == "a1"
    assert claim_next() is None

    post("b", "bob")

    assert order(1) == ["b1"]


def test_a_heavy_picture_that_ends_wakes_a_worker_for_the_next(post, settings):
    settings.CELERY_WORKER_CONCURRENCY = 2
    settings.HEAVY_COST = 5
    post("a", "ann", 2, TEN_STEPS)
    redis_client().flushdb()

    process_next()

    assert redis_client().llen("pictures") == 1


def test_a_worker_with_one_child_does_heavy_pictures_too(post, settings):
    settings.CELERY_WORKER_CONCURRENCY = 1
    settings.HEAVY_COST = 5
    post("a", "ann", 1, TEN_STEPS)

    assert order(1) == ["a1"]


def test_what_a_recipe_costs_counts_against_a_limit(post, settings):
    settings.RATE_LIMIT = True
    settings.RATE_LIMITS = {"work": RateLimit(burst=110, per_minute=60)}
    redis_client().flushdb()
    post("a", "ann", 9, TEN_STEPS)

    with pytest.raises(RateLimited) as limited:
        post("b", "ann", 9, TEN_STEPS)

    assert 80 <= limited.value.wait_s <= 88
    assert post("c", "ann", 1).pk
    assert post("d", "bob", 9, TEN_STEPS).pk


def test_no_row_tells_an_address(client, jpeg):
    redis_client().flushdb()
    for _ in range(2):
        fields = {"files": SimpleUploadedFile("a.jpg", jpeg), "recipe": '[{"op": "grayscale"}]'}
        client.post("/api/v1/uploads", fields, REMOTE_ADDR="203.0.113.7")
    redis_client().flushdb()  # as with a new day
    fields["files"].seek(0)
    client.post("/api/v1/uploads", fields, REMOTE_ADDR="203.0.113.7")

    first, second, other_day = Picture.objects.order_by("pk").values_list("sender", flat=True)
    assert first == second != other_day
    assert len(first) == len(other_day) == 32
