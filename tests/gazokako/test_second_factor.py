"""Two-step login of staff: switched on and off by a code, asked for at every login between."""

import time

import pytest
from django.core.management import CommandError, call_command
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from gazokako import second_factor

PAGE = "/staff/second-factor/"
LOGIN = "/admin/login/?next=/staff/"

pytestmark = pytest.mark.django_db


def code_of(device, steps_ahead=0):
    totp = TOTP(device.bin_key)
    totp.time = time.time() + 30 * steps_ahead
    return f"{totp.token():06d}"


@pytest.fixture
def device(admin_user):
    """In force, and not used yet."""
    return TOTPDevice.objects.create(user=admin_user, name="app", confirmed=True)


def log_in(client, **fields):
    return client.post(LOGIN, {"username": "admin", "password": "password", **fields})


def test_staff_scans_a_secret_and_switches_it_on_with_its_code(admin_client, admin_user):
    page = admin_client.get(PAGE).content.decode()
    device = second_factor.device_of(admin_user, confirmed=False)
    assert "data:image/svg" in page
    assert "issuer=gazokako" in page
    assert device.config_url.split("secret=")[1][:16] in page

    admin_client.post(PAGE, {"code": code_of(device)})

    assert second_factor.device_of(admin_user, confirmed=True) == device
    assert device.config_url.split("secret=")[1][:16] not in admin_client.get(PAGE).content.decode()


def test_a_wrong_code_switches_nothing_on(admin_client, admin_user):
    admin_client.get(PAGE)

    page = admin_client.post(PAGE, {"code": "x"}, follow=True).content.decode()

    assert "not the code" in page
    assert second_factor.device_of(admin_user, confirmed=True) is None


def test_the_password_alone_logs_nobody_in_who_has_a_second_factor(client, device):
    answer = log_in(client)

    assert (answer.status_code, "_auth_user_id" in client.session) == (200, False)
    assert "authenticator app" in answer.content.decode()


def test_password_and_code_log_in(client, device):
    answer = log_in(client, code=code_of(device))

    assert (answer.status_code, answer["Location"]) == (302, "/staff/")


def test_a_code_is_taken_once(client, device):
    code = code_of(device)
    log_in(client, code=code)
    client.logout()

    assert log_in(client, code=code).status_code == 200


def test_after_wrong_codes_the_right_one_has_to_wait(client, device):
    """Twice as long after each: a second, two, four; here more than the test takes."""
    for _ in range(10):
        device.throttle_increment()

    assert log_in(client, code=code_of(device)).status_code == 200


def test_the_right_code_does_not_help_a_wrong_password(client, device):
    assert log_in(client, password="wrong", code=code_of(device)).status_code == 200
    assert "_auth_user_id" not in client.session


def test_an_empty_form_is_shown_again(client):
    assert client.post(LOGIN).status_code == 200


def test_staff_without_a_second_factor_needs_no_code(client, admin_user):
    assert log_in(client).status_code == 302


def test_a_login_gives_the_session_a_new_key(client, admin_user):
    client.get(LOGIN)
    session = client.session
    session["before"] = "login"
    session.save()
    before = session.session_key
    client.cookies["sessionid"] = before

    log_in(client)

    assert client.session.session_key != before


def test_it_is_switched_off_with_a_code(admin_client, admin_user, device):
    admin_client.post(PAGE, {"code": "x"})
    assert second_factor.device_of(admin_user, confirmed=True) == device
    device.refresh_from_db()
    device.throttle_reset()

    admin_client.post(PAGE, {"code": code_of(device)})

    assert not TOTPDevice.objects.exists()


def test_whoever_runs_the_server_can_switch_it_off(admin_user, device, capsys):
    call_command("switch_off_second_factor", "admin")

    assert not TOTPDevice.objects.exists()
    assert "is off for admin" in capsys.readouterr().out
    with pytest.raises(CommandError, match="is not on"):
        call_command("switch_off_second_factor", "admin")
    with pytest.raises(CommandError, match="no user"):
        call_command("switch_off_second_factor", "nobody")
