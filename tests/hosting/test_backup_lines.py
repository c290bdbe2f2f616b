"""docs/hosting.md: its lines for backup and restore fit compose.yaml and the commands there are."""

import re
import subprocess

import yaml
from django.core.management import get_commands

from tests.processes import ROOT

PAGE = (ROOT / "docs/hosting.md").read_text().partition("## Backup and restore")[2]
LINES = re.findall(r"^[$#] (?!#)(.+)$", PAGE, re.MULTILINE)
SERVICES = yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]


def test_containers_have_the_services_and_the_folders():
    words = [line.split() for line in LINES if re.match("docker compose (exec|run)", line)]
    named = {word for line in words for word in line[2:] if word in SERVICES}

    assert len(words) == 4
    assert named == {"web", "secrets", "release"}
    assert "data:/data" in SERVICES["secrets"]["volumes"]
    assert SERVICES["secrets"]["depends_on"] == []


def test_the_commands_exist():
    named = re.findall(r"manage(?:\.py)? (\w+) -", "\n".join(LINES))

    assert sorted(named) == ["backup", "backup", "restore", "restore"]
    assert set(named) <= get_commands().keys()


def test_a_shell_understands_the_lines():
    for line in LINES:
        subprocess.run(["bash", "-nc", line], check=True)


def test_secrets_that_are_there_are_kept():
    assert 'if [ ! -s "$1/secret_key" ]' in (ROOT / "scripts/make-secrets").read_text()
