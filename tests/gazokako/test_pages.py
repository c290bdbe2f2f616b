"""Health, languages and errors: what belongs to no room."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from uploads.models import Upload


def test_alive_asks_nobody(client):
    response = client.get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


def test_ready_is_answered_part_by_part(client, db, monkeypatch):
    monkeypatch.setattr("gazokako.readiness.WORKER_TIMEOUT_S", 0.1)

    response = client.get("/readyz")

    assert response.status_code == 503
    assert response.json() == {
        "database": "ok",
        "redis": "ok",
        "storage": "ok",
        "worker": "does not answer (TimeoutError)",
    }


def test_the_icon_is_where_browsers_look_for_it(client):
    response = client.get("/favicon.ico")

    assert response.status_code == 302
    assert response["Location"].endswith(".svg")


def test_the_documents_of_the_api_are_a_page_of_the_site(client, db):
    page = client.get("/api/v1/docs").content.decode()

    assert 'name="viewport"' in page
    assert 'class="site-brand"' in page


def test_what_is_said_of_originals_is_said_of_uploads_alone(client, db):
    pages = [client.get(address).content for address in ("/", "/mine/", "/cameras/", "/nothing")]

    assert [b"Originals of uploaded pictures" in page for page in pages] == [
        True,
        True,
        False,
        False,
    ]


def test_staff_sees_who_is_logged_in_and_can_log_out(admin_client, client):
    assert b'action="/admin/logout/"' in admin_client.get("/").content
    assert b"/admin/logout/" not in client.get("/").content


def test_an_unknown_page_is_a_page_too(client, db):
    response = client.get("/no/such/page")

    assert response.status_code == 404
    assert b"There is nothing here." in response.content
    assert b"Back to home" in response.content


def test_an_unknown_api_address_is_answered_in_json(client, db):
    response = client.get("/api/v1/nothing")

    assert response.status_code == 404
    assert response.json()["error"]["code"] == "not_found"


def test_a_bug_shows_a_sentence_and_no_traceback(client, db, monkeypatch):
    def bug(*_args, **_kwargs):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("uploads.views.UploadForm", bug)
    client.raise_request_exception = False

    response = client.get("/")

    assert response.status_code == 500
    assert b"Something went wrong on our side" in response.content
    assert b"secret detail" not in response.content


def test_a_visitor_can_change_the_language(client, db):
    client.post("/language/setlang/", {"language": "ja", "next": "/"})

    assert "写真を安心して共有" in client.get("/").content.decode()


@pytest.mark.parametrize("path", ["/", "/api/v1/operations", "/no/such/page"])
def test_every_answer_is_private_and_not_indexed(client, db, path):
    response = client.get(path)

    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Frame-Options"] == "DENY"


def test_staff_pages_are_for_staff(client, db):
    response = client.get("/admin/uploads/upload/")

    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


def test_staff_deletes_an_upload_with_its_files(admin_client, db, jpeg):
    admin_client.post("/", {"files": SimpleUploadedFile("a.jpg", jpeg), "recipe": "grayscale"})
    upload = Upload.objects.get()
    original = upload.pictures.get().original
    chosen = {"action": "delete_selected", "_selected_action": [upload.pk], "post": "yes"}

    admin_client.post("/admin/uploads/upload/", chosen)

    assert not Upload.objects.exists()
    assert not default_storage.exists(original)
    assert admin_client.get("/admin/uploads/upload/add/").status_code == 403


def test_staff_sees_uploads_but_not_their_links(admin_client, db, jpeg):
    admin_client.post("/", {"files": SimpleUploadedFile("a.jpg", jpeg), "recipe": "grayscale"})
    upload = Upload.objects.get()

    for path in ("", f"{upload.pk}/change/"):
        response = admin_client.get(f"/admin/uploads/upload/{path}")
        assert response.status_code == 200
        assert upload.slug not in response.content.decode()


def test_the_login_is_a_page_of_the_site_in_the_visitors_language(client, db):
    page = client.get("/admin/login/?next=/staff/", headers={"Accept-Language": "ja"})

    assert 'class="site-brand"' in page.content.decode()
    assert "スタッフのログイン" in page.content.decode()


def test_a_wrong_password_is_told_on_the_login(client, db):
    answer = client.post("/admin/login/", {"username": "nobody", "password": "wrong"})

    assert b'role="alert"' in answer.content
    assert b'value="nobody"' in answer.content


def test_the_admin_has_the_sites_colours(admin_client):
    page = admin_client.get("/admin/").content.decode()

    assert "gazokako/admin" in page
    assert "gazokako/tokens" in page
