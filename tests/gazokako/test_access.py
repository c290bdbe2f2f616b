"""Who may ask what: every address by every method, against the table in docs/access.md."""

import re

import pytest

from tests.gazokako.crawling import METHODS, WHO, World, addresses
from tests.processes import ROOT

pytestmark = pytest.mark.django_db
_ROW = re.compile(r"\| `(/.*?)` \| (.+?) \| (.+?) \| (.+?) \| (.+?) \|\n")


def table():
    """Who -> address -> the methods by which they are let in."""
    rows = _ROW.findall((ROOT / "docs/access.md").read_text())
    named = {address.replace("\\|", "|"): cells for address, *cells in rows}
    return {
        who: {address: methods(cells[column]) for address, cells in named.items()}
        for column, who in enumerate(WHO)
    }


def methods(cell):
    return set(METHODS) if cell == "any" else set(cell.split()) - {"-"}


def test_every_address_of_the_site_is_in_the_table_and_no_other():
    assert sorted(table()["anybody"]) == sorted(addresses())


@pytest.mark.parametrize("who", WHO)
def test_each_is_let_in_where_the_table_says_and_nowhere_else(who, jpeg):
    world = World(jpeg)

    let_in = {
        address: {method for method in METHODS if world.may(who, method, address)}
        for address in addresses()
    }

    assert let_in == table()[who]


def test_staff_sends_no_form_without_its_csrf_token(jpeg):
    """But the API's: those need a token of their own, or change nothing of anybody else's."""
    world = World(jpeg)
    taken = {address for address in addresses() if "POST" in table()["staff"][address]}

    let_in = {address for address in taken if world.may_post_without_csrf_token(address)}

    assert let_in == {"/api/v1/uploads", "/api/v1/cameras/<slug>/captures", "/share"}
