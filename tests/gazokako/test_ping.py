"""The scheduler's ping: wakes the site, does its housekeeping, and fails with a reason."""

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from tests.processes import free_port
from uploads.models import Upload


def test_a_site_that_answers_is_well(db, live_server, capsys):
    call_command("ping", url=live_server.url)

    assert capsys.readouterr().out.endswith("/healthz is well\n")


def test_a_site_that_does_not_answer_is_reported_after_some_tries(db, capsys):
    with pytest.raises(CommandError, match=r"is not well: no answer \(ConnectionError\)"):
        call_command("ping", url=f"http://127.0.0.1:{free_port()}", pause=0)

    assert capsys.readouterr().err.count("try ") == 5


def test_a_site_in_trouble_is_reported_with_its_answer(db, live_server):
    with pytest.raises(CommandError, match="it answered 404"):
        call_command("ping", url=f"{live_server.url}/nowhere", pause=0)


def test_it_keeps_house_too(db, live_server, capsys):
    Upload.objects.create(recipe=[{"op": "grayscale"}], expires_at=timezone.now())

    call_command("ping", url=live_server.url)

    assert capsys.readouterr().out.startswith(
        "1 uploads removed\n0 recordings removed\n0 pictures queued again\n"
    )


def test_a_database_that_fails_is_reported_without_a_traceback(live_server, monkeypatch):
    def broken():
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr("gazokako.management.commands.purge.purge", broken)

    with pytest.raises(CommandError, match=r"\(DATABASE_URL\): the server closed"):
        call_command("ping", url=live_server.url)
