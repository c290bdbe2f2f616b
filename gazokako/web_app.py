"""The site as an app on a phone: its manifest, its service worker, and what they lead to."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from core.http import SeeOther

_GROUND, _BRAND = "#f7f9f9", "#0b6e75"


@require_safe
def manifest(_request: HttpRequest) -> JsonResponse:
    """What a phone needs to install the site, and to offer it for sharing pictures."""
    home = reverse("uploads:create")
    answer = {
        "name": "gazokako",
        "short_name": "gazokako",
        "description": _("Hide faces in pictures and make them safe to share."),
        "lang": get_language(),
        "id": home,
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "background_color": _GROUND,
        "theme_color": _BRAND,
        "icons": _icons(),
        "share_target": {
            "action": reverse("share"),
            "method": "POST",
            "enctype": "multipart/form-data",
            "params": {"files": [{"name": "files", "accept": ["image/*"]}]},
        },
    }
    return JsonResponse(answer, content_type="application/manifest+json")


def _icons() -> list[dict[str, str]]:
    drawn = [("icon-192", "192x192", "any"), ("icon-512", "512x512", "any")]
    return [
        {"src": static(f"gazokako/{name}.png"), "sizes": sizes, "purpose": purpose}
        for name, sizes, purpose in [*drawn, ("icon-maskable-512", "512x512", "maskable")]
    ]


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that takes shared pictures to the upload page and tells of being offline."""
    return render(request, "service-worker.js", content_type="text/javascript")


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What is shown of any page while there is no connection; service workers keep it."""
    return render(request, "offline.html")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def share(_request: HttpRequest) -> HttpResponse:
    """Where shared pictures come in the browser's service worker; without one they are chosen.

    What gets here is not read: the form that sent it has no token of ours.
    """
    return SeeOther(reverse("uploads:create"))
