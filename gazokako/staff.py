"""The staff page: the state of the site, with failed pictures to retry or delete."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.http import SeeOther
from core.job_queue import send
from core.staff import staff_page
from gazokako.staff_overview import staff_overview
from uploads.models import Picture, Upload
from uploads.removal import remove


@require_safe
@staff_page("staff")
def home(request: HttpRequest) -> HttpResponse:
    """The staff page."""
    return render(request, "staff.html", {"site": staff_overview()})


@require_POST
@staff_page("staff")
def retry(request: HttpRequest, picture_id: int) -> HttpResponse:
    """Queue a failed picture again."""
    picture = get_object_or_404(Picture, pk=picture_id)
    if picture.try_again():
        send(Picture.task_name, [picture.pk])
        messages.success(request, _("The picture is queued again."))
    else:
        messages.error(request, _("This picture is not failed any more, or its original is gone."))
    return SeeOther(reverse("staff"))


@require_POST
@staff_page("staff")
def delete(request: HttpRequest, upload_id: int) -> HttpResponse:
    """Delete an upload with all its files."""
    remove(get_object_or_404(Upload, pk=upload_id))
    messages.success(request, _("The upload is deleted."))
    return SeeOther(reverse("staff"))
