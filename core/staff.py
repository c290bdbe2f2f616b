"""Guards for staff: others are sent to the login, or refused."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from core.transient import TRANSIENT

View = Callable[..., HttpResponse]


def is_staff_user(user: AbstractBaseUser | AnonymousUser) -> bool:
    return bool(getattr(user, "is_staff", False))


def is_staff(request: HttpRequest) -> bool:
    return is_staff_user(request.user)


def logged_in_as(request: HttpRequest) -> dict[str, Callable[[], str]]:
    """For templates, which call it: the name of who is logged in, empty for everyone else.

    It is empty too while the database is away, since pages that need none go on without it, and
    for a request that was refused before its user was looked up.
    """

    def name() -> str:
        if not hasattr(request, "user"):
            return ""
        try:
            return str(request.user.get_username())
        except TRANSIENT:
            return ""

    return {"logged_in_as": name}


def staff_only(request: HttpRequest) -> None:
    """Raises PermissionDenied for everyone else."""
    if not is_staff(request):
        raise PermissionDenied


def to_login(request: HttpRequest, page: str) -> HttpResponse:
    """Redirect to the login, which leads back to this address, or after a POST to `page`."""
    is_asking = request.method in ("GET", "HEAD")
    return redirect_to_login(request.get_full_path() if is_asking else page, reverse("admin:login"))


def staff_page(name: str) -> Callable[[View], View]:
    """Have everyone else log in; `name` is the URL name of the page to return to after a POST."""

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: int, **kwargs: int) -> HttpResponse:
            if is_staff(request):
                return view(request, *args, **kwargs)
            return to_login(request, reverse(name))

        return guarded

    return guard
