"""The stand-in for a dyno: a disk of its own, and an end like Heroku's."""

import os

import pytest

from tests import waiting
from tests.rehearsal import dyno as dynos
from tests.rehearsal.dyno import Dyno


@pytest.fixture
def dyno(tmp_path):
    """Makes dynos that share one slug."""
    slug = tmp_path / "slug"
    slug.mkdir()
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": "/tmp/gazokako"}  # noqa: S108

    def make(command, name="one"):
        return Dyno(name, slug, command, environment, tmp_path / name)

    return make


def wait_for(dyno, word):
    waiting.wait_for(lambda: word in dyno.log.read_text(), 20)


@pytest.mark.parametrize("place", ["$PWD", "/etc", "/usr", "$HOME"])
def test_a_dyno_cannot_write_anywhere_but_in_its_folder(dyno, place, monkeypatch):
    with pytest.raises(RuntimeError, match="Read-only file system"):
        dyno(f"HOME=/root; echo x >{place}/gazokako-written").run()


def test_what_one_dyno_writes_no_other_sees(dyno):
    dyno("echo mine >$DATA_DIR/file", "one").run()

    assert dyno("ls $DATA_DIR", "two").run() == "temporary\n"


def test_every_process_of_a_dyno_is_asked_to_end(dyno):
    running = dyno("sleep 60 & echo started; wait")
    running.start()
    wait_for(running, "started")

    ended = running.stop()

    assert not ended.was_killed
    assert not running.is_running


def test_a_process_that_does_not_end_is_killed_and_reported(dyno, monkeypatch):
    monkeypatch.setattr(dynos, "KILLED_AFTER_S", 0.5)
    running = dyno("trap '' TERM; echo started; while :; do sleep 0.1; done")
    running.start()
    wait_for(running, "started")

    assert running.stop().was_killed
    assert not running.is_running
