"""What libraries say again and again of a part that is away becomes one line."""

import logging

import pytest
from django.db import OperationalError
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import ConnectionError as RedisConnectionError

from core.log_folding import FoldTrouble
from core.logs import RedactingFormatter

DOWN = RedisConnectionError("Error 111 connecting to valkey.sock. Connection refused.")


def record_of(message, *arguments, error=None):
    trouble = (type(error), error, None) if error else None
    return logging.LogRecord("some.library", logging.ERROR, "", 1, message, arguments, trouble)


def written(folding, *records):
    """The lines that come out, less time and level."""
    lines = [RedactingFormatter().format(record) for record in records if folding.filter(record)]
    return [line.split("some.library: ")[1] for line in lines]


def test_lines_about_one_part_become_one_in_whatever_words():
    lines = written(
        FoldTrouble(),
        record_of("consumer: Connection to broker lost.", error=DOWN),
        record_of("consumer: Cannot connect to %s: %s. Trying again.", "redis://", DOWN),
        record_of("beat: Connection error: %s.", BrokerError("Error 111")),
    )

    assert lines == ["trouble with redis: Error 111 connecting to valkey.sock. Connection refused."]


def test_our_own_words_are_kept():
    lines = written(
        FoldTrouble(),
        record_of("jobs wait for the sweep: %s", DOWN),
        record_of("jobs wait for the sweep: %s", DOWN),
    )

    assert lines == [f"jobs wait for the sweep: {DOWN}"]


def test_parts_are_distinguished():
    lines = written(
        FoldTrouble(),
        record_of("first", error=DOWN),
        record_of("second", error=OperationalError("the connection is lost")),
        record_of("third", error=OperationalError("the connection is lost")),
    )

    assert [line.partition(":")[0] for line in lines] == [
        "trouble with redis",
        "trouble with database",
    ]


def test_the_next_line_tells_how_many_were_left_out(monkeypatch):
    now = 0.0
    monkeypatch.setattr("core.log_folding.time.monotonic", lambda: now)
    folding = FoldTrouble(every_s=60)
    early = written(folding, *(record_of("again", error=DOWN) for _ in range(5)))
    now = 61.0

    (line,) = written(folding, record_of("again", error=DOWN))

    assert len(early) == 1
    assert line.endswith("(4 lines like this one were left out)")


@pytest.mark.parametrize(
    "record",
    [
        record_of("a mistake of ours", error=ZeroDivisionError("no")),
        record_of("%s of %s", 1, 2),
        record_of("in words: %s", ValueError("no")),
    ],
)
def test_everything_else_is_written_each_time_and_as_it_is(record):
    folding = FoldTrouble()

    assert [folding.filter(record), folding.filter(record)] == [True, True]
    assert "trouble" not in record.getMessage()
