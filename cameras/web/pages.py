"""The pages on which people watch cameras, switch them and take pictures."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from redis.exceptions import RedisError

from cameras.capture.places import taken_places
from cameras.capture.power import switch
from cameras.ingest.stills import NoPicture, capture_still, save_still
from cameras.live.frame_requests import TooManyWaiting
from cameras.models import Camera
from cameras.web.access import visible
from cameras.web.forms import CaptureForm, PowerForm
from cameras.web.presentation import error_page, present, present_all
from core.client_address import sender_of
from core.http import HtmxRequest, SeeOther
from core.refusals import STATUS, message_for, message_of
from core.staff import is_staff
from processing.refusal import Refused
from uploads.session_tokens import remember


@require_safe
def index(request: HtmxRequest) -> HttpResponse:
    """The cameras this visitor may see; htmx asks for their states alone."""
    cameras = present_all(Camera.objects.listed_for(request.user))
    template = "cameras/_states.html" if request.htmx else "cameras/index.html"
    context = {"cameras": cameras, "is_staff": is_staff(request)}
    if is_staff(request) and not request.htmx:
        context |= {"taken_places": taken_places(), "places": settings.CAMERAS_PER_PROCESS}
    return render(request, template, context)


@require_safe
def show(request: HtmxRequest, slug: str) -> HttpResponse:
    """One camera, live or as snapshots; htmx asks for its state alone."""
    shown = present(visible(request, slug))
    if request.htmx:
        return render(request, "cameras/_states.html", {"cameras": [shown]})
    context = {
        "shown": shown,
        "camera": shown.camera,
        "mode": "snapshot" if request.GET.get("mode") == "snapshot" else "stream",
        "form": CaptureForm(),
        "is_staff": is_staff(request),
    }
    return render(request, "cameras/show.html", context)


@require_POST
def power(request: HttpRequest, slug: str) -> HttpResponse:
    """Staff switches a camera on or off."""
    camera = visible(request, slug)
    if not is_staff(request):
        return error_page(request, 403, _("Only staff can switch cameras."), camera)
    form = PowerForm(request.POST)
    if not form.is_valid():
        return error_page(request, 400, _("Say on=true or on=false."), camera)
    switch(camera, on=form.cleaned_data["on"])
    return SeeOther(camera.get_absolute_url())


@require_POST
def capture(request: HttpRequest, slug: str) -> HttpResponse:
    """Take the current picture, apply a recipe, and lead to the result."""
    camera = visible(request, slug)
    try:
        submission = capture_still(camera, CaptureForm(request.POST).recipe(), sender_of(request))
    except (NoPicture, RedisError):
        return _no_picture(request, camera)
    except TooManyWaiting:
        return error_page(request, 503, message_for("busy"), camera)
    except Refused as refusal:
        return error_page(request, STATUS[refusal.code], message_of(refusal), camera)
    remember(request, submission)
    return SeeOther(submission.upload.get_absolute_url())


@require_POST
def keep(request: HttpRequest, slug: str) -> HttpResponse:
    """Staff keeps the current picture among the camera's recordings."""
    camera = visible(request, slug)
    if not is_staff(request):
        return error_page(request, 403, _("Only staff can save snapshots."), camera)
    try:
        save_still(camera)
    except (NoPicture, RedisError):
        return _no_picture(request, camera)
    except TooManyWaiting:
        return error_page(request, 503, message_for("busy"), camera)
    messages.success(request, _("The snapshot is saved; it appears here in a moment."))
    return SeeOther(reverse("recordings:gallery", args=[camera.slug]))


def _no_picture(request: HttpRequest, camera: Camera) -> HttpResponse:
    words = present(camera).sentence or _("This camera gives no picture at the moment.")
    return error_page(request, 503, words, camera)
