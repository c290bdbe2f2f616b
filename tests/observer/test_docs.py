"""What docs/observer.md tells people to type is what the observer understands."""

import argparse
import re
import shlex
from pathlib import Path

import pytest

from observer.options import add_options, options_of
from tests.processes import ROOT

GUIDE = (ROOT / "docs/observer.md").read_text()
SERVICE = (ROOT / "docs/observer.service").read_text()
SECRETS = {"OBSERVER_URL": "https://pictures.example", "OBSERVER_TOKEN": "x"}


def understood(line, environment=SECRETS):
    """The options of a command line, from the observer's name on."""
    words = shlex.split(re.split(r"observer\.pyz |manage\.py observer ", line)[1])
    return options_of(parser().parse_intermixed_args(words), environment)


def parser():
    parser = argparse.ArgumentParser(exit_on_error=False)
    add_options(parser, spool=Path("/nowhere"))
    return parser


def test_the_services_command_is_understood():
    options = understood(re.search(r"^ExecStart=(.*)$", SERVICE, re.MULTILINE)[1])

    assert [camera.slug for camera in options.cameras] == ["front"]
    state = re.search(r"^StateDirectory=(.*)$", SERVICE, re.MULTILINE)[1]
    assert options.spool == Path("/var/lib") / state


def test_crons_command_is_understood(tmp_path):
    line = re.search(r"```crontab\n(.*)\n```", GUIDE)[1]
    assert re.match(r"(\S+ ){5}python3 ", line)
    secrets = tmp_path / ".gazokako-observer.env"
    secrets.write_text("OBSERVER_URL=https://pictures.example\nOBSERVER_TOKEN=x\n")

    options = understood(line.replace("$HOME", str(tmp_path)), environment={})

    assert options.once
    assert options.access["front"].token == "x"  # noqa: S105


COMMANDS = re.findall(r"python3 observer\.pyz .*|manage\.py observer .*?(?=`)", GUIDE)
MESSAGES = re.findall(r"^\| (.*?) \|", GUIDE.split("## What it says")[1], re.MULTILINE)[2:]


@pytest.mark.parametrize("line", COMMANDS)
def test_every_other_command_is_understood(line):
    assert understood(line).cameras


def test_every_option_is_in_the_table():
    actions = [action.option_strings for action in parser()._actions if action.option_strings]
    names = {strings[-1] for strings in actions} - {"--help", "--token"}

    assert set(re.findall(r"^\| `(--[a-z-]+)`", GUIDE, re.MULTILINE)) == names


@pytest.mark.parametrize("message", MESSAGES)
def test_every_message_in_the_table_is_one_that_is_written(message):
    places = [*(ROOT / "observer").glob("*.py"), *(ROOT / "cameras").rglob("*.py")]
    sources = "".join(path.read_text() for path in places)
    fixed_part = re.split(r"\d{3}$|\d{3} [(a]|…", message)[0].rstrip(": ").replace("1000", "%d")

    assert len(fixed_part) > 12
    assert fixed_part in sources
