"""What a camera's source may be, and what it may not."""

import pytest
from django.core.exceptions import ValidationError

from cameras.source_address import read
from tests.cameras.films import write_film


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("0", "usb", "0"),
        ("usb:2", "usb", "2"),
        ("pi:", "pi", ""),
        ("pi", "pi", ""),
        ("demo:7", "demo", "7"),
        ("push:", "push", ""),
        (" RTSP://10.0.0.5:554/live ", "rtsp", "RTSP://10.0.0.5:554/live"),
        ("http://camera.example:8080/video", "mjpeg", "http://camera.example:8080/video"),
        ("https://[2001:db8::1]/", "mjpeg", "https://[2001:db8::1]/"),
        ("http://admin@10.0.0.5/video", "mjpeg", "http://admin@10.0.0.5/video"),
        ("still:http://10.0.0.5/shot.jpg", "still", "http://10.0.0.5/shot.jpg"),
    ],
)
def test_every_kind_of_source_is_read(text, kind, value):
    address = read(text)

    assert (address.kind, address.value) == (kind, value)


@pytest.mark.parametrize(
    "written", ["clip:door.avi", "file:door.avi", "door.avi", "file://door.avi"]
)
def test_a_film_is_found_below_the_folder_for_films(written, clips):
    write_film(clips / "door.avi", frames=1)

    assert read(written).value == str(clips.resolve() / "door.avi")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "file:/etc/passwd",
        "file:///etc/passwd",
        "/etc/passwd",
        "clip:../db.sqlite3",
        "../../etc/passwd",
        "clip:link.avi",
        "clip:.",
        "clip:a\0b",
        "clip:" + "a" * 5000,
        "concat:/etc/passwd|/etc/hosts",
        "concat:door.avi|door.avi",
        "subfile,,start,0,end,9,,:/etc/passwd",
        "crypto:/etc/passwd",
        "pipe:0",
        "tcp://127.0.0.1:22",
        "udp://127.0.0.1:22",
        "ftp://camera.example/a.avi",
        "data:image/png;base64,AAAA",
        "usb:-1",
        "usb:999999999999999999",
        "999999999999999999",
        "usb:٣",
        "demo:99999999999999999999",
        "still:",
        "still:rtsp://10.0.0.5/",
        "still:http://169.254.169.254/",
        "still:file:///etc/passwd",
        "usb:/dev/video0",
        "demo:../a",
        "http://",
        "http:///video",
        "http://camera.example:0/",
        "http://camera.example:99999/",
        "http://[::1/",
        "http://camera.example/ab cd",
        "http://camera.example/\r\nHost: other",
    ],
)
def test_what_is_no_camera_is_refused(text, clips):
    (clips / "link.avi").unlink(missing_ok=True)
    (clips / "link.avi").symlink_to("/etc/passwd")

    with pytest.raises(ValidationError):
        read(text)


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("192.168.1.20", "192.168.1.20"),
        ("192.168.1.20:8080/video", "192.168.1.20:8080"),
        ("[fd12::5]:81/video", "[fd12::5]:81"),
        ("camera.example/snapshot.jpg", "camera.example"),
        ("camera.example:554", "camera.example:554"),
        ("admin:secret@camera/video", "camera"),
        ("camera/video", "camera"),
    ],
)
def test_an_address_without_a_protocol_is_refused_with_those_to_choose_from(text, host):
    with pytest.raises(ValidationError) as error:
        read(text)

    (words,) = error.value.messages
    assert f"http://{host} " in words
    assert "secret" not in words


@pytest.mark.parametrize("name", ["missing.avi", "folder/missing.mp4"])
def test_the_name_of_a_film_is_not_taken_for_a_host(name):
    with pytest.raises(ValidationError, match="no such file"):
        read(name)


@pytest.mark.parametrize(
    "host",
    [
        "169.254.169.254",
        "169.254.169.254.",
        "2852039166",
        "0xA9FEA9FE",
        "0xa9.0xfe.0xa9.0xfe",
        "0251.0376.0251.0376",
        "169.254.43518",
        "[::ffff:169.254.169.254]",
        "[::ffff:a9fe:a9fe]",
        "[::a9fe:a9fe]",
        "[64:ff9b::a9fe:a9fe]",
        "[2002:a9fe:a9fe::1]",
        "[fe80::1]",
        "[fe80::1%25eth0]",
        "[fd00:ec2::254]",
        "100.100.100.200",
        "0.0.0.0",  # noqa: S104  (refused, not bound)
        "[::]",
        "224.0.0.1",
        "169。254。169。254",
        "metadata.google.internal",
        "METADATA.google.internal.",
    ],
)
@pytest.mark.parametrize("scheme", ["http", "https", "rtsp"])
def test_metadata_services_are_refused_in_every_disguise(scheme, host):
    with pytest.raises(ValidationError):
        read(f"{scheme}://user:word@{host}/latest/meta-data/")


@pytest.mark.parametrize("host", ["192.168.1.20", "10.0.0.5", "127.0.0.1", "[fd12::5]", "camera"])
def test_cameras_at_home_are_allowed(host):
    assert read(f"http://{host}/video").kind == "mjpeg"


def test_what_is_shown_of_an_address_has_no_secret():
    shown = read("rtsp://admin:secret@10.0.0.5:554/token/abc?key=def").shown

    assert shown == "rtsp://10.0.0.5:554"
    assert read("http://[2001:db8::1]:81/x").shown == "http://[2001:db8::1]:81"
    assert read("still:http://admin:secret@10.0.0.5/x").shown == "still:http://10.0.0.5"
    assert read("demo:").shown == "demo:"
