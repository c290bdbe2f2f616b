"""Makes slugs: what git knows of this repository, and what a build adds to it."""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.processes import ROOT


def check_out(folder: Path) -> None:
    """Copy every file that git tracks, as it is now; what was never added stays behind."""
    names = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    for name in names.rstrip("\0").split("\0"):
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, target)


def build(source: Path, slug: Path, environment: Mapping[str, str]) -> None:
    """What Heroku's Python buildpack does after installing requirements.txt: collect static files.

    The libraries are those of the environment that the rehearsal runs in, out of the same lock.
    """
    shutil.copytree(source, slug)
    run = subprocess.run(
        ["python", "manage.py", "collectstatic", "--noinput"],
        cwd=slug,
        env={**environment, "DATA_DIR": str(slug.with_name(slug.name + "-build"))},
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode != 0:
        raise RuntimeError(f"the build failed:\n{run.stdout}{run.stderr}")


def processes(slug: Path) -> dict[str, str]:
    """The Procfile: the command of each type of process."""
    lines = (slug / "Procfile").read_text().splitlines()
    pairs = [line.partition(":") for line in lines if line.strip()]
    return {name.strip(): command.strip() for name, _colon, command in pairs}
