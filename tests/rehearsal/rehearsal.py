"""Follows docs/deploy.md, visits the site it makes, and redeploys it in the middle of work."""

import json
import sys
import time
from pathlib import Path

import requests

from tests.rehearsal.page import Command, commands
from tests.rehearsal.report import report
from tests.rehearsal.slug import processes
from tests.rehearsal.stage import Stage, set_up
from tests.rehearsal.visitors import Rush


class Rehearsal:
    """What is running, and what happened so far."""

    def __init__(self, stage: Stage) -> None:
        self.host = stage.host
        self.deploy_commands = stage.deploy_commands
        self.visitors = stage.visitors
        self.router = stage.router
        self.caught_in_work: dict[str, int] = {}

    def follow(self, page: str) -> None:
        """Do every command of the page; once the site is up, changes come in the middle of work."""
        for command in commands(page, self.host.source, self.router.address):
            tell(command.text)
            if not command.words:
                continue
            is_up = self.host.slug is not None
            if is_up and command.words[1] in ("push", "config:set", "ps:scale"):
                self.redeploy(command)
            else:
                show(self.deploy_commands.run(command.words))
            if not is_up and self.host.slug is not None:
                self.visit()

    def visit(self) -> None:
        """What a first visitor does, and what a router and a browser may rely on."""
        visitors = self.visitors
        plain = f"http://localhost:{self.router.http_port}/"
        redirect = requests.get(plain, timeout=20, allow_redirects=False)
        expect("HTTP is sent to HTTPS", redirect.status_code == 301)
        expect("to the same host", redirect.headers["Location"].startswith("https://localhost"))
        page = visitors.get("/")
        expect("browsers remember HTTPS", "Strict-Transport-Security" in page.headers)
        expect("cookies are secure", all(cookie.secure for cookie in page.cookies))
        style = page.text.partition('rel="stylesheet" href="')[2].partition('"')[0]
        answer = visitors.get(style)
        expect("stylesheets arrive", answer.headers["Content-Type"].startswith("text/css"))
        for slug in (visitors.post_to_page(), visitors.post_to_api()):
            expect("a picture is done", visitors.end_of(slug) == {"done"})
            result = visitors.get(f"/r/{slug}/1/result")
            expect("its result is a JPEG", result.content.startswith(b"\xff\xd8"))
            expect(
                "that comes from the bucket",
                result.url.startswith(self.deploy_commands.google.address),
            )

    def redeploy(self, command: Command) -> None:
        """Do what changes to new processes while pictures are being posted and worked on."""
        with Rush(self.visitors):
            deadline = time.monotonic() + 60
            while not (unfinished := self.visitors.unfinished()):
                expect("visitors come", time.monotonic() < deadline)
                time.sleep(0.1)
            self.caught_in_work[command.text] = unfinished
            self.deploy_commands.run(command.words)

    def watch_a_camera(self) -> str:
        """Ten frames of a camera over HTTPS; says what was seen."""
        self.host.run("python manage.py camera add lobby demo: --visibility public --on")
        frames = 0
        with self.visitors.get("/cameras/lobby/stream/", stream=True) as stream:
            expect("the stream is multipart", "x-mixed-replace" in stream.headers["Content-Type"])
            for piece in stream.iter_content(1 << 14):
                frames += piece.count(b"X-Timestamp:")
                if frames >= 10:
                    break
        expect("ten frames arrive", frames >= 10)
        return f"{frames} frames"

    def compare(self) -> None:
        """Whether a click on app.json makes what the page makes."""
        app = json.loads((self.host.source / "app.json").read_text())
        packs = [pack["url"] for pack in app["buildpacks"]]
        plans = [addon["plan"] for addon in app["addons"]]
        expect("app.json has the page's buildpacks", packs == self.deploy_commands.buildpacks)
        expect("app.json has the page's add-ons", plans == self.deploy_commands.plans)

    def compare_growth(self) -> None:
        """Whether the end of the page holds: every process runs, under the new name too."""
        types = processes(self.host.source).keys() - {"release"}
        expect("the page scales every process of the Procfile", types == self.host.formation.keys())
        answer = self.visitors.get("/healthz", headers={"Host": "pictures.example.org"})
        expect("the page's own domain is answered to", answer.ok)


def expect(what: str, is_so: bool) -> None:
    """Fail the rehearsal where something is not so."""
    if not is_so:
        raise RuntimeError(f"expected: {what}")


def tell(line: str) -> None:
    sys.stdout.write(f"$ {line}\n")
    sys.stdout.flush()


def show(printed: str) -> None:
    for line in printed.splitlines():
        sys.stdout.write(f"    {line}\n")


def rehearse(folder: Path, database: str, pictures: list[bytes], *, short: bool) -> bool:
    """The whole of it; prints the report and returns whether all was well."""
    with set_up(folder, database, pictures) as stage:
        rehearsal = Rehearsal(stage)
        page = (stage.host.source / "docs/deploy.md").read_text()
        rehearsal.follow(page.partition("## Sizes")[0] if short else page)
        rehearsal.visit()
        rehearsal.compare()
        if not short:
            rehearsal.compare_growth()
        watched = rehearsal.watch_a_camera()
        lost = rehearsal.visitors.lost()
        rehearsal.host.stop()
        return report(rehearsal, lost, watched)
