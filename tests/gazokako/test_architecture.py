"""The documents for people who change this site name files and code that exist."""

import re

import pytest

from tests.processes import ROOT

DOCUMENTS = [
    "CONTRIBUTING.md",
    "docs/architecture.md",
    *sorted(path.relative_to(ROOT).as_posix() for path in ROOT.glob("[a-z]*/README.md")),
]
ROOMS = ("gazokako", "recordings", "cameras", "uploads", "core", "processing", "observer")
EXTENSIONS = ("css", "html", "in", "json", "md", "po", "py", "toml", "txt", "yml")
PATH = re.compile(rf"`([\w.*/-]+(?:/…?|\.(?:{'|'.join(EXTENSIONS)})))`")
LINK = re.compile(r"\]\((?!https?:)([^)#]+)")
NAME = re.compile(r"`([A-Za-z_][\w.]*)(?:\([\w, ]*\))?`")


def text_of(document):
    return (ROOT / document).read_text()


def in_backticks(document):
    return sorted({path.rstrip("…") for path in PATH.findall(text_of(document))})


def is_there(document, path):
    """Whether something is at a path that is written from the root, or from the document."""
    folders = (ROOT, (ROOT / document).parent)
    return any(next(folder.glob(path.rstrip("/")), None) is not None for folder in folders)


def words_of_the_code():
    modules = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    return {word for path in modules for word in re.findall(r"\w+", path.read_text())}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_that_is_named_exists(document):
    missing = [path for path in in_backticks(document) if not is_there(document, path)]

    assert in_backticks(document)
    assert missing == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_leads_somewhere(document):
    folder = (ROOT / document).parent

    assert [path for path in LINK.findall(text_of(document)) if not (folder / path).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_name_stands_in_the_code(document):
    names = {name for name in NAME.findall(text_of(document)) if not name.endswith(EXTENSIONS)}
    known = words_of_the_code() | {path.name for path in ROOT.iterdir()}

    assert sorted(name for name in names if not set(name.split(".")) <= known) == []


def test_a_path_that_is_gone_is_noticed():
    assert PATH.findall("`cameras/nowhere.py` and `make run`") == ["cameras/nowhere.py"]
    assert not is_there("docs/architecture.md", "cameras/nowhere.py")
    assert is_there("cameras/README.md", "live/streaming.py")
