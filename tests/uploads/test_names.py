import pytest

from uploads.names import MAX_BYTES, display_name, download_name

FAMILY = "👨\u200d👩\u200d👧\u200d👦"
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("photo.jpg", "photo.jpg"),
        ("家族写真.png", "家族写真.png"),
        ("../../etc/passwd", "passwd"),
        ("C:\\pictures\\cat.jpg", "cat.jpg"),
        ("a\x00b\nc.jpg", "abc.jpg"),
        ("gpj.\u202eexe.jpg", "gpj.exe.jpg"),
        ("a\u200db.jpg", "ab.jpg"),
        ("", "picture"),
        ("..", ".."),
        ("   ", "picture"),
    ],
)
def test_a_name_is_shown_without_path_or_invisible_characters(raw, shown):
    assert display_name(raw) == shown


@pytest.mark.parametrize(
    "name",
    [
        f"{FAMILY}.jpg",
        f"{ENGLAND}.jpg",
        "👁️\u200d🗨️.png",
        "👩🏽\u200d🚒.jpg",
        "می\u200cخواهم.jpg",
        "क्\u200dष.jpg",
    ],
)
def test_joined_characters_stay_whole(name):
    assert display_name(name) == name


@pytest.mark.parametrize("letter", ["x", "写", FAMILY, "か\u3099"])
@pytest.mark.parametrize("count", [960, 5000])
def test_a_long_name_is_cut_between_characters_but_keeps_its_suffix(letter, count):
    name = display_name(letter * count + ".jpeg")

    stem = name.removesuffix(".jpeg")
    assert MAX_BYTES - len(letter.encode()) < len(name.encode()) <= MAX_BYTES
    assert stem == letter * (len(stem) // len(letter))
    assert name.endswith(".jpeg")


@pytest.mark.parametrize("letter", ["x", "写"])
def test_a_long_suffix_is_cut_too(letter):
    assert len(display_name("a." + letter * 5000).encode()) <= MAX_BYTES


@pytest.mark.parametrize(
    ("name", "saved"),
    [
        ("cat.heic", "cat-gazokako.jpg"),
        ('a<b>c:"d"|e?*.jpg', "a_b_c__d__e__-gazokako.jpg"),
        (".hidden.jpg", "hidden-gazokako.jpg"),
        (".jpg", "jpg-gazokako.jpg"),
        ("..", "picture-gazokako.jpg"),
        ("end. .jpg", "end-gazokako.jpg"),
    ],
)
def test_a_result_is_saved_under_the_pictures_own_name_as_every_system_takes_it(name, saved):
    assert download_name(name, ".jpg") == saved


@pytest.mark.parametrize("raw", ["写" * 5000, "x" * 5000 + ".webp"])
def test_a_name_in_a_zip_has_at_most_200_bytes(raw):
    assert len(f"20-{download_name(display_name(raw), '.webp')}".encode()) <= 200
