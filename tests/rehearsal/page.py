"""Reads the commands of docs/deploy.md and lets a shell say what each would do."""

import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_STANDS_IN = ("heroku", "gcloud", "git")
_BLOCK = re.compile(r"^```sh\n(.*?)^```", re.DOTALL | re.MULTILINE)
_ASSIGNMENT = re.compile(r"[A-Z_]+=")


@dataclass(frozen=True)
class Command:
    """One command of the page: as it stands there, and its words once the shell has read it."""

    text: str
    words: list[str]


def commands(page: str, folder: Path, web_address: str) -> Iterator[Command]:
    """Run the page's commands one after the other in a folder, each when it is asked for.

    `heroku`, `gcloud` and `git` only note what they were called with (`words`); the others run,
    and have no words. Names that the page sets hold for the commands after them.
    """
    shell = _Shell(folder, web_address)
    for block in _BLOCK.findall(page):
        for line in re.sub(r"\\\n\s*", "", block).splitlines():
            yield Command(line, shell.run(line))


class _Shell:
    def __init__(self, folder: Path, web_address: str) -> None:
        self._folder = folder
        self._names = ""
        self._notes = folder / ".words"
        self._environment = {
            "PATH": f"{self._make_programs(web_address)}:{os.environ['PATH']}",
            "NOTES": str(self._notes),
        }

    def run(self, line: str) -> list[str]:
        if _ASSIGNMENT.match(line):
            self._names += line + "\n"
        self._notes.write_bytes(b"")
        subprocess.run(
            ["bash", "-euc", self._names + "\n" + ("" if _ASSIGNMENT.match(line) else line)],
            cwd=self._folder,
            env=self._environment,
            check=True,
        )
        return [word.decode() for word in self._notes.read_bytes().split(b"\0")[:-1]]

    def _make_programs(self, web_address: str) -> Path:
        """Programs that write their words into NOTES; `heroku info` answers, and writes nothing."""
        programs = self._folder / ".programs"
        programs.mkdir()
        for name in _STANDS_IN:
            program = programs / name
            program.write_text(
                "#!/bin/sh\n"
                f'[ "{name} $1" = "heroku info" ] && echo "web_url={web_address}/" && exit\n'
                f'printf \'%s\\0\' {name} "$@" >"$NOTES"\n'
            )
            program.chmod(0o755)
        return programs
