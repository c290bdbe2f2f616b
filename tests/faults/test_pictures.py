"""An acknowledged picture ends done, once, whatever is killed, lost or doubled on its way."""

import threading

import pytest
import requests

from tests.faults.stack import SLOW, FaultStack, kill
from tests.waiting import wait_for

_ASK_AGAIN = """
from celery import current_app
from uploads.models import Picture
with current_app.producer_or_acquire() as producer:
    for _ in range(20):
        current_app.send_task(Picture.task_name, ({},), producer=producer)
"""


@pytest.mark.parametrize("pictures", [20, pytest.param(60, marks=pytest.mark.long)])
def test_pictures_whose_worker_child_is_killed_are_done_at_the_second_attempt(
    stack, slow, pictures
):
    stack.kill("worker")
    slugs = [stack.post(slow, SLOW) for _ in range(pictures)]
    stack.start("worker")

    killed = kill_each_at_its_first_attempt(stack)

    attempts = dict(stack.rows("select id, attempts from uploads_picture order by id desc"))
    assert len(killed) > len(slugs) / 2
    assert {attempts[picture_id] for picture_id in killed} == {2}


def kill_each_at_its_first_attempt(stack: FaultStack) -> set[int]:
    """Kill whichever process works on a picture for the first time, until every picture ended.

    Returns the pictures; some are done before they are seen.
    """
    question = "select id, claimed_by from uploads_picture where state = 'running' and attempts = 1"
    killed: set[int] = set()

    def kill_and_look() -> bool:
        for picture_id, process in stack.rows(question):
            if picture_id not in killed:
                killed.add(picture_id)
                kill(int(process.split()[1]))
        return stack.has_settled()

    wait_for(kill_and_look, 300, stack.log)
    return killed


def test_a_picture_that_always_kills_its_worker_fails_and_the_others_are_done(stack, slow):
    stack.post(slow, SLOW)
    bad = stack.slugs.pop()
    question = (
        "select claimed_by from uploads_picture p join uploads_upload u on u.id = p.upload_id"
        " where u.slug = ? and p.state = 'running' and p.attempts = ?"
    )
    for attempt in (1, 2, 3):
        wait_for(lambda: bool(stack.rows(question, bad, attempt)), on_failure=stack.log)  # noqa: B023
        kill(int(stack.rows(question, bad, attempt)[0][0].split()[1]))
        stack.post(slow)

    stack.settle()

    answer = requests.get(f"{stack.address}/api/v1/uploads/{bad}", timeout=10).json()
    assert answer["pictures"][0]["error"]["code"] == "processing_failed"


def test_pictures_of_a_worker_that_is_killed_whole_are_done_within_a_minute(stack, slow):
    for _ in range(4):
        stack.post(slow, SLOW)
    stack.process_of("uploads_picture")

    stack.restart_worker()

    stack.settle(60)


def test_twenty_messages_for_one_picture_make_one_result(stack, slow):
    stack.kill("worker")
    slug = stack.post(slow, SLOW)
    find = "select p.id from uploads_picture p join uploads_upload u on u.id = p.upload_id"
    ((picture_id,),) = stack.rows(f"{find} where slug = ?", slug)
    stack.command("shell", "--no-imports", "-c", _ASK_AGAIN.format(picture_id))

    stack.start("worker")
    stack.settle()

    wait_for(lambda: stack.redis.llen("pictures") == 0)
    ((attempts,),) = stack.rows("select attempts from uploads_picture where id = ?", picture_id)
    assert attempts == 1


@pytest.mark.parametrize("clock", [pytest.param("", marks=pytest.mark.long), "+10m", "-10m"])
def test_pictures_whose_messages_are_lost_are_done_whatever_the_workers_clock(stack, slow, clock):
    """Ten minutes ahead, an upload that lives for four has not expired."""
    stack.kill("worker")
    for _ in range(3):
        stack.post(slow, expires_in=240)
    stack.lose_messages()

    stack.start("worker", clock)
    stack.settle(60)

    stack.check()
    del stack.slugs[-3:]  # they expire while later tests run
    stack.restart_worker()


@pytest.mark.long
def test_two_workers_whose_clocks_differ_take_no_picture_from_each_other(stack, slow):
    stack.kill("worker")
    stack.start("worker", "+10m")
    stack.running["right worker"] = stack.running.pop("worker")
    stack.start("worker")
    for _ in range(20):
        stack.post(slow, SLOW)

    stack.settle(240)
    stack.kill("right worker")

    attempts = stack.rows("select attempts from uploads_picture order by id desc limit 20")
    assert attempts == [(1,)] * 20


@pytest.mark.parametrize("end", [pytest.param("terminate", marks=pytest.mark.long), "kill"])
def test_pictures_are_done_after_redis_was_restarted(stack, slow, end):
    for _ in range(6):
        stack.post(slow)

    getattr(stack.running["valkey"], end)()
    stack.running.pop("valkey").wait(10)
    stack.start("valkey")

    stack.settle(60)


def test_a_web_process_that_is_killed_while_it_takes_pictures_in_leaves_nothing_without_a_row(
    stack, slow
):
    def post_until_it_breaks():
        try:
            while True:
                stack.post(slow)
        except (requests.RequestException, AssertionError):
            return

    posters = [threading.Thread(target=post_until_it_breaks) for _ in range(4)]
    for poster in posters:
        poster.start()
    before = len(stack.slugs)
    wait_for(lambda: len(stack.slugs) > before + 4)

    stack.kill("web")
    for poster in posters:
        poster.join()
    stack.start("web")

    stack.settle(120)


@pytest.mark.long
def test_a_database_that_is_locked_for_25_seconds_fails_no_picture(stack, slow):
    for _ in range(4):
        stack.post(slow, SLOW)
    stack.process_of("uploads_picture")

    stack.lock_database(25)

    stack.settle(120)
