"""Points in time on a page."""

from datetime import UTC, datetime

from django.utils import timezone, translation

from core.moments import moment


def test_a_moment_is_in_the_zone_of_the_site_and_in_the_words_of_the_page():
    when = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)

    with timezone.override("Asia/Tokyo"), translation.override("ja"):
        words = moment(when)

    assert words == (
        '<time datetime="2026-11-26T09:00:00+00:00" data-moment>2026年11月26日18:00 JST</time>'
    )


def test_what_has_not_been_yet_is_nothing():
    assert moment(None) == ""
