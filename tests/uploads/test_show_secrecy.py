"""What a result page keeps to itself: secrets, and whether there ever was such an upload."""

from django.utils import timezone

from uploads.models import Upload
from uploads.removal import remove


def test_secrets_do_not_leave_by_headers(client, send):
    response = client.get(send().upload.get_absolute_url())

    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "default-src 'self'" in response["Content-Security-Policy"]


def test_unknown_deleted_and_expired_look_the_same(client, send):
    unknown = send().upload
    deleted, expired = send().upload, send().upload
    unknown.delete()
    remove(deleted)
    Upload.objects.filter(pk=expired.pk).update(expires_at=timezone.now())

    answers = [client.get(f"/r/{u.slug}/") for u in (unknown, deleted, expired)]

    assert [answer.status_code for answer in answers] == [404] * 3
    pages = [
        a.content.decode().replace(u.slug, "")
        for a, u in zip(answers, (unknown, deleted, expired), strict=True)
    ]
    assert len({page.split("<main")[1] for page in pages}) == 1
