"""Does what each command of docs/deploy.md would do, with the stand-ins for Heroku and Google."""

import json
from collections.abc import Callable

from tests.rehearsal.host import Host
from tests.rehearsal.services import Google
from tests.service_account import service_account_key

Words = list[str]


class DeployCommands:
    """`run` takes a command's words; one that nobody here knows fails the rehearsal."""

    def __init__(self, host: Host, google: Google, addons: dict[str, dict[str, str]]) -> None:
        """`addons` gives, for the name of each add-on that exists, the settings it makes."""
        self.host = host
        self.google = google
        self.addons = addons
        self.buildpacks: list[str] = []
        self.plans: list[str] = []

    def run(self, words: Words) -> str:
        """Do one command; returns what there is to show of it. Raises RuntimeError."""
        for known, command in self._known().items():
            if words[: len(known.split())] == known.split():
                return command(without_app(words[len(known.split()) :])) or ""
        raise RuntimeError(f"nobody here knows the command {' '.join(words)}")

    def _known(self) -> dict[str, Callable[[Words], str | None]]:
        return {
            "git push heroku HEAD:main": lambda _words: self.host.push(),
            "heroku config:set": self._configure,
            "heroku run": lambda words: self.host.run(" ".join(words[words.index("--") + 1 :])),
            "heroku ps:scale": self._scale,
            "heroku buildpacks:add": self.buildpacks.extend,
            "heroku addons:create": self._add,
            "gcloud storage buckets create": self._create_bucket,
            "gcloud storage buckets update": self._update_bucket,
            "gcloud storage buckets add-iam-policy-binding": self._grant,
            "gcloud iam service-accounts keys create": self._create_key,
            **dict.fromkeys(_ONLY_THERE, lambda _words: None),
        }

    def _configure(self, words: Words) -> None:
        self.host.configure(dict(word.split("=", 1) for word in words))

    def _scale(self, words: Words) -> None:
        wanted = dict(word.split("=", 1) for word in words)
        self.host.scale({name: int(size.split(":")[0]) for name, size in wanted.items()})

    def _add(self, words: Words) -> None:
        name = words[0].split(":")[0]
        self.plans.append(words[0])
        self.host.config |= self.addons[name]

    def _create_bucket(self, words: Words) -> None:
        self.google.create_bucket(words[0].removeprefix("gs://"))

    def _update_bucket(self, words: Words) -> None:
        if words[1].startswith("--lifecycle-file="):
            json.loads((self.host.source / words[1].partition("=")[2]).read_text())
        elif words[1] != "--clear-soft-delete":
            raise RuntimeError(f"nobody here knows how to update a bucket with {words[1]}")

    def _grant(self, words: Words) -> None:
        options = dict(word.split("=", 1) for word in words[1:])
        if options.keys() != {"--member", "--role"}:
            raise RuntimeError(f"a right is granted to a --member with a --role, not {words}")

    def _create_key(self, words: Words) -> None:
        account = words[1].removeprefix("--iam-account=")
        (self.host.source / words[0]).write_text(json.dumps(service_account_key(account), indent=2))


_ONLY_THERE = (
    "gcloud auth login",
    "gcloud projects create",
    "gcloud billing projects link",
    "gcloud config set project",
    "gcloud services enable",
    "gcloud iam service-accounts create",
    "heroku login",
    "heroku create",
    "heroku addons:open",
    "heroku pg:backups:schedule",
    "heroku pg:backups:capture",
    "heroku domains:add",
    "heroku certs:auto:enable",
)
"""Commands that change nothing a rehearsal could show."""


def without_app(words: Words) -> Words:
    """The words without `--app NAME`, which every command for Heroku has."""
    if "--app" not in words:
        return words
    place = words.index("--app")
    return words[:place] + words[place + 2 :]
