"""The pages on which staff adds, changes and removes cameras, and sends pictures from a phone."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cameras.capture import power
from cameras.models import Camera
from cameras.web.access import visible
from cameras.web.connection_test import ConnectionTest, connection_test
from cameras.web.forms import CameraForm, NewCameraForm
from cameras.web.presentation import error_page, present
from core.http import SeeOther
from core.staff import is_staff, staff_page, to_login

_TEST = "test"
"""The button of a camera's form that tries its source and saves nothing."""

CameraView = Callable[[HttpRequest, Camera], HttpResponse]


def _of_camera(view: CameraView) -> Callable[[HttpRequest, str], HttpResponse]:
    """A view about one camera for staff: others are sent to log in, or find nothing at all."""

    @wraps(view)
    def guarded(request: HttpRequest, slug: str) -> HttpResponse:
        camera = visible(request, slug)
        if is_staff(request):
            return view(request, camera)
        return to_login(request, camera.get_absolute_url())

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("cameras:new")
def new(request: HttpRequest) -> HttpResponse:
    """Add a camera."""
    form = NewCameraForm(request.POST or None)
    if not form.is_valid():
        return render(request, "cameras/form.html", {"form": form}, status=_status_of(form))
    if _TEST in request.POST:
        context = {"form": form, "test": connection_test(form.cleaned_data["source"])}
        return render(request, "cameras/form.html", context)
    camera = form.save()
    power.switch(camera, on=form.cleaned_data["is_on"])
    messages.success(request, _("The camera is added."))
    return SeeOther(camera.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
@_of_camera
def edit(request: HttpRequest, camera: Camera) -> HttpResponse:
    """Change a camera; frames made by its old settings are not shown any more."""
    version = camera.version
    form = CameraForm(request.POST or None, instance=camera)
    is_valid = form.is_valid()
    if not is_valid or _TEST in request.POST:
        stored = Camera.objects.get(pk=camera.pk)  # validating has changed the other one
        test = _test_of(form, stored) if is_valid else None
        context = {"form": form, "camera": stored, "shown": present(stored), "test": test}
        return render(request, "cameras/form.html", context, status=_status_of(form))
    camera = form.save()
    if camera.version != version:
        power.restart(camera)
    messages.success(request, _("The changes are saved."))
    return SeeOther(camera.get_absolute_url())


@require_http_methods(["GET", "HEAD", "POST"])
@_of_camera
def remove(request: HttpRequest, camera: Camera) -> HttpResponse:
    """Ask, then delete a camera."""
    if request.method != "POST":
        return render(request, "cameras/remove.html", {"camera": camera})
    power.remove(camera)
    messages.success(request, _("The camera is removed."))
    return SeeOther(reverse("cameras:index"))


@require_POST
@_of_camera
def token(request: HttpRequest, camera: Camera) -> HttpResponse:
    """Make a new token for pushing frames and show it, this once; the old one ends."""
    new_token = camera.new_push_token()
    camera.save(update_fields=["push_token_hash"])
    frames = request.build_absolute_uri(reverse("cameras:frames", args=[camera.slug]))
    context = {"camera": camera, "token": new_token, "frames_url": frames}
    return render(request, "cameras/token.html", context)


@require_safe
@_of_camera
def broadcast(request: HttpRequest, camera: Camera) -> HttpResponse:
    """Turns the phone or computer that opens it into this camera."""
    shown = present(camera)
    if not shown.takes_pushed:
        words = _("This camera has a source of its own; pictures cannot be sent to it.")
        return error_page(request, 409, words, camera)
    context = {"camera": camera, "shown": shown, "now": f"{timezone.now().timestamp():.3f}"}
    return render(request, "cameras/broadcast.html", context)


def _status_of(form: CameraForm) -> int:
    return 400 if form.is_bound and not form.is_valid() else 200


def _test_of(form: CameraForm, stored: Camera) -> ConnectionTest:
    """A try of the source that was picked, or of the one that stays."""
    source = form.cleaned_data["source"] or stored.source
    return connection_test(source, form.cleaned_data.get("certificate", ""))
