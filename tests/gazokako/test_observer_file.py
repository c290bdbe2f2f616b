"""The observer is handed out as one file."""

from io import BytesIO
from zipfile import ZipFile

from gazokako.observer_file import observer_pyz
from tests.processes import ROOT


def test_everybody_may_fetch_it(client):
    response = client.get("/cameras/observer.pyz")

    assert response.status_code == 200
    assert response["Content-Disposition"] == 'attachment; filename="observer.pyz"'
    assert response.content == observer_pyz()


def test_it_holds_the_observers_modules_as_they_are_and_nothing_else():
    with ZipFile(BytesIO(observer_pyz())) as archive:
        names = set(archive.namelist())
        spool = archive.read("observer/spool.py")

    modules = {f"observer/{path.name}" for path in (ROOT / "observer").glob("*.py")}
    assert names == modules | {"__main__.py"}
    assert spool == (ROOT / "observer/spool.py").read_bytes()


def test_the_same_modules_make_the_same_file():
    first = observer_pyz()
    observer_pyz.cache_clear()

    assert observer_pyz() == first
