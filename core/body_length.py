"""Django as an ASGI application that knows the length of every body."""

import os
from collections.abc import Mapping
from typing import IO, Any

from django.core.handlers.asgi import ASGIHandler, ASGIRequest
from django.http.response import HttpResponseBase


class KnownLength(ASGIHandler):
    """Django takes a body without Content-Length (chunked) for an empty one; this one measures it.

    The body is on disk whole by then, and no larger than `core.body_limit` lets through.
    """

    def create_request(
        self, scope: Mapping[str, Any], body_file: IO[bytes]
    ) -> tuple[ASGIRequest, None] | tuple[None, HttpResponseBase]:
        """Django's, with the header added where it is missing."""
        if not any(name == b"content-length" for name, _value in scope["headers"]):
            length = body_file.seek(0, os.SEEK_END)
            body_file.seek(0)
            header = (b"content-length", str(length).encode())
            scope = {**scope, "headers": [*scope["headers"], header]}
        return super().create_request(scope, body_file)
