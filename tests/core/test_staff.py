"""Who is not staff is led to the login and back, or refused."""

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse

from core.staff import is_staff, staff_only, staff_page

USERS = [(AnonymousUser(), False), (User(), False), (User(is_staff=True), True)]
LOGIN = "/admin/login/?next="
ASKED_FOR = "/staff/%3Fday%3D1"


@staff_page("staff")
def page(_request, words):
    return HttpResponse(words)


@pytest.fixture
def asked(rf):
    """A request of a user."""

    def asked(user, method="GET", path="/staff/?day=1"):
        request = rf.generic(method, path)
        request.user = user
        return request

    return asked


@pytest.mark.parametrize(("user", "expected"), USERS)
def test_staff_is_who_has_the_mark(asked, user, expected):
    assert is_staff(asked(user)) is expected


def test_staff_sees_the_page(asked):
    assert page(asked(User(is_staff=True)), "words").content == b"words"


@pytest.mark.parametrize(
    ("method", "then"),
    [("GET", ASKED_FOR), ("HEAD", "/staff/%3Fday%3D1"), ("POST", "/staff/")],
)
def test_others_log_in_and_come_back_to_what_can_be_asked_for(asked, method, then):
    response = page(asked(AnonymousUser(), method), "words")

    assert (response.status_code, response["Location"]) == (302, LOGIN + then)


def test_where_there_is_no_page_others_are_refused(asked):
    staff_only(asked(User(is_staff=True)))
    with pytest.raises(PermissionDenied):
        staff_only(asked(User()))
