"""The web process while its PostgreSQL is down, restarted, frozen or unreachable."""

import signal
from collections.abc import Iterator

import pytest

from tests.environment import start_valkey
from tests.faults.postgres import Postgres, postgres
from tests.faults.proxy import Fault, Proxy, proxy
from tests.faults.web import Web, assert_503, web
from tests.faults.worker import wait_until
from tests.waiting import wait_for

pytestmark = pytest.mark.long

PATHS = pytest.mark.parametrize("path", ["/api/v1/uploads", "/"])


@pytest.fixture(scope="module")
def server() -> Iterator[Postgres]:
    with postgres() as running:
        yield running


@pytest.fixture(scope="module")
def between(server: Postgres) -> Iterator[Proxy]:
    with proxy(str(server.socket)) as standing:
        yield standing


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory, server: Postgres, between: Proxy
) -> Iterator[Web]:
    data_dir, apart = (tmp_path_factory.mktemp(name) for name in ("site", "v"))
    valkey = start_valkey(apart)
    url = f"unix://{apart}/valkey.sock"
    with web(data_dir, REDIS_URL=url, DATABASE_URL=server.url(between.port)) as served:
        yield served
    valkey.kill()
    valkey.wait(10)


@pytest.fixture
def well(site, between):
    between.fault = Fault.NONE
    assert wait_until(lambda: site.get("/cameras/").status_code == 200, 20)


@pytest.mark.usefixtures("well")
@PATHS
@pytest.mark.parametrize("fault", [Fault.REFUSE, Fault.RESET, Fault.STALL])
def test_an_upload_without_a_database_is_answered_503_and_nothing_stays(
    site, between, jpeg, fault, path
):
    before = site.files()
    between.fault = fault

    answer = site.send(jpeg, path)

    assert_503(answer, "busy")
    wait_for(lambda: site.files() == before)  # an answer is sent before its request is closed


@pytest.fixture
def frozen(well, site, server, jpeg):
    """Connections are open, and nothing comes through them any more."""
    assert site.send(jpeg).status_code == 202
    server.signal(signal.SIGSTOP)
    yield
    server.signal(signal.SIGCONT)


@PATHS
def test_an_upload_to_a_frozen_server_is_answered_503(site, frozen, jpeg, path):
    answer = site.send(jpeg, path)

    assert_503(answer, "busy")


@pytest.mark.usefixtures("well")
def test_a_server_that_was_restarted_is_used_again(site, server, jpeg):
    assert site.send(jpeg).status_code == 202
    server.stop()
    server.start()

    wait_for(lambda: site.send(jpeg).status_code == 202, 10)
    assert site.get("/cameras/").status_code == 200


@pytest.mark.usefixtures("well")
def test_a_server_that_comes_back_is_used_within_seconds(site, server, jpeg):
    server.stop()
    try:
        assert_503(site.get("/cameras/"), "busy")
        assert_503(site.send(jpeg), "busy")
    finally:
        server.start()

    assert wait_until(lambda: site.send(jpeg).status_code == 202, 10)
