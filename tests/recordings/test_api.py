"""The JSON API for recordings."""

import pytest

API = "/api/v1/cameras/door/recordings"


def test_the_api_tells_everything_the_contract_names(client, public_camera, recording_of):
    box = {"x": 1, "y": 2, "width": 3, "height": 4, "score": 1.5}
    recording = recording_of(public_camera, comment="hello", boxes=[box])

    answer = client.get(API).json()

    assert answer == {
        "items": [
            {
                "id": recording.pk,
                "reason": "motion",
                "taken_at": "2026-11-20T12:00:00Z",
                "comment": "hello",
                "boxes": [box],
                "image_url": f"http://testserver/cameras/door/recordings/{recording.pk}/image/",
            }
        ],
        "next_cursor": None,
    }
    assert client.get(answer["items"][0]["image_url"]).status_code == 200


def test_the_api_goes_on_with_its_cursor(client, public_camera, recording_of):
    recordings = [recording_of(public_camera, at_s) for at_s in range(50)]

    first = client.get(API).json()
    second = client.get(API, {"cursor": first["next_cursor"]}).json()

    ids = [item["id"] for item in first["items"] + second["items"]]
    assert ids == [recording.pk for recording in reversed(recordings)]
    assert second["next_cursor"] is None


def test_the_api_chooses_by_day_and_reason(client, public_camera, recording_of):
    recording_of(public_camera)
    wanted = recording_of(public_camera, 86_400, reason="manual")

    answer = client.get(API, {"day": "2026-11-21", "reason": "manual"}).json()

    assert [item["id"] for item in answer["items"]] == [wanted.pk]


@pytest.mark.parametrize("query", ["cursor=x", "day=x", "day=86400", "day=9999-12-31", "reason=x"])
def test_the_api_refuses_what_makes_no_sense(client, public_camera, query):
    answer = client.get(f"{API}?{query}")

    assert (answer.status_code, answer.json()["error"]["code"]) == (400, "invalid_request")


def test_a_private_cameras_recordings_are_there_for_staff_alone(client, staff, recording):
    addresses = [
        "/cameras/door/recordings/",
        API,
        *(
            f"/cameras/door/recordings/{recording.pk}/{part}"
            for part in ("", "image/", "thumbnail/")
        ),
    ]

    assert [client.get(address).status_code for address in addresses] == [404] * 5
    assert [staff.get(address).status_code for address in addresses] == [200] * 5
