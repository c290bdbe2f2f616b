"""What describes a deployment fits the code that it deploys."""

import json
import re

import pytest
from django.conf import settings

from core.tokens import new_key
from processing.images import FileTraits
from processing.images.encoding import _encoding
from recordings.recording import image_of
from tests.processes import ROOT
from uploads.models import Picture
from uploads.rendering import stored_name

PAGE = (ROOT / "docs/deploy.md").read_text()
JUDGES = ("google_credentials", "redis_options", "faults")
SETTINGS = (ROOT / "docs/settings.md").read_text()
APP = json.loads((ROOT / "app.json").read_text())


def set_by_the_page():
    (block,) = re.findall(r"heroku config:set --app \"\$APP\" \\\n(.*?)\n```", PAGE, re.DOTALL)
    return re.findall(r"([A-Z_]+)=", re.sub(r'"[^"\n]*"', "", block))


def test_everything_the_page_sets_is_explained_on_it_and_in_the_table_of_settings():
    names = set_by_the_page()

    assert len(names) == 11
    for name in names:
        assert f"| `{name}` |" in PAGE
        assert f"| `{name}` |" in SETTINGS


def test_one_click_sets_what_the_page_sets():
    assert sorted(APP["env"]) == sorted(set_by_the_page())


@pytest.mark.parametrize("name", ["TRUSTED_PROXIES", "REDIS_TLS_VERIFY", "DATA_DIR", "ONE_DYNO"])
def test_one_click_gives_the_pages_values(name):
    assert f"  {name}={APP['env'][name]['value']} \\\n" in PAGE


def test_google_removes_what_the_site_forgot_and_nothing_before_it_expires():
    (rule,) = json.loads((ROOT / "docs/lifecycle.json").read_text())["rule"]
    kinds = [_encoding(target, FileTraits(target))[0] for target in ("JPEG", "PNG", "WEBP", "AVIF")]
    picture = Picture(number=12, version=34, attempts=3)
    names = [
        *(stored_name(picture, "result", kind) for kind in kinds),
        *(stored_name(picture, "preview", kind) for kind in (".jpg", ".webp")),
        *(stored_name(picture, "thumbnail", kind) for kind in (".jpg", ".webp")),
    ]
    names.append(stored_name(picture, "result", ".mp4"))
    suffixes = rule["condition"]["matchesSuffix"]

    assert "-original" in suffixes
    assert all(any(name.endswith(suffix) for suffix in suffixes) for name in names)
    assert not any(image_of(new_key()).endswith(suffix) for suffix in suffixes)
    assert rule["condition"]["age"] > settings.MAX_UPLOAD_EXPIRES_IN_S / 86_400


def sentences():
    """The words that the page quotes of what the site says when something is wrong."""
    table = PAGE.partition("| the sentence says | what to do |")[2].partition("\n\n")[0]
    first_cells = [line.split("|")[1] for line in table.splitlines()[2:]]
    quoted = [words for cell in first_cells for words in re.findall(r"`([^`]+)`", cell)]
    return [words.strip("… ") for words in quoted]


@pytest.mark.parametrize("sentence", sentences())
def test_a_sentence_that_the_page_explains_is_one_that_the_site_says(sentence):
    files = ("gazokako/settings/values.py", *(f"core/{name}.py" for name in JUDGES))
    source = "".join((ROOT / file).read_text() for file in files)
    said = re.sub(r'"\s*\n\s*f?"', "", source)
    parts = re.split(
        r"…|write to|GOOGLE_APPLICATION_CREDENTIALS |'authorized_user'|private_key", sentence
    )

    assert all(part.strip() in said for part in parts)


def test_the_page_names_every_process_that_one_dyno_runs():
    names = [line.partition(":")[0] for line in (ROOT / "Procfile").read_text().splitlines()]

    assert [name for name in names if name != "release" and f" {name}=1:" not in PAGE] == []


@pytest.mark.parametrize("procfile", ["Procfile", "Procfile.dev"])
def test_what_looks_for_faces_asks_for_large_pages_of_memory(procfile):
    lines = (ROOT / procfile).read_text().splitlines()
    asking = [line.partition(":")[0] for line in lines if "glibc.malloc.hugetlb=1" in line]

    assert asking == ["worker", "clips", "camera"]
