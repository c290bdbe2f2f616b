"""What operators are told of a storage that speaks S3 and refuses."""

import pytest
from botocore.exceptions import ClientError

from core.faults import s3_fault
from core.stored_files import StorageUnavailableError


def refusal(status, code):
    metadata = {"HTTPStatusCode": status}
    cause = ClientError({"Error": {"Code": code}, "ResponseMetadata": metadata}, "PutObject")
    error = StorageUnavailableError(str(cause))
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "cure"),
    [
        (refusal(403, "InvalidAccessKeyId"), "create a new key"),
        (refusal(403, "SignatureDoesNotMatch"), "create a new key"),
        (refusal(403, "AccessDenied"), "let it read, write, list and delete"),
        (refusal(500, "InternalError"), "S3_ENDPOINT_URL does not answer as it should"),
        (StorageUnavailableError("reset"), "S3_ENDPOINT_URL does not answer as it should (reset)"),
        (FileNotFoundError("NoSuchBucket"), "create it, or correct the name"),
    ],
)
def test_each_refusal_names_its_cure(error, cure):
    said = s3_fault(error, step="write to", bucket="pictures")

    assert said.startswith("could not write to the bucket pictures (S3_BUCKET_NAME): ")
    assert cure in said
