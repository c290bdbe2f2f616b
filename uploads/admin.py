from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from uploads.models import Picture, Upload
from uploads.removal import remove


class PictureInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Picture
    fields = ("number", "name", "state", "error_code", "attempts", "width", "height")
    readonly_fields = fields
    can_delete = False
    extra = 0


@admin.register(Upload)
class UploadAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Uploads without their secret: staff sees how a job fares, not what it shows."""

    list_display = ("id", "created_at", "expires_at", "deleted_at")
    fields = ("recipe", "refused", "created_at", "expires_at", "deleted_at")
    readonly_fields = fields
    inlines = (PictureInline,)
    date_hierarchy = "created_at"

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """Uploads come in by the door alone."""
        return False

    def delete_model(self, _request: HttpRequest, upload: Upload) -> None:
        """Delete with all files."""
        remove(upload)

    def delete_queryset(self, _request: HttpRequest, uploads: "QuerySet[Upload]") -> None:
        """Delete each with all files."""
        for upload in uploads:
            remove(upload)
