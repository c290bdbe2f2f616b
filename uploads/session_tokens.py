"""What a visitor's session holds: delete tokens of what they sent, slugs of links they opened."""

from django.http import HttpRequest

from uploads.intake import Submission
from uploads.models import Upload

_KEY = "delete_tokens"
_OPENED_KEY = "opened"
_MAX_REMEMBERED = 100


def remember(request: HttpRequest, submission: Submission) -> None:
    """Keep the delete token in the visitor's session, the newest hundred of them."""
    tokens = {**request.session.get(_KEY, {}), submission.upload.slug: submission.delete_token}
    request.session[_KEY] = dict(list(tokens.items())[-_MAX_REMEMBERED:])


def tokens_of(request: HttpRequest) -> dict[str, str]:
    """The delete tokens this visitor holds, by slug."""
    return dict(request.session.get(_KEY, {}))


def token_of(request: HttpRequest, upload: Upload) -> str:
    """The delete token this visitor holds for an upload, or nothing."""
    return tokens_of(request).get(upload.slug, "")


def remember_opened(request: HttpRequest, upload: Upload) -> None:
    """Let this visitor see the pictures of a closed link that they opened, the newest hundred."""
    opened = [*request.session.get(_OPENED_KEY, []), upload.slug]
    request.session[_OPENED_KEY] = opened[-_MAX_REMEMBERED:]


def opened_slugs(request: HttpRequest) -> list[str]:
    """Of the closed links that this visitor opened."""
    return list(request.session.get(_OPENED_KEY, []))
