"""The row of one submission of pictures with one recipe."""

from datetime import timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import Least
from django.urls import reverse
from django.utils import timezone

from core.clock import SharedNow
from core.sealed_files import new_cipher_key
from core.secret_field import SecretTextField
from core.tokens import has_hash, hash_of, new_key, new_slug, new_token
from processing.recipe import Recipe


class UploadQuerySet(models.QuerySet["Upload"]):
    def visible(self) -> Self:
        """Those that still exist for visitors: not expired. A deleted one has no row."""
        return self.filter(expires_at__gt=timezone.now())

    def expired(self) -> Self:
        """Those whose rows and files are to be removed, the longest expired first."""
        return self.filter(expires_at__lte=SharedNow()).order_by("expires_at")

    def destroy_unused_keys(self) -> None:
        """Overwrite the cipher keys of those that have no originals any more."""
        self.exclude(pictures__original__gt="").update(cipher_key="")


class Upload(models.Model):
    """One submission of pictures with one recipe. Its files are all in its folder."""

    slug = models.CharField(max_length=32, unique=True, default=new_slug, editable=False)
    folder = models.CharField(max_length=32, default=new_key, editable=False)
    cipher_key = SecretTextField(
        default=new_cipher_key, editable=False, help_text="its originals are sealed with it"
    )
    delete_token_hash = models.CharField(max_length=64, editable=False)
    recipe = models.JSONField()
    refused = models.JSONField(default=list)
    password_hash = models.CharField(max_length=128, blank=True, editable=False)
    is_once = models.BooleanField(default=False, help_text="gone after the first view")
    opened_at = models.DateTimeField(
        null=True, editable=False, help_text="when who sees it once opened it"
    )
    views = models.PositiveIntegerField(
        default=0, editable=False, help_text="how often others opened the page"
    )
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

    @property
    def is_closed(self) -> bool:
        """Whether its link has to be opened before anything is seen."""
        return self.is_once or bool(self.password_hash)

    def open_once(self, stays_for: timedelta) -> bool:
        """Let this be the one view of it, after which it expires; False where there was one."""
        now = timezone.now()
        unopened = Upload.objects.filter(pk=self.pk, opened_at=None)
        ends_at = Least("expires_at", Value(now + stays_for))
        return unopened.update(opened_at=now, expires_at=ends_at) > 0

    def count_view(self) -> None:
        """Note that somebody else has opened the page."""
        Upload.objects.filter(pk=self.pk).update(views=F("views") + 1)

    def parsed_recipe(self) -> Recipe:
        return Recipe.parse(self.recipe)
