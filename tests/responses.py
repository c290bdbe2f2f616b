"""Reads what the test client answers."""

from asgiref.sync import async_to_sync
from django.http import StreamingHttpResponse


def body_of(response: StreamingHttpResponse) -> bytes:
    """The whole body of an answer that is streamed asynchronously."""

    async def collect() -> bytes:
        return b"".join([piece async for piece in response.streaming_content])

    return async_to_sync(collect)()
