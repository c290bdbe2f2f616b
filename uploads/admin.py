from typing import cast

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

from uploads.models import Picture, Upload
from uploads.removal import remove


class PictureInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Picture
    fields = ("number", "name", "state", "error_code", "attempts", "width", "height")
    readonly_fields = fields
    can_delete = False
    extra = 0


class CappedPaginator(Paginator):  # type: ignore[type-arg]
    """Counts 10,000 rows at most: of a million, counting takes far longer than showing a page."""

    MOST = 10_000

    @cached_property
    def count(self) -> int:
        """How many rows can be paged through."""
        return cast("QuerySet[Upload]", self.object_list)[: self.MOST].count()


@admin.register(Upload)
class UploadAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Uploads without their secret: staff sees how a job fares, not what it shows."""

    list_display = ("id", "created_at", "expires_at")
    fields = ("recipe", "refused", "created_at", "expires_at")
    readonly_fields = fields
    inlines = (PictureInline,)
    ordering = ("-id",)
    paginator = CappedPaginator
    show_full_result_count = False

    def has_add_permission(self, _request: HttpRequest) -> bool:
        """Uploads are made by `intake.submit` alone."""
        return False

    def delete_model(self, _request: HttpRequest, upload: Upload) -> None:
        """Delete with all files."""
        remove(upload)

    def delete_queryset(self, _request: HttpRequest, uploads: "QuerySet[Upload]") -> None:
        """Delete each with all files."""
        for upload in uploads:
            remove(upload)
