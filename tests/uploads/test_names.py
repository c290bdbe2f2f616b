import pytest

from uploads.names import MAX_CHARACTERS, display_name, download_name


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("photo.jpg", "photo.jpg"),
        ("家族写真.png", "家族写真.png"),
        ("../../etc/passwd", "passwd"),
        ("C:\\pictures\\cat.jpg", "cat.jpg"),
        ("a\x00b\nc.jpg", "abc.jpg"),
        ("gpj.\u202eexe.jpg", "gpj.exe.jpg"),
        ("", "picture"),
        ("..", ".."),
        ("   ", "picture"),
    ],
)
def test_a_name_is_shown_without_path_or_invisible_characters(raw, shown):
    assert display_name(raw) == shown


def test_a_long_name_is_cut_but_keeps_its_suffix():
    name = display_name("x" * 5000 + ".jpeg")

    assert len(name) == MAX_CHARACTERS
    assert name.endswith(".jpeg")


def test_a_long_suffix_is_cut_too():
    assert len(display_name("a." + "x" * 5000)) == MAX_CHARACTERS


def test_a_result_is_saved_under_the_pictures_own_name():
    assert download_name("cat.heic", ".jpg") == "cat-gazokako.jpg"
