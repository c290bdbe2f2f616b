"""The page on which staff switches its second factor on and off."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.http import SeeOther
from core.staff import staff_page
from gazokako import second_factor
from uploads.qr_code import qr_code


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("second-factor")
def second_factor_page(request: HttpRequest) -> HttpResponse:
    """Show a secret to be scanned, or, once it is in force, how to switch it off."""
    user = cast("User", request.user)  # `staff_page` lets nobody else in
    is_on = second_factor.device_of(user, confirmed=True) is not None
    if request.method == "POST":
        _switch(request, user, is_on=is_on)
        return SeeOther(reverse("second-factor"))
    return render(request, "second_factor.html", {"is_on": is_on, **_secret(user, is_on=is_on)})


def _switch(request: HttpRequest, user: User, *, is_on: bool) -> None:
    """Either way needs the code that the app shows now."""
    code = request.POST.get("code", "")
    if is_on and second_factor.is_code_of(user, code):
        second_factor.remove(user)
        messages.success(request, _("Two-step login is off."))
    elif not is_on and second_factor.confirm(user, code):
        messages.success(request, _("Two-step login is on."))
    else:
        messages.error(request, _("That is not the code that your app shows now."))


def _secret(user: User, *, is_on: bool) -> dict[str, str]:
    if is_on:
        return {}
    address = second_factor.begin(user).config_url
    return {"qr_code": qr_code(address), "address": address}
