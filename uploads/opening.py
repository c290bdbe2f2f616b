"""Who may see the pictures of an upload: its owner, and whoever its link is open for.

A link is closed where it asks for a password, or shows its pictures once. It is opened by a press
(a POST), so that programs which fetch links to show what is behind them open none; the session of
whoever did it then holds the slug.
"""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.hashers import check_password
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from core.rate_limits import RateLimited, seconds_to_wait
from processing.refusal import Refused
from uploads.models import Upload
from uploads.presentation import has_settled
from uploads.session_tokens import opened_slugs, remember_opened, token_of

SEEN_FOR = timedelta(minutes=10)
"""How long what is shown once stays, for who opened it to look and save."""
_PASSWORDS = "passwords"


def is_owner(request: HttpRequest, upload: Upload) -> bool:
    """Whether the delete token came in the visitor's session, or from a program as a header."""
    token = token_of(request, upload) or request.headers.get("X-Delete-Token", "")
    return upload.accepts_delete_token(token)


def is_closed_for(request: HttpRequest, upload: Upload) -> bool:
    """Whether the link has to be opened first.

    A program sends the password as a header each time. Raises Http404 where somebody else has
    opened a link that shows its pictures once, and RateLimited.
    """
    if not upload.is_closed or is_owner(request, upload):
        return False
    if upload.slug in opened_slugs(request):
        return False
    if upload.opened_at:
        raise Http404
    password = request.headers.get("X-Upload-Password", "")
    return upload.is_once or not password or not _is_password(upload, password)


def seen_by(request: HttpRequest, slug: str) -> Upload:
    """An upload whose pictures this visitor may see. Raises Http404 and RateLimited."""
    upload = get_object_or_404(Upload.objects.visible(), slug=slug)
    if is_closed_for(request, upload):
        raise Http404
    return upload


def open_for(request: HttpRequest, upload: Upload, password: str) -> None:
    """Show the pictures of a closed link to this visitor from now on.

    Raises Refused where the password is wrong or the pictures are not ready, RateLimited, and
    Http404 where another was quicker.
    """
    if upload.password_hash and not _is_password(upload, password):
        raise Refused("wrong_key")
    if upload.is_once:
        if not has_settled(upload):
            raise Refused("not_ready")
        if not upload.open_once(SEEN_FOR):
            raise Http404
    remember_opened(request, upload)


def is_view(request: HttpRequest) -> bool:
    """Whether a person looks at a page: not a script that renews it, nor what previews links.

    Over HTTPS every browser says that it goes to a page (Fetch Metadata, W3C); programs do not.
    """
    if request.method != "GET" or request.headers.get("HX-Request"):
        return False
    return not request.is_secure() or request.headers.get("Sec-Fetch-Mode") == "navigate"


def _is_password(upload: Upload, password: str) -> bool:
    """Each link bears some wrong ones in a while, from wherever they come. Raises RateLimited."""
    limit = settings.RATE_LIMITS[_PASSWORDS]
    if settings.RATE_LIMIT:
        wait_s = seconds_to_wait(_PASSWORDS, upload.slug, limit, take=False)
        if wait_s:
            raise RateLimited(_PASSWORDS, wait_s)
    is_right = check_password(password, upload.password_hash)
    if settings.RATE_LIMIT and not is_right:
        seconds_to_wait(_PASSWORDS, upload.slug, limit)
    return is_right
