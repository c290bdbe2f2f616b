"""The options of the observer are judged before it starts, in sentences."""

import argparse

import pytest

from observer.options import CameraOptions, Unusable, add_options, options_of
from observer.site import Access

SITE = ["--url", "http://site.example"]


def read(*words, tmp_path="/nowhere", **environment):
    parser = argparse.ArgumentParser()
    add_options(parser, spool=tmp_path)
    return options_of(parser.parse_args(words), environment)


def test_it_works_with_a_camera_a_site_and_a_token():
    options = read("0=front", *SITE, OBSERVER_TOKEN="secret")

    assert options.cameras == (CameraOptions("0", "front"),)
    assert (options.width, options.height, options.interval_s) == (1280, 720, 1.0)
    assert options.access == {"front": Access("secret")}


def test_a_source_may_hold_equals_signs():
    options = read("http://cam/?id=7&x=y=yard", *SITE, OBSERVER_TOKEN="t")

    assert options.cameras == (CameraOptions("http://cam/?id=7&x=y", "yard"),)


def test_each_camera_has_its_own_token():
    options = read("0=front", "1=yard", *SITE, OBSERVER_TOKEN="front:one yard:two")

    assert [options.access[slug].token for slug in ("front", "yard")] == ["one", "two"]


def test_a_token_on_the_command_line_wins_over_the_environment():
    options = read("0=a", *SITE, "--token", "x", OBSERVER_TOKEN="y")

    assert options.access == {"a": Access("x")}


def test_a_member_of_staff_does_too():
    options = read("0=a", *SITE, OBSERVER_USERNAME="staff", OBSERVER_PASSWORD="p")

    assert (options.access["a"].username, options.access["a"].password) == ("staff", "p")


def test_secrets_may_be_in_a_file_as_systemd_reads_it(tmp_path):
    path = tmp_path / "observer.env"
    path.write_text('# mine\nOBSERVER_TOKEN="abc="\n\nOBSERVER_URL=https://site.example\n')

    options = read("0=a", "--env-file", str(path))

    assert (options.url, options.access["a"].token) == ("https://site.example", "abc=")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["0=a"], "say where the site is"),
        (["0=a", "--url", "site.example"], "say where the site is"),
        (["0=a", *SITE], "nothing lets pictures in for a: set OBSERVER_TOKEN"),
        (["0=a", "1=b", *SITE, "--token", "a:x"], "nothing lets pictures in for b"),
        (["0=a", "1=a", *SITE, "--token", "x"], "two cameras are to be shown as the same one"),
        (["0=a", *SITE, "--env-file", "/no/such/file"], "the file of --env-file cannot be read"),
    ],
)
def test_what_cannot_work_is_said_in_a_sentence(words, sentence):
    with pytest.raises(Unusable, match=sentence):
        read(*words)


@pytest.mark.parametrize(
    "words",
    [
        ["front"],
        ["0=../etc"],
        ["=front"],
        ["0=a", "--size", "big"],
        ["0=a", "--interval", "0"],
        ["0=a", "--interval", "nan"],
        ["0=a", "--quality", "101"],
        ["0=a", "--spool-limit", "0"],
        ["0=a", "--comment", "x" * 201],
    ],
)
def test_a_malformed_word_stops_the_start_and_is_named(words, capsys):
    with pytest.raises(SystemExit):
        read(*words)

    assert "error: argument" in capsys.readouterr().err
