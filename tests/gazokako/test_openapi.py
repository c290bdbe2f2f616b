"""The running API answers as its own OpenAPI document says, whatever it is asked."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance

# The random numbers are drawn by schemathesis itself, now and then.
pytestmark = pytest.mark.filterwarnings("ignore:Do not use the `random` module inside strategies")


@pytest.fixture(scope="session")
def openapi(site):
    return schemathesis.openapi.from_url(f"{site.address}/api/v1/openapi.json")


NEVER_REFUSED = [positive_data_acceptance]
EXCLUDED = {
    # Arbitrary bytes are no pictures.
    ("POST", "/api/v1/uploads"): NEVER_REFUSED,
    # Few recipes that a schema allows name an operation and parameters that it has.
    ("POST", "/api/v1/cameras/{slug}/captures"): NEVER_REFUSED,
    # There are no days long before any camera.
    ("GET", "/api/v1/cameras/{slug}/recordings"): NEVER_REFUSED,
}
"""All of its checks are on, but for requests that are as described and may still be wrong."""

CALLS = [
    ("POST", "/api/v1/uploads"),
    ("GET", "/api/v1/uploads/{slug}"),
    ("DELETE", "/api/v1/uploads/{slug}"),
    ("POST", "/api/v1/uploads/{slug}/pictures/{number}/faces"),
    ("POST", "/api/v1/uploads/{slug}/pictures/{number}/persons"),
    ("GET", "/api/v1/operations"),
    ("GET", "/api/v1/cameras"),
    ("GET", "/api/v1/cameras/{slug}"),
    ("GET", "/api/v1/cameras/{slug}/recordings"),
    ("POST", "/api/v1/cameras/{slug}/power"),
    ("POST", "/api/v1/cameras/{slug}/captures"),
]
NOTHING_CAN_BE_WRONG = {"/api/v1/operations", "/api/v1/cameras", "/api/v1/cameras/{slug}"}
"""Calls without parameters, or with a word that may be any."""
WRONG = [call for call in CALLS if call[1] not in NOTHING_CAN_BE_WRONG]


def validate(operation, mode, max_examples, **path):
    """Ask whatever the document allows, or what it does not; every answer is as it describes."""

    @given(case=operation.as_strategy(mode))
    @settings(max_examples=max_examples, deadline=None, suppress_health_check=list(HealthCheck))
    def check(case):
        case.path_parameters = path or case.path_parameters
        call = operation.method.upper(), operation.path
        case.call_and_validate(excluded_checks=EXCLUDED.get(call, []))

    check()


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_every_answer_validates(openapi, method, path):
    validate(openapi[path][method], GenerationMode.POSITIVE, 40)


@pytest.mark.parametrize(("method", "path"), WRONG)
def test_every_answer_to_a_wrong_request_validates(openapi, method, path):
    validate(openapi[path][method], GenerationMode.NEGATIVE, 25)


ABOUT_A_CAMERA = [call for call in CALLS if call[1].startswith("/api/v1/cameras/{slug}")]


@pytest.mark.parametrize(("method", "path"), ABOUT_A_CAMERA)
def test_every_answer_about_a_camera_that_is_there_validates(openapi, method, path):
    validate(openapi[path][method], GenerationMode.POSITIVE, 20, slug="demo")


@pytest.mark.parametrize(("method", "path"), [call for call in ABOUT_A_CAMERA if call in WRONG])
def test_every_answer_to_a_wrong_request_about_a_camera_validates(openapi, method, path):
    validate(openapi[path][method], GenerationMode.NEGATIVE, 20, slug="demo")


def test_the_document_names_every_call(client):
    paths = client.get("/api/v1/openapi.json").json()["paths"]

    assert set(paths) == {
        "/api/v1/uploads",
        "/api/v1/uploads/{slug}",
        "/api/v1/uploads/{slug}/pictures/{number}/faces",
        "/api/v1/uploads/{slug}/pictures/{number}/persons",
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
