"""scripts/process becomes the process that a line of the Procfile names; make-secrets, once."""

import shutil
import stat
import subprocess

import pytest

from tests.processes import ROOT


@pytest.fixture
def process(tmp_path):
    """Runs a process of a Procfile of our own."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(ROOT / "scripts/process", tmp_path / "scripts")
    (tmp_path / "Procfile").write_text("web: echo web $((1 + 1))\nworker: exec sh -c 'exit 7'\n")

    def run(*words):
        return subprocess.run(
            [tmp_path / "scripts/process", *words], capture_output=True, text=True, check=False
        )

    return run


def test_it_runs_the_line_in_a_shell(process):
    assert process("web").stdout == "web 2\n"


def test_it_ends_as_the_process_does(process):
    assert process("worker").returncode == 7


@pytest.mark.parametrize("words", [["we"], ["none"], []])
def test_what_the_procfile_does_not_name_is_refused(process, words):
    run = process(*words)

    assert run.returncode != 0
    assert "Procfile" in run.stderr


def make_secrets(folder):
    subprocess.run([ROOT / "scripts/make-secrets", folder, folder], check=True)
    return {file.name: file.read_text() for file in folder.iterdir()}


def test_secrets_are_made_once_and_are_their_owners_alone(tmp_path):
    made = make_secrets(tmp_path)

    assert make_secrets(tmp_path) == made
    assert sorted(made) == ["pgpass", "postgres_password", "secret_key"]
    assert made["pgpass"] == f"postgres:5432:*:gazokako:{made['postgres_password']}"
    assert made["secret_key"] != made["postgres_password"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {0o600}
