"""What a shared link shows: one picture and its time, and nothing about its camera."""

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.downloads import stored_response
from recordings.share_link import ShareLink

app_name = "shared"


@require_safe
def show(request: HttpRequest, token: str) -> HttpResponse:
    """The page of a link; unknown, expired and deleted are the same 404."""
    share = _valid(token)
    return render(request, "recordings/shared.html", {"share": share, "recording": share.recording})


@require_safe
def image(request: HttpRequest, token: str) -> HttpResponseBase:
    """Its picture, to be shown or (`?download`) saved."""
    recording = _valid(token).recording
    moment = timezone.localtime(recording.taken_at).strftime("%Y-%m-%d-%H%M%S")
    download = "download" in request.GET
    return stored_response(recording.image, "image/jpeg", f"{moment}.jpg", download=download)


def _valid(token: str) -> ShareLink:
    return get_object_or_404(ShareLink.objects.valid().select_related("recording"), token=token)


urlpatterns = [
    path("<str:token>/", show, name="show"),
    path("<str:token>/image/", image, name="image"),
]
