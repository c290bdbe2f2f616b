"""A missing or malformed environment value stops the start, by its name, in one sentence."""

import ast
import os
import re
import subprocess
import sys

import pytest

from tests.processes import ROOT

READ_BY_SCRIPTS_WEB = ["HOST", "ONE_DYNO"]
CHECK = [sys.executable, "-c", "import gazokako.settings as s; print(s.{name})"]


def read_from_the_environment():
    """Every setting that values.py reads, with its default where that is a literal, else None."""
    found = {}
    for call in ast.walk(ast.parse((ROOT / "gazokako/settings/values.py").read_text())):
        if isinstance(call, ast.Call) and ast.unparse(call.func).startswith("env."):
            match call.args:
                case [ast.Constant(name), ast.Constant(default)]:
                    found[name] = default
                case [ast.Constant(name), _]:
                    found[name] = None
    return found


@pytest.fixture
def table():
    """The defaults of docs/settings.md, by name."""
    rows = re.findall(
        r"^\| `([A-Z0-9_]+)` \| (.+?) \|", (ROOT / "docs/settings.md").read_text(), re.MULTILINE
    )
    assert len(rows) == len(dict(rows)) > 8
    return dict(rows)


def start(tmp_path, name="DATA_DIR", **environment):
    return subprocess.run(
        [part.format(name=name) for part in CHECK],
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "eighty"),
        ("PORT", "70000"),
        ("DEBUG", "perhaps"),
        ("LOG_LEVEL", "LOUD"),
        ("UPLOAD_EXPIRES_IN", "5"),
        ("REMOVE_ORIGINALS", "never"),
        ("WORKER_CONCURRENCY", "0"),
        ("WORKER_SHUTDOWN_S", "long"),
        ("DATABASE_URL", "what://is/this"),
        ("REDIS_URL", "localhost:6379"),
        ("TIME_ZONE", "Mars/Olympus"),
        ("MAX_RECORDING_BYTES", "20 GB"),
        ("SMTP_PORT", "smtp"),
        ("PRIVATE_WEBHOOKS", "perhaps"),
        ("ADMIN_PATH", "two/words"),
    ],
)
def test_a_malformed_value_stops_the_start_with_its_name(tmp_path, name, value):
    run = start(tmp_path, SECRET_KEY="x", **{name: value})

    assert run.returncode == 1
    assert run.stderr.startswith("gazokako cannot start: ")
    assert name in run.stderr
    assert "Traceback" not in run.stderr


def test_several_wrong_values_are_all_named_at_once(tmp_path):
    run = start(tmp_path, SECRET_KEY="x", PORT="x", DEBUG="x")

    assert "PORT" in run.stderr
    assert "DEBUG" in run.stderr


def test_a_missing_secret_stops_the_start_and_says_what_to_do(tmp_path):
    run = start(tmp_path)

    assert run.returncode == 1
    assert "SECRET_KEY is missing" in run.stderr
    assert "make run" in run.stderr


@pytest.mark.parametrize("credentials", ["", "hello world", "/no/such/file"])
def test_a_bucket_with_unusable_credentials_stops_the_start(tmp_path, credentials):
    run = start(
        tmp_path,
        SECRET_KEY="x",
        GS_BUCKET_NAME="pictures",
        GOOGLE_APPLICATION_CREDENTIALS=credentials,
    )

    assert run.returncode == 1
    assert run.stderr.startswith("gazokako cannot start: ")
    assert "GOOGLE_APPLICATION_CREDENTIALS" in run.stderr
    assert run.stderr.count("\n") == 1


def test_the_secret_that_make_run_made_is_found(tmp_path):
    (tmp_path / "secret_key").write_text("from a file\n")

    assert start(tmp_path, name="SECRET_KEY").stdout == "from a file\n"


def test_earlier_secret_keys_are_a_list_without_empty_ones(tmp_path):
    run = start(
        tmp_path, name="SECRET_KEY_FALLBACKS", SECRET_KEY="x", SECRET_KEY_FALLBACKS="old, older,,"
    )

    assert run.stdout == "['old', 'older']\n"


def test_a_redis_address_serves_celery_too(tmp_path):
    run = start(tmp_path, name="CELERY_BROKER_URL", SECRET_KEY="x", REDIS_URL="redis://h:1/2")

    assert run.stdout == "redis://h:1/2\n"


def test_by_default_redis_is_a_socket_in_the_data_directory(tmp_path):
    run = start(tmp_path, name="CELERY_BROKER_URL", SECRET_KEY="x")

    assert run.stdout == f"redis+socket://{tmp_path}/valkey.sock\n"


def test_the_table_of_settings_lists_what_is_read_from_the_environment(table):
    assert sorted({*read_from_the_environment(), *READ_BY_SCRIPTS_WEB}) == sorted(table)


@pytest.mark.parametrize(
    ("name", "default"),
    [
        (name, default)
        for name, default in read_from_the_environment().items()
        if default not in (None, "")
    ],
)
def test_the_table_of_settings_gives_each_default_with_its_unit(table, name, default):
    value, _space, unit = table[name].partition(" ")

    assert value.strip("`") == (str(default).lower() if isinstance(default, bool) else str(default))
    if type(default) in (int, float) and not name.endswith("PORT"):
        assert unit


@pytest.mark.parametrize("name", READ_BY_SCRIPTS_WEB)
def test_what_scripts_web_reads_is_still_there(name):
    assert name in (ROOT / "scripts/web").read_text()
