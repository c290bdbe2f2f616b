"""Deploying with one setting wrong: the release stops, with one sentence that names the setting."""

import base64
import json
import os
import subprocess
import sys

import pytest
import trustme

from tests.core.google import google
from tests.environment import DATA_DIR
from tests.processes import ROOT, free_port
from tests.rehearsal.tls import tls_in_front

BUCKET = "GS_BUCKET_NAME"
KEY = "GOOGLE_APPLICATION_CREDENTIALS"
FORBIDDEN = {"error": {"code": 403, "message": "robot does not have storage.objects.create access"}}
NO_BUCKET = {"error": {"code": 404, "message": "The specified bucket does not exist."}}
REVOKED = {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}


def check(tmp_path, **environment):
    """What the release phase prints: `manage.py check --deploy` with these settings."""
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DATA_DIR": str(tmp_path),
            "REDIS_URL": f"unix://{DATA_DIR}/valkey.sock",
            "SECRET_KEY": "long enough, and as random as anybody could ask for: 5tgb7ujm",
            "TRUSTED_PROXIES": "1",
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )


def test_settings_that_are_right_pass_without_a_word(tmp_path):
    run = check(tmp_path)

    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("System check identified no issues")


def keyed(value):
    return {BUCKET: "pictures", KEY: value}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({BUCKET: "pictures"}, f"{BUCKET} is set, but {KEY} is not"),
        (keyed("my key"), f"{KEY} is neither JSON, nor base64 of JSON, nor the path of a file"),
        (keyed('{"type": "service_acc'), f"{KEY} is not valid JSON"),
        (keyed(base64.b64encode(b"no json").decode()), f"{KEY} is not valid JSON"),
        (keyed("/app/key.json"), f"{KEY} names a file that does not exist: /app/key.json"),
        (keyed('{"type": "authorized_user"}'), f"{KEY} is a key of type 'authorized_user'"),
        (keyed('{"type": "service_account"}'), f"{KEY} lacks client_email, private_key"),
        ({"SECRET_KEY": ""}, "SECRET_KEY is missing"),
        ({"PORT": "eighty"}, "PORT: Not a valid integer"),
        ({"WEB_CONCURRENCY": "two"}, "WEB_CONCURRENCY: Not a valid integer"),
        ({"DATABASE_URL": "pictures.db"}, "DATABASE_URL: "),
        ({"DATABASE_URL": "mysql://user@host/db"}, "DATABASE_URL must begin with postgres://"),
        ({"REDIS_URL": "localhost:6379"}, "REDIS_URL: Must begin with redis://"),
        ({"REDIS_URL": "redis://host:port/0"}, "REDIS_URL is not like rediss://"),
        (
            {"REDIS_URL": "rediss://host", "REDIS_CA": "trust me"},
            "REDIS_CA is neither a certificate",
        ),
        (
            {"REDIS_URL": "rediss://host", "REDIS_CA": "-----BEGIN CERTIFICATE-----"},
            "REDIS_CA holds no certificate",
        ),
        ({"SITE_URL": "pictures.example.org"}, "SITE_URL: Must be like https://"),
        ({"TRUSTED_PROXIES": "0", "HTTPS_ONLY": "true"}, "HTTPS_ONLY needs a proxy"),
        ({"STATIC_ON_GCS": "true"}, "STATIC_ON_GCS needs GS_STATIC_BUCKET_NAME"),
        ({"DATA_DIR": "/proc/none"}, "DATA_DIR is a folder that cannot be made"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_sentence(tmp_path, wrong, sentence):
    run = check(tmp_path, **wrong)

    assert run.returncode == 1
    assert run.stderr.startswith(f"gazokako cannot start: {sentence}")
    assert run.stderr.count("\n") == 1


def one_error(run):
    """The one error that the checks found, in its own words."""
    assert run.returncode == 1
    assert "Traceback" not in run.stderr
    (error,) = [line for line in run.stderr.splitlines() if line.startswith("?: ")]
    return error.partition(") ")[2]


def test_an_unreadable_private_key_is_not_repeated_in_what_is_said(tmp_path, service_account_key):
    broken = {**service_account_key, "private_key": "-----BEGIN PRIVATE KEY-----\nhush\n"}

    run = check(tmp_path, **keyed(json.dumps(broken)))

    assert run.stderr.startswith(f"gazokako cannot start: {KEY} has a private_key that cannot be")
    assert "hush" not in run.stderr


@pytest.mark.parametrize(
    ("status", "answer", "sentence"),
    [
        (403, FORBIDDEN, "nobody in particular may not; give it the role Storage Object User"),
        (404, NO_BUCKET, "there is no bucket of this name; create it, or correct the name"),
    ],
)
def test_a_bucket_that_cannot_be_used_is_reported_with_the_cure(tmp_path, status, answer, sentence):
    with google(status, answer) as address:
        run = check(tmp_path, GS_BUCKET_NAME="pictures", STORAGE_EMULATOR_HOST=address)

    sentence_shown = f"could not write to the bucket pictures ({BUCKET}): {sentence}"
    assert one_error(run).startswith(sentence_shown)


def test_a_key_that_was_deleted_at_google_is_reported(tmp_path, service_account_key):
    with google(400, REVOKED) as address:
        key = {**service_account_key, "token_uri": f"{address}/token"}
        run = check(tmp_path, **keyed(json.dumps(key)))

    assert f"Google does not accept the key in {KEY}" in one_error(run)


def test_a_database_that_is_not_there_is_reported(tmp_path):
    address = f"postgres://user:hush@127.0.0.1:{free_port()}/name"

    sentence_shown = one_error(check(tmp_path, DATABASE_URL=address))

    assert sentence_shown.startswith("could not log in to the database (DATABASE_URL): ")
    assert "refused" in sentence_shown
    assert "hush" not in sentence_shown


def test_a_redis_that_is_not_there_is_reported(tmp_path):
    sentence_shown = one_error(check(tmp_path, REDIS_URL=f"redis://:hush@127.0.0.1:{free_port()}"))

    assert sentence_shown.startswith("could not log in to Redis (REDIS_URL): ")
    assert "hush" not in sentence_shown


@pytest.fixture(scope="module")
def redis_with_tls():
    """The tests' Valkey behind TLS: its address, and the authority that signed its certificate."""
    authority = trustme.CA()
    socket = str(DATA_DIR / "valkey.sock")
    with tls_in_front(authority.issue_cert("localhost"), socket) as port:
        yield f"rediss://localhost:{port}", authority.cert_pem.bytes().decode()


def test_a_redis_whose_certificate_nobody_knows_is_reported(tmp_path, redis_with_tls):
    sentence_shown = one_error(check(tmp_path, REDIS_URL=redis_with_tls[0]))

    assert sentence_shown.startswith(
        "could not trust the certificate of the server in REDIS_URL; put the"
    )
    assert "REDIS_TLS_VERIFY=false" in sentence_shown


def test_a_redis_whose_certificate_is_vouched_for_is_taken(tmp_path, redis_with_tls):
    address, authority = redis_with_tls

    assert check(tmp_path, REDIS_URL=address, REDIS_CA=authority).returncode == 0


def test_an_authority_may_be_given_as_a_path(tmp_path, redis_with_tls):
    address, authority = redis_with_tls
    (tmp_path / "authority").write_text(authority)

    run = check(tmp_path, REDIS_URL=address, REDIS_CA=str(tmp_path / "authority"))

    assert run.returncode == 0


def test_a_redis_that_signs_its_own_certificate_is_taken_where_one_says_so(
    tmp_path, redis_with_tls
):
    assert check(tmp_path, REDIS_URL=redis_with_tls[0], REDIS_TLS_VERIFY="false").returncode == 0
