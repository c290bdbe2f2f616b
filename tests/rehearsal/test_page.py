"""How a rehearsal reads the page."""

from typing import Any

import pytest

from tests.rehearsal.deploy_commands import DeployCommands
from tests.rehearsal.page import commands

FENCE = "```"


def words_of(tmp_path, *lines):
    page = f"Words.\n\n{FENCE}sh\n" + "\n".join(lines) + f"\n{FENCE}\n"
    return [command.words for command in commands(page, tmp_path, "https://site.example")]


def test_a_key_of_many_lines_stays_one_word(tmp_path):
    (tmp_path / "key.json").write_text('{\n "a": 1\n}')

    words = words_of(tmp_path, 'heroku config:set KEY="$(cat key.json)"')

    assert words == [["heroku", "config:set", 'KEY={\n "a": 1\n}']]


def test_a_name_holds_for_the_commands_after_it(tmp_path):
    assert words_of(tmp_path, "APP=one", "heroku create $APP")[1] == ["heroku", "create", "one"]


def test_a_command_may_go_over_several_lines(tmp_path):
    assert words_of(tmp_path, "heroku config:set \\", "  A=1 \\", "  B=2") == [
        ["heroku", "config:set", "A=1", "B=2"]
    ]


def test_the_host_tells_its_address(tmp_path):
    words = words_of(tmp_path, "S=$(heroku info --shell)", "heroku config:set $S")

    assert words[1] == ["heroku", "config:set", "web_url=https://site.example/"]


def test_a_command_that_fails_ends_the_rehearsal(tmp_path):
    with pytest.raises(Exception, match="returned non-zero"):
        words_of(tmp_path, "rm no-such-file")


def test_a_command_that_nobody_knows_ends_the_rehearsal():
    nobody: Any = None
    with pytest.raises(RuntimeError, match="nobody here knows the command heroku dance"):
        DeployCommands(nobody, nobody, {}).run(["heroku", "dance"])
