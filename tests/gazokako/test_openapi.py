"""The running API answers as its own OpenAPI document says, whatever it is asked."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

# The random numbers are drawn by schemathesis itself, now and then.
pytestmark = pytest.mark.filterwarnings("ignore:Do not use the `random` module inside strategies")


@pytest.fixture(scope="session")
def openapi(site):
    return schemathesis.openapi.from_url(f"{site.address}/api/v1/openapi.json")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/api/v1/uploads"),
        ("GET", "/api/v1/uploads/{slug}"),
        ("DELETE", "/api/v1/uploads/{slug}"),
        ("POST", "/api/v1/uploads/{slug}/pictures/{number}/faces"),
        ("GET", "/api/v1/operations"),
        ("GET", "/api/v1/cameras"),
        ("GET", "/api/v1/cameras/{slug}"),
        ("GET", "/api/v1/cameras/{slug}/recordings"),
        ("POST", "/api/v1/cameras/{slug}/power"),
        ("POST", "/api/v1/cameras/{slug}/captures"),
    ],
)
def test_every_answer_validates(openapi, method, path):
    @given(case=openapi[path][method].as_strategy())
    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    def check(case):
        # Arbitrary bytes are no pictures: that valid-looking calls are refused is no fault.
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    check()


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", ""), ("GET", "/recordings"), ("POST", "/power"), ("POST", "/captures")],
)
def test_every_answer_about_a_camera_that_is_there_validates(openapi, method, path):
    @given(case=openapi[f"/api/v1/cameras/{{slug}}{path}"][method].as_strategy())
    @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
    def check(case):
        case.path_parameters = {"slug": "demo"}
        # Strangers do not switch, and few generated recipes name an operation.
        case.call_and_validate(excluded_checks=[positive_data_acceptance])

    check()


def test_the_document_names_every_call(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]

    assert set(paths) == {
        "/api/v1/uploads",
        "/api/v1/uploads/{slug}",
        "/api/v1/uploads/{slug}/pictures/{number}/faces",
        "/api/v1/operations",
        "/api/v1/cameras",
        "/api/v1/cameras/{slug}",
        "/api/v1/cameras/{slug}/power",
        "/api/v1/cameras/{slug}/captures",
        "/api/v1/cameras/{slug}/recordings",
    }


def test_the_docs_page_loads_nothing_from_elsewhere(client, db):
    page = client.get("/api/v1/docs").content.decode()

    assert "swagger-ui" in page
    assert "//" not in page
