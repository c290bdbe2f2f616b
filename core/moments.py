"""How a point in time is written on a page. A library of template filters."""

from datetime import datetime

from django import template
from django.utils import formats, timezone
from django.utils.html import format_html

register = template.Library()


@register.filter
def moment(when: datetime | None) -> str:
    """A `<time>` in the site's zone, which it names; `site.js` puts it into the reader's own zone.

    In the page's language: "Nov. 26, 2026, 9 a.m. UTC". Nothing for None, as Django's own `date`.
    """
    if when is None:
        return ""
    here = timezone.localtime(when)
    words = formats.date_format(here, "DATETIME_FORMAT")
    zone = formats.date_format(here, "T")
    return format_html(
        '<time datetime="{}" data-moment>{} {}</time>', when.isoformat(), words, zone
    )
