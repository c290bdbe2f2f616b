"""How often others opened an upload's page, which is told to who sent it."""

import pytest
from django.test import Client

from tests.uploads.owning import own


def test_views_of_others_are_counted_and_told_to_who_sent_it(client, closed):
    upload = closed()
    own(client, upload)
    assert b"Nobody else has opened it yet." in client.get(upload.get_absolute_url()).content

    for _ in range(2):
        Client().get(upload.get_absolute_url())

    assert b"Opened 2 times by others." in client.get(upload.get_absolute_url()).content


@pytest.mark.parametrize(
    ("options", "views"),
    [
        ({}, 0),
        ({"headers": {"Sec-Fetch-Mode": "navigate"}}, 1),
        ({"headers": {"Sec-Fetch-Mode": "navigate", "HX-Request": "true"}}, 0),
    ],
    ids=["a program that previews links", "a browser", "a page that renews itself"],
)
def test_over_https_only_a_look_by_a_person_is_a_view(client, closed, options, views):
    upload = closed()

    client.get(upload.get_absolute_url(), secure=True, **options)

    upload.refresh_from_db()
    assert upload.views == views
