from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from cameras.capture.power import remove
from cameras.models import Camera


@admin.register(Camera)
class CameraAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Cameras to look at and remove; they are added and changed at /cameras/. No secret is here."""

    list_display = ("name", "visibility", "is_on", "hide_faces", "created_at")
    list_filter = ("visibility", "is_on")
    fields = ("name", "slug", "visibility", "is_on", "hide_faces", "fps", "created_at")
    readonly_fields = fields

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """False: cameras are added at /cameras/new/."""
        return False

    def delete_model(self, _request: HttpRequest, camera: Camera) -> None:
        """Delete, and send its viewers away."""
        remove(camera)

    def delete_queryset(self, _request: HttpRequest, cameras: "QuerySet[Camera]") -> None:
        """Delete each, and send its viewers away."""
        for camera in cameras:
            remove(camera)
