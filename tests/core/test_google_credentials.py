"""Credentials in an environment variable: every form they come in, every way they are wrong."""

import base64
import json

import pytest

from core.google_credentials import UnusableCredentialsError, bucket_credentials, credentials_from

EMAIL = "robot@project.iam.gserviceaccount.example"


@pytest.fixture
def key(service_account_key):
    return service_account_key


def test_the_json_itself_is_taken(key):
    assert credentials_from(json.dumps(key)).service_account_email == EMAIL


def test_base64_of_the_json_is_taken(key):
    encoded = base64.b64encode(json.dumps(key).encode()).decode()

    assert credentials_from(encoded).service_account_email == EMAIL


def test_the_path_of_a_file_is_taken(key, tmp_path):
    path = tmp_path / "key"
    path.write_text(json.dumps(key))

    assert credentials_from(str(path)).service_account_email == EMAIL


def test_line_ends_that_arrived_as_two_characters_are_mended(key):
    broken = {**key, "private_key": key["private_key"].replace("\n", "\\n")}

    assert credentials_from(json.dumps(broken)).service_account_email == EMAIL


def test_a_private_key_pasted_with_real_line_ends_is_taken(key):
    text = json.dumps(key).replace("\\n", "\n")

    assert credentials_from(text).service_account_email == EMAIL


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda key: "hello world", "is neither JSON, nor base64 of JSON, nor the path of a file"),
        (lambda key: json.dumps(key)[:-40], "is not valid JSON; paste the whole key file"),
        (lambda key: base64.b64encode(b"hello").decode(), "is not valid JSON"),
        (lambda key: base64.b64encode(b"[1]").decode(), "is JSON, but not the key of a service"),
        (lambda key: "/no/such/key.json", "names a file that does not exist: /no/such/key.json"),
        (lambda key: "/", "names a file that cannot be read: /"),
        (
            lambda key: json.dumps({**key, "type": "authorized_user"}),
            "is a key of type 'authorized_user'; create a JSON key of a service account",
        ),
        (lambda key: json.dumps({"type": "service_account"}), "lacks client_email, private_key"),
        (
            lambda key: json.dumps({**key, "private_key": "-----BEGIN nothing"}),
            "has a private_key that cannot be read",
        ),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence_with_the_variable(key, spoil, sentence):
    with pytest.raises(UnusableCredentialsError) as error:
        bucket_credentials({"GOOGLE_APPLICATION_CREDENTIALS": spoil(key)}, emulated=False)

    assert str(error.value).startswith(f"GOOGLE_APPLICATION_CREDENTIALS {sentence}")
    assert "PRIVATE KEY" not in str(error.value)


def test_a_bucket_without_credentials_says_which_variable_is_missing():
    with pytest.raises(UnusableCredentialsError, match="GOOGLE_APPLICATION_CREDENTIALS is not;"):
        bucket_credentials({"GOOGLE_APPLICATION_CREDENTIALS": " "}, emulated=False)


def test_the_variable_meant_for_json_goes_first(key):
    environment = {"GOOGLE_APPLICATION_CREDENTIALS_JSON": json.dumps(key), "OTHER": "broken"}

    assert bucket_credentials(environment, emulated=False).service_account_email == EMAIL
