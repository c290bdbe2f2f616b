"""The web process while its database or its Redis is away."""

import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.environment import start_valkey
from tests.faults.web import Web, assert_503, web
from tests.waiting import wait_for

SESSION = {"sessionid": "a" * 32}


@pytest.fixture(scope="module")
def valkey_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("valkey")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, valkey_folder: Path) -> Iterator[Web]:
    data_dir = tmp_path_factory.mktemp("site")
    with web(data_dir, REDIS_URL=f"unix://{valkey_folder}/valkey.sock") as served:
        yield served


@pytest.fixture
def valkey(valkey_folder):
    server = start_valkey(valkey_folder)
    yield server
    server.kill()
    server.wait(10)
    (valkey_folder / "valkey.sock").unlink()  # or the next one would seem to be up at once


@pytest.fixture
def locked(site):
    """Somebody holds the lock of the SQLite database, and does not let go."""
    connection = sqlite3.connect(site.data_dir / "db.sqlite3", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    yield
    connection.close()


@pytest.fixture
def unreadable(site):
    """The database cannot be opened at all."""
    database = site.data_dir / "db.sqlite3"
    aside = site.data_dir / "aside"
    database.rename(aside)
    database.mkdir()
    yield
    database.rmdir()
    aside.rename(database)


@pytest.mark.parametrize("path", ["/api/v1/uploads", "/"])
def test_an_upload_to_a_locked_database_is_answered_503_and_nothing_stays(
    site, valkey, locked, jpeg, path
):
    before = site.files()

    answer = site.send(jpeg, path)

    assert_503(answer, "busy")
    wait_for(lambda: site.files() == before)  # an answer is sent before its request is closed
    assert site.kept() == (0, 0)


@pytest.mark.parametrize("path", ["/cameras/", "/r/unknown-slug/", "/api/v1/cameras"])
def test_a_page_without_its_database_is_answered_503(site, valkey, unreadable, path):
    assert_503(site.get(path), "busy")


def test_a_page_whose_session_cannot_be_read_is_answered_503(site, valkey, unreadable):
    assert_503(site.get("/staff/", cookies=SESSION), "busy")
    assert_503(site.get("/cameras/door/", cookies=SESSION), "busy")


def test_what_needs_no_database_goes_on_without_it(site, valkey, unreadable):
    assert site.get("/", cookies=SESSION).status_code == 200
    assert site.get("/no/such/page", cookies=SESSION).status_code == 404
    assert site.get("/healthz").status_code == 200
    assert site.get("/api/v1/operations").status_code == 200


def test_the_page_for_a_part_that_is_away_speaks_the_visitors_language(site, valkey, unreadable):
    answer = site.get("/cameras/", headers={"Accept-Language": "ja"})

    assert 'lang="ja"' in answer.text


def test_readiness_names_the_database(site, valkey, unreadable):
    answer = site.get("/readyz")

    assert_ready_except(answer.json(), "database")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


def test_a_database_that_is_away_is_one_line_in_the_log_and_no_traceback(site, valkey, unreadable):
    seen = len(site.log.read_text())
    for _ in range(5):
        site.get("/cameras/")

    new = site.log.read_text()[seen:]
    assert "Traceback" not in new
    assert new.count("trouble with database") <= 1


def test_no_address_and_no_path_of_a_visitor_is_logged(site, valkey):
    seen = len(site.log.read_text())
    site.get("/cameras/no-such-camera/")
    site.get("/cameras/")

    new = site.log.read_text()[seen:]
    assert "no-such-camera" not in new
    assert "127.0.0.1:" not in new
    assert " 200 in " in new


def assert_ready_except(parts: dict[str, str], part: str) -> None:
    assert [name for name, state in parts.items() if state != "ok"] == [part, "worker"]


@pytest.mark.parametrize("how", [signal.SIGSTOP, signal.SIGKILL], ids=["hung", "down"])
class TestRedis:
    """Redis accepts and says nothing, or nobody is there."""

    def test_pages_go_on_and_uploads_are_kept(self, site, valkey, jpeg, how):
        valkey.send_signal(how)

        assert site.get("/").status_code == 200
        assert site.get("/cameras/").status_code == 200
        assert site.send(jpeg).status_code == 202

    def test_readiness_names_it(self, site, valkey, how):
        valkey.send_signal(how)

        answer = site.get("/readyz")

        assert_ready_except(answer.json(), "redis")
        assert answer.json()["worker"].startswith("not asked")  # it would be waited for

    def test_metrics_wait_for_it_once(self, site, valkey, how):
        valkey.send_signal(how)

        answer = site.get("/metrics")

        failed = [line for line in answer.text.splitlines() if line.endswith("} 1.0")]
        assert {line for line in failed if "scrape_failed" in line} == {
            f'gazokako_scrape_failed{{part="{part}"}} 1.0'
            for part in ("counts", "queues", "cameras")
        }
