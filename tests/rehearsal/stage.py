"""Sets up what a deployment needs: stand-ins for Heroku, its add-ons and Google."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import trustme

from tests.rehearsal.deploy_commands import DeployCommands
from tests.rehearsal.host import Host
from tests.rehearsal.router import Router
from tests.rehearsal.services import Google, redis_with_tls
from tests.rehearsal.slug import check_out
from tests.rehearsal.visitors import Visitors


@dataclass(frozen=True)
class Stage:
    """Everything that is running, and who visits it."""

    host: Host
    deploy_commands: DeployCommands
    visitors: Visitors
    router: Router


@contextmanager
def set_up(folder: Path, database: str, pictures: list[bytes]) -> Iterator[Stage]:
    """Everything that a deployment needs, running; an app of which nothing exists yet."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    certificate = authority.issue_cert("localhost")
    source = folder / "checkout"
    check_out(source)
    router, google = Router(), Google()
    own = {
        "HOST": "127.0.0.1",
        "STORAGE_EMULATOR_HOST": google.address,
        "REQUESTS_CA_BUNDLE": str(folder / "authority.pem"),
    }
    with (
        google.running(),
        redis_with_tls(folder, certificate) as redis,
        router.listening(certificate),
    ):
        host = Host(folder, source, router, own)
        addons: dict[str, dict[str, str]] = {
            "heroku-postgresql": {"DATABASE_URL": database},
            "heroku-redis": {"REDIS_URL": redis},
            "scheduler": {},
        }
        visitors = Visitors(router.address, folder / "authority.pem", pictures)
        try:
            yield Stage(host, DeployCommands(host, google, addons), visitors, router)
        finally:
            host.stop()
