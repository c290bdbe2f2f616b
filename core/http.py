"""Classes of requests and responses beside Django's."""

from django.http import HttpRequest, HttpResponseRedirect
from django_htmx.middleware import HtmxDetails


class HtmxRequest(HttpRequest):
    htmx: HtmxDetails


class SeeOther(HttpResponseRedirect):
    """Answers a POST with the page to GET next."""

    status_code = 303
