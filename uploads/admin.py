from django.contrib import admin

from uploads.models import Picture, Upload


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
