"""Stands in for Heroku: builds, releases, and runs the Procfile's processes on dynos."""

import os
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import requests

from tests.processes import free_port
from tests.rehearsal.dyno import Dyno, Ended
from tests.rehearsal.router import Router
from tests.rehearsal.slug import build, processes

_READY_WITHIN_S = 120


class Host:
    """One app: its configuration, its formation, its slug of the moment and its dynos."""

    def __init__(self, folder: Path, source: Path, router: Router, own: Mapping[str, str]) -> None:
        """`own` are the settings that a rehearsal adds to those that the page sets."""
        self.folder = folder
        self.source = source
        self.router = router
        self.own = dict(own)
        self.config: dict[str, str] = {}
        self.formation = {"web": 1}
        self.slug: Path | None = None
        self.dynos: list[Dyno] = []
        self.ended: list[Ended] = []
        self._numbers = 0

    def push(self) -> None:
        """`git push heroku`: a new slug, released and started."""
        slug = self.folder / f"slug-{self._next()}"
        build(self.source, slug, self._environment("build"))
        self.slug = slug
        self.release()

    def release(self) -> None:
        """Run the release phase and, where it passes, change to new processes."""
        self.run(processes(self._built())["release"])
        self.restart()

    def configure(self, values: Mapping[str, str]) -> None:
        """`heroku config:set`: a release, once there is something to release."""
        self.config |= values
        if self.slug is not None:
            self.release()

    def scale(self, formation: Mapping[str, int]) -> None:
        """`heroku ps:scale`."""
        unknown = formation.keys() - processes(self._built()).keys()
        if unknown:
            raise RuntimeError(f"the Procfile has no process {', '.join(unknown)}")
        self.formation |= formation
        self.restart()

    def restart(self) -> None:
        """Start new dynos while the old ones are asked to end, and wait until the site is ready."""
        old, self.dynos = self.dynos, []
        with ThreadPoolExecutor(max_workers=8) as threads:
            ending = [threads.submit(dyno.stop) for dyno in old]
            for name, quantity in self.formation.items():
                self.dynos += [self._start(name, number) for number in range(1, quantity + 1)]
            self._wait_until_ready()
            self.ended += [future.result() for future in ending]

    def stop(self) -> None:
        """End everything."""
        with ThreadPoolExecutor(max_workers=8) as threads:
            self.ended += threads.map(Dyno.stop, self.dynos)
        self.dynos = []

    def run(self, command: str) -> str:
        """A one-off dyno; returns what it printed, raises where it failed."""
        return self._dyno(f"run-{self._next()}", command).run()

    def tracebacks(self) -> list[str]:
        """The logs with a traceback in them: nothing that a rehearsal does deserves one."""
        logs = {log.name: log.read_text(errors="replace") for log in self.folder.glob("*.log")}
        return [f"{name}:\n{text[-3000:]}" for name, text in logs.items() if "Traceback" in text]

    def _start(self, name: str, number: int) -> Dyno:
        port = free_port()
        dyno = self._dyno(f"{name}-{number}-{self._next()}", processes(self._built())[name], port)
        dyno.start()
        if name == "web":
            self.router.target_port = port
        return dyno

    def _dyno(self, name: str, command: str, port: int = 0) -> Dyno:
        environment = self._environment(name) | ({"PORT": str(port)} if port else {})
        return Dyno(name, self._built(), command, environment, self.folder / name)

    def _environment(self, name: str) -> dict[str, str]:
        programs = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        return {"PATH": programs, "LANG": "C.UTF-8", "DYNO": name} | self.config | self.own

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + _READY_WITHIN_S
        while True:
            answer = self._readiness()
            if answer == "200":
                return
            dead = [dyno for dyno in self.dynos if not dyno.is_running]
            if dead or time.monotonic() > deadline:
                logs = "\n".join(dyno.log.read_text()[-4000:] for dyno in dead or self.dynos)
                raise RuntimeError(f"the site did not get ready ({answer}):\n{logs}")
            time.sleep(0.3)

    def _readiness(self) -> str:
        address = f"{self.router.address}/readyz"
        try:
            answer = requests.get(address, verify=self.own["REQUESTS_CA_BUNDLE"], timeout=70)
        except requests.RequestException as error:
            return str(error)
        return "200" if answer.status_code == 200 else f"{answer.status_code}: {answer.text[:500]}"

    def _built(self) -> Path:
        if self.slug is None:
            raise RuntimeError("the page runs something before `git push heroku` has built it")
        return self.slug

    def _next(self) -> int:
        self._numbers += 1
        return self._numbers
