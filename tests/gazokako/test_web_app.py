"""The site as an app: installable, shared with, and honest when there is no connection."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

pytestmark = pytest.mark.django_db


def test_the_manifest_makes_the_site_installable(client):
    response = client.get("/manifest.webmanifest")

    manifest = response.json()
    assert response["Content-Type"] == "application/manifest+json"
    assert (manifest["start_url"], manifest["display"]) == ("/", "standalone")
    assert {icon["sizes"] for icon in manifest["icons"]} == {"192x192", "512x512"}
    assert "maskable" in {icon["purpose"] for icon in manifest["icons"]}


def test_its_icons_are_there_and_as_large_as_it_says():
    for name, side in (("icon-192", 192), ("icon-512", 512), ("icon-maskable-512", 512)):
        header = Path(str(finders.find(f"gazokako/{name}.png"))).read_bytes()[:24]
        assert int.from_bytes(header[16:20]) == int.from_bytes(header[20:24]) == side


def test_pictures_shared_without_a_service_worker_lead_to_the_upload_page(client):
    answer = client.post("/share", {"files": []})

    assert (answer.status_code, answer["Location"]) == (303, "/")


def test_every_page_names_the_manifest(client):
    assert b'rel="manifest" href="/manifest.webmanifest"' in client.get("/").content


def test_the_service_worker_may_serve_the_whole_site(client):
    response = client.get("/service-worker.js")

    assert response["Content-Type"] == "text/javascript"
    assert b'OFFLINE = "/offline/"' in response.content
