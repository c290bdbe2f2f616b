"""A worker whose database or bucket goes away while it has pictures to do."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.postgres import Postgres, postgres
from tests.faults.proxy import Fault, Proxy, proxy
from tests.faults.stack import FACES, SLOW
from tests.faults.worker import Workers, end, workers
from tests.waiting import wait_for

pytestmark = pytest.mark.long

STATES = "select state, error_code from uploads_picture order by id"
BEGUN = "select 1 from uploads_picture where attempts > 0"


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with postgres() as running:
        yield running


@pytest.fixture(scope="module")
def on_postgres(server: Postgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workers]:
    with (
        proxy(str(server.socket)) as standing,
        workers(tmp_path_factory.mktemp("site"), DATABASE_URL=server.url(standing.port)) as site,
    ):
        yield site


@pytest.mark.parametrize("down_s", [0, 20])
def test_pictures_are_done_once_their_database_server_is_back(on_postgres, server, slow, down_s):
    on_postgres.submit(slow, SLOW, uploads=6)
    wait_for(lambda: ("running", "") in server.rows(STATES), on_failure=log_of(on_postgres))

    server.stop()
    time.sleep(down_s)
    server.start()

    wait_for(lambda: set(server.rows(STATES)) == {("done", "")}, 90, log_of(on_postgres))
    wait_for(lambda: on_postgres.stored() == owned(server), 90, log_of(on_postgres))


def owned(server: Postgres) -> set[str]:
    """Every file that a row has."""
    return set().union(
        *server.rows("select original, result, preview, thumbnail from uploads_picture")
    )


@pytest.fixture
def in_bucket(emulator: Proxy, tmp_path: Path) -> Iterator[Workers]:
    """With one picture to do, which nobody has begun."""
    emulator.fault = Fault.NONE
    address = f"http://127.0.0.1:{emulator.port}"
    with workers(tmp_path, GS_BUCKET_NAME="pictures", STORAGE_EMULATOR_HOST=address) as site:
        end(site.processes.pop("worker"))
        yield site


@pytest.mark.parametrize("fault", [Fault.UNAVAILABLE, Fault.STALL])
def test_a_picture_whose_bucket_stays_away_fails_with_that_reason(in_bucket, emulator, slow, fault):
    in_bucket.submit(slow, FACES)
    emulator.fault = fault

    in_bucket.start("worker")

    wait_for(lambda: in_bucket.rows(BEGUN) != [], on_failure=log_of(in_bucket))
    wait_for(lambda: in_bucket.rows(STATES) == [("failed", "storage")], 120, log_of(in_bucket))


def test_a_picture_whose_bucket_comes_back_is_done(in_bucket, emulator, slow):
    in_bucket.submit(slow, FACES)
    emulator.fault = Fault.STALL
    in_bucket.start("worker")
    wait_for(lambda: in_bucket.rows(BEGUN) != [], on_failure=log_of(in_bucket))

    emulator.fault = Fault.NONE

    wait_for(lambda: in_bucket.rows(STATES) == [("done", "")], 90, log_of(in_bucket))


def log_of(site: Workers):
    return lambda: site.log("worker")
