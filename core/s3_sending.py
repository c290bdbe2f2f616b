"""Sends the requests of Amazon's client within `core.deadlines`, which it knows nothing of."""

from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import EndpointConnectionError
from requests import PreparedRequest, RequestException, Session
from requests.structures import CaseInsensitiveDict

from core.deadlines import DeadlineAdapter

REQUEST_TIMEOUT_S = 15


class SendWithDeadlines:
    """A handler of botocore's event `before-send`: what it returns is taken for the answer."""

    def __init__(self) -> None:
        self._session = Session()
        self._session.mount("https://", DeadlineAdapter())
        self._session.mount("http://", DeadlineAdapter())

    def __call__(self, request: AWSPreparedRequest, **_event: Any) -> AWSResponse:
        """Raises DeadlinePassedError, or an error after which the client tries again."""
        try:
            answer = self._session.send(
                _prepared(request), stream=True, timeout=REQUEST_TIMEOUT_S, allow_redirects=False
            )
        except RequestException as error:
            raise EndpointConnectionError(endpoint_url=request.url, error=error) from error
        return AWSResponse(request.url, answer.status_code, answer.headers, answer.raw)


def _prepared(request: AWSPreparedRequest) -> PreparedRequest:
    """The same request, address and signature untouched, for `requests`.

    Without `Expect`, which is not signed: the body follows the headers at once.
    """
    prepared = PreparedRequest()
    prepared.method, prepared.url, prepared.body = request.method, request.url, request.body
    prepared.headers = CaseInsensitiveDict(
        {
            name: value.decode() if isinstance(value, bytes) else str(value)
            for name, value in request.headers.items()
            if name.lower() != "expect"
        }
    )
    return prepared
