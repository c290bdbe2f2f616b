"""The site as four kinds of visitors find it: something behind every address, and each at it."""

import json
from collections.abc import Iterator
from datetime import timedelta
from http.cookies import SimpleCookie
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from cameras.models import Camera
from recordings.models import Recording, ShareLink, TimeLapse
from uploads.models import ClipSearch, Person, Picture, Upload

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
WHO = ("anybody", "link", "uploader", "staff")
_REFUSED = (401, 403, 404, 405)
_GREY = [{"op": "grayscale"}]
_CORRECTION: dict[str, object] = {"keep": [], "add": []}
_BODIES: dict[str, dict[str, object]] = {
    "power": {"on": False},
    "captures": {"recipe": _GREY},
    "faces": _CORRECTION,
    "persons": _CORRECTION,
}
"""What the API is sent, by the last word of the address."""


def addresses() -> list[str]:
    """Every address that the site answers, as its pattern."""
    return list(dict.fromkeys(_below(get_resolver(), "/")))


def _below(resolver: Any, start: str) -> Iterator[str]:
    for entry in resolver.url_patterns:
        address = f"{start}{entry.pattern}"
        if isinstance(entry, URLPattern):
            yield address
        else:
            yield from _below(entry, address)


class World:
    """Rows and files behind the addresses, and who knows what of them.

    `anybody` knows no secret, and of cameras the slug of a private one; `link` knows the link of
    the upload, of a camera and of a share; `uploader` has the token besides; `staff` is logged in.
    """

    def __init__(self, jpeg: bytes) -> None:
        self._jpeg = jpeg
        self._keys: list[str] = []
        self._now = timezone.now()
        self._later = self._now + timedelta(days=1)
        self.upload = Upload(recipe=[{"op": "faces"}], expires_at=self._later)
        self.delete_token = self.upload.new_delete_token()
        self.upload.save()
        self.picture = self._picture(1, state="done", result=f"{self.upload.folder}/1-result.jpg")
        self._failed = self._picture(2, state="failed", error_code="damaged")
        self._clip()
        self._shown, self._hidden = self._camera("link"), self._camera("private")
        self._group = Group.objects.create(name="people")
        self._somebody = User.objects.create(username="somebody")
        self._staff = User.objects.create_superuser("boss")
        self._clients = {who: self._client(who) for who in WHO}
        self._cookies = {who: dict(client.cookies) for who, client in self._clients.items()}

    def ask(self, who: str, method: str, address: str) -> Any:
        """One request, whose effects on rows and files are undone; returns the response."""
        for key in self._keys:
            if not default_storage.exists(key):
                default_storage.save(key, ContentFile(self._jpeg))
        client = self._clients[who]
        client.cookies = SimpleCookie(self._cookies[who])
        token = self.delete_token if who == "uploader" else "wrong"
        content: dict[str, Any] = {"data": {"delete_token": token}}
        if method in ("PUT", "PATCH", "DELETE") or address.startswith("/api/"):
            body = json.dumps(_BODIES.get(address.rpartition("/")[2], {}))
            content = {"data": body, "content_type": "application/json"}
        if method in ("GET", "HEAD"):
            content = {}
        path = self._path(who, address)
        with transaction.atomic():
            response = getattr(client, method.lower())(
                path, **content, headers={"X-Delete-Token": token}
            )
            transaction.set_rollback(True)
        return response

    def may(self, who: str, method: str, address: str) -> bool:
        """Whether a request is let in, whatever becomes of it then; fails on a 500."""
        response = self.ask(who, method, address)
        assert response.status_code < 500 or response.status_code == 503, (who, method, address)
        to_login = response.status_code == 302 and "/login/?next=" in response["Location"]
        return response.status_code not in _REFUSED and not to_login

    def may_post_without_csrf_token(self, address: str) -> bool:
        """Whether staff is let in with a form that may be from another site."""
        handler = self._clients["staff"].handler
        handler.enforce_csrf_checks = True
        try:
            return self.may("staff", "POST", address)
        finally:
            handler.enforce_csrf_checks = False

    def _client(self, who: str) -> Client:
        client = Client()
        if who == "staff":
            client.force_login(self._staff)
        if who == "uploader":
            session = client.session
            session["delete_tokens"] = {self.upload.slug: self.delete_token}
            session.save()
        return client

    def _path(self, who: str, address: str) -> str:
        camera = self._hidden if who in ("anybody", "staff") else self._shown
        slug = "unknown" if who == "anybody" else self.upload.slug
        values = {
            "r/<str:slug>": f"r/{slug}",
            "uploads/<slug>": f"uploads/{slug}",
            "s/<str:token>": "s/unknown" if who == "anybody" else f"s/{camera['<token>']}",
            "cameras/camera/<path:object_id>": f"cameras/camera/{camera['<pk>']}",
            "uploads/upload/<path:object_id>": f"uploads/upload/{self.upload.pk}",
            "auth/group/<path:object_id>": f"auth/group/{self._group.pk}",
            "auth/user/<path:object_id>": f"auth/user/{self._somebody.pk}",
            "auth/user/<id>": f"auth/user/{self._somebody.pk}",
            "<int:picture_id>": str(self._failed.pk),
            "<int:upload_id>": str(self.upload.pk),
            "<int:number>/persons": "3/persons",
            "<number>/persons": "3/persons",
            "<int:number>": "1",
            "<number>": "1",
            "<int:index>": "0",
            "^(?P<app_label>cameras|uploads|auth)/$": "cameras/",
            "(?P<url>.*)$": "nowhere/",
            "<path:content_type_id>/<path:object_id>": "1/1",
            **camera,
        }
        for name, value in values.items():
            address = address.replace(name, value)
        return address

    def _picture(self, number: int, **fields: Any) -> Picture:
        picture = Picture.objects.create(
            upload=self.upload,
            number=number,
            original=f"{self.upload.folder}/{number}-original",
            media_type="image/jpeg",
            **fields,
        )
        self._keys += [picture.result] if picture.result else []
        return picture

    def _clip(self) -> None:
        """A clip with one person, who may be shown."""
        clip = self._picture(
            3, kind="clip", state="done", seen_width=64, seen_height=48, duration_s=1
        )
        ClipSearch.objects.create(clip=clip, content=b"")
        place = {"x": 1, "y": 1, "width": 9, "height": 9, "score": 1}
        Person.objects.create(
            clip=clip, index=0, start_s=0, end_s=1, best_s=0, has_thumbnail=True, **place
        )

    def _camera(self, visibility: str) -> dict[str, str]:
        """A camera with a recording, a share and a time-lapse; what their names stand for."""
        slug = f"{visibility}-door"
        camera = Camera.objects.create(slug=slug, name=slug, source="push:", visibility=visibility)
        recording = Recording.objects.create(
            camera=camera, width=64, height=48, reason="motion", taken_at=self._now, size_bytes=9,
            has_before=True,
        )  # fmt: skip
        share = ShareLink.objects.create(recording=recording, expires_at=self._later)
        lapse = TimeLapse.objects.create(
            camera=camera, begins_at=self._now, ends_at=self._now, expires_at=self._later,
            state="done", result=f"{slug}.mp4",
        )  # fmt: skip
        self._keys += [*recording.paths, lapse.result]
        return {
            "<pk>": str(camera.pk),
            "<slug:slug>": slug,
            "<slug>": slug,
            "<token>": share.token,
            "<int:recording_id>": str(recording.pk),
            "<int:time_lapse_id>": str(lapse.pk),
            "<int:share_id>": str(share.pk),
        }
