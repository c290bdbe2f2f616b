"""A visitor who sent an upload."""

from django.test import Client

from uploads.models import Upload


def own(client: Client, upload: Upload) -> Client:
    """Let this visitor's session hold the upload's delete token."""
    token = upload.new_delete_token()
    Upload.objects.filter(pk=upload.pk).update(delete_token_hash=upload.delete_token_hash)
    session = client.session
    session["delete_tokens"] = {**session.get("delete_tokens", {}), upload.slug: token}
    session.save()
    return client
