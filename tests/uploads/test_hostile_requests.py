"""Whatever a file is called, it is taken in and its name does no harm."""

import re

import pytest
import regex
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from uploads.models import Picture
from uploads.names import MAX_BYTES, display_name, download_name

_UNSEEN = regex.compile(
    r"[[\p{C}\p{Zl}\p{Zp}]--[\u200c\u200d\U000E0020-\U000E007F]]", regex.VERSION1
)
"""Joiners and tags hold emoji together."""
NASTY = (
    "../../../../etc/passwd",
    "..\\..\\windows\\system32.jpg",
    "nul\0byte.jpg",
    "x" * 5000 + ".jpg",
    "\u202egpj.exe",
    "<script>alert(1)</script>.jpg",
    '"><img src=x onerror=alert(1)>.jpg',
    "new\r\nSet-Cookie: a=b.jpg",
    "{{ 7|add:7 }}{% load static %}.jpg",
    "%00%2e%2e%2f.jpg",
)
PIECES = st.sampled_from(
    ["..", "/", "\\", "\0", "\u202e", "\r\n", '"', "<b>", ".jpg", "猫", "\ud800"]
)


@given(st.text(max_size=300) | st.lists(st.text(max_size=5) | PIECES, max_size=40).map("".join))
def test_any_name_becomes_one_line_without_a_path(raw):
    name = display_name(raw)

    assert 0 < len(name.encode()) <= MAX_BYTES
    assert "/" not in name
    assert "\\" not in name
    assert not _UNSEEN.search(name)
    assert "/" not in download_name(name, ".jpg")


@pytest.mark.django_db
@pytest.mark.parametrize("name", NASTY, ids=range(len(NASTY)))
def test_any_file_name_is_taken_and_shown_without_harm(client, jpeg, name):
    sent = SimpleUploadedFile("a.jpg", jpeg)
    sent._name = name

    answer = client.post("/", {"files": sent, "recipe": "grayscale"})
    page = client.get(answer["Location"])

    assert (answer.status_code, page.status_code) == (303, 200)
    assert not re.search(rb"<script>alert|<img src=x|7\|add:7 }}1|\r\nSet-Cookie", page.content)
    picture = Picture.objects.get()
    assert picture.original == f"{picture.upload.folder}/1-original"


@pytest.mark.django_db
@given(recipe=st.text(max_size=200), expires_in=st.integers() | st.text(max_size=20))
def test_any_recipe_and_lifetime_is_taken_or_refused_by_the_page(recipe, expires_in):
    fields = {"recipe": recipe, "expires_in": expires_in}

    assert Client().post("/", fields).status_code == 400
