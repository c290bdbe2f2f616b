"""The backup of docs/operations.md, made while the site runs, is a site again."""

import re
import subprocess
import tempfile
from pathlib import Path

import requests

from tests.journey.uploads import post, settled
from tests.processes import ROOT, running_site

PAGE = (ROOT / "docs/operations.md").read_text()


def commands_of(section):
    """The shell lines under a heading of the page."""
    text = PAGE.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    (block,) = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    return block


def test_a_backup_of_the_running_site_is_restored_by_the_pages_commands(site, face_jpeg):
    slug = settled(site, post(site, face_jpeg)["slug"])["slug"]
    with tempfile.TemporaryDirectory(prefix="gk-back-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (site.data_dir / "secret_key").write_text("only for tests")
        backup = commands_of("Backup").replace("DATA_DIR=var", f"DATA_DIR={site.data_dir}")
        copied, _newline, started = commands_of("Restore").rpartition("make run")

        subprocess.run(["bash", "-euc", backup + copied], cwd=folder, check=True)

        assert started == " DATA_DIR=restored\n"
        with running_site(folder / "restored") as restored:
            upload = settled(restored, slug)
            assert upload["state"] == "done"
            assert requests.get(upload["pictures"][0]["result_url"], timeout=10).ok
