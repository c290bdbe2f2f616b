"""The row of one submission of pictures with one recipe."""

from typing import ClassVar, Self

from django.db import models
from django.urls import reverse
from django.utils import timezone

from core.clock import SharedNow
from core.tokens import has_hash, hash_of, new_key, new_slug, new_token
from processing.recipe import Recipe


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible(self) -> Self:
        """Those that still exist for visitors: not expired. A deleted one has no row."""
        return self.filter(expires_at__gt=timezone.now())

    def expired(self) -> Self:
        """Those whose rows and files are to be removed, the longest expired first."""
        return self.filter(expires_at__lte=SharedNow()).order_by("expires_at")


class Upload(models.Model):
    """One submission of pictures with one recipe. Its files are all in its folder."""

    slug = models.CharField(max_length=32, unique=True, default=new_slug, editable=False)
    folder = models.CharField(max_length=32, default=new_key, editable=False)
    delete_token_hash = models.CharField(max_length=64, editable=False)
    recipe = models.JSONField()
    refused = models.JSONField(default=list)
    with_sound = models.BooleanField(default=True, help_text="whether clips keep their sound")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(db_index=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-created_at"]

    def __str__(self) -> str:
        return f"upload {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("uploads:show", args=[self.slug])

    def new_delete_token(self) -> str:
        """Make the token that deletes this upload; only its hash is kept, so it is shown once."""
        token = new_token()
        self.delete_token_hash = hash_of(token)
        return token

    def accepts_delete_token(self, token: str) -> bool:
        """Whether a token is the one that was handed out, compared in constant time."""
        return has_hash(token, self.delete_token_hash)

    def parsed_recipe(self) -> Recipe:
        return Recipe.parse(self.recipe)
