"""What staff reads of the places of camera processes."""

import html

from cameras.capture.lease import take_lease


def index(client):
    return html.unescape(client.get("/cameras/").content.decode())


def test_staff_reads_how_many_places_there_are_and_how_to_have_more(admin_client, camera, settings):
    settings.CAMERAS_PER_PROCESS = 7
    take_lease(camera.pk, "worker", 1)

    page = index(admin_client)

    assert "1 camera is read now; each camera process has places for 7." in page
    assert "raise CAMERAS_PER_PROCESS or start another camera process" in page


def test_others_read_nothing_of_places(client, camera):
    assert "CAMERAS_PER_PROCESS" not in index(client)
