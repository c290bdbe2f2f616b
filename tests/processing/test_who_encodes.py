"""Only the modules that processing names read and write files of pictures and films."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import processing

ROOT = Path(processing.__file__).parents[1]
ALLOWED = re.findall(r"^    (\w+)  ", processing.__doc__ or "", re.MULTILINE)
SENDERS = {"observer"}
"""Runs without the site, and so sends JPEGs without processing."""
NOT_THE_SITE = {"tests", "benchmarks", "migrations", "node_modules", "var", "staticfiles"}
CODEC = re.compile(r"im(read|write|decode|encode)\w*|VideoWriter|VideoCapture")


def modules_of_the_site() -> list[Path]:
    paths = (path.relative_to(ROOT) for path in ROOT.glob("*/**/*.py"))
    return [
        path
        for path in paths
        if not path.parts[0].startswith(".") and not NOT_THE_SITE & set(path.parts)
    ]


def codecs_in(source: str) -> Iterator[str]:
    """What a module uses that reads or writes pictures: functions of OpenCV, and Pillow."""
    nodes = list(ast.walk(ast.parse(source)))
    attributes = [node for node in nodes if isinstance(node, ast.Attribute)]
    # VideoWriter.fourcc makes a number of four letters.
    harmless = {id(node.value) for node in attributes if node.attr == "fourcc"}
    yield from (
        node.attr for node in attributes if CODEC.fullmatch(node.attr) and id(node) not in harmless
    )
    for node in nodes:
        if isinstance(node, ast.ImportFrom | ast.Import):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in (*names, *(alias.name for alias in node.names)):
                if name.split(".")[0] in {"PIL", "pillow_heif"} or CODEC.fullmatch(name):
                    yield name


def allowed_in(path: Path) -> set[str]:
    if "sources" in path.parts:
        return {"VideoCapture"}
    return {"VideoCapture", "imencode"} if SENDERS & set(path.parts) else set()


def is_on_the_list(path: Path) -> bool:
    return path.parts[0] == "processing" and Path(path.parts[1]).stem in ALLOWED


def test_the_list_names_modules_that_exist() -> None:
    assert {path.parts[1] for path in modules_of_the_site() if is_on_the_list(path)} == {
        "images",
        "clips",
        "frames.py",
        "film.py",
        "turbojpeg",
    }


@pytest.mark.parametrize("path", modules_of_the_site(), ids=str)
def test_a_module_that_is_not_on_the_list_neither_encodes_nor_decodes(path: Path) -> None:
    if not is_on_the_list(path):
        assert set(codecs_in((ROOT / path).read_text())) <= allowed_in(path)


@pytest.mark.parametrize(
    "source",
    [
        "import cv2\ncv2.imdecode(b'', 1)",
        "from cv2 import imencode",
        "import cv2\ncv2.VideoWriter('x')",
        "from PIL import Image",
        "import PIL.Image",
    ],
)
def test_codecs_are_recognised(source: str) -> None:
    assert list(codecs_in(source))
