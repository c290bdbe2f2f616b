"""Pictures in a bucket of a storage that speaks S3, against moto's server."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from django.core.files.base import ContentFile, File

from core.s3_storage import PrivateS3Bucket
from core.stored_files import StorageUnavailableError
from tests.core.s3 import options
from tests.core.watched_file import Watched
from tests.faults.proxy import Fault, proxy
from tests.processes import free_port


@pytest.fixture
def bucket(s3_address):
    return PrivateS3Bucket(**options(s3_address))


def test_a_large_file_arrives_whole_and_is_never_whole_in_memory(bucket):
    content = Watched(bytes(range(256)) * 80_000)

    bucket.save("large", File(content, name="large"))

    assert content.most_bytes <= 1 << 20
    with bucket.open("large") as stored:
        assert stored.file._rolled
        assert stored.read() == content.getvalue()


def test_an_address_is_signed_for_ten_minutes_and_one_way_of_showing(bucket):
    bucket.save("folder/shown", ContentFile(b"picture"))

    address = bucket.signed_address("folder/shown", "image/png", 'inline; filename="a.png"')

    query = parse_qs(urlsplit(address).query)
    assert query["X-Amz-Expires"] == ["600"]
    assert len(query["X-Amz-Signature"][0]) == 64
    answer = requests.get(address, timeout=10)
    assert answer.content == b"picture"
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Content-Disposition"] == 'inline; filename="a.png"'


def test_a_bucket_that_does_not_exist_fails_like_a_disk(s3_address):
    with pytest.raises(OSError, match="NoSuchBucket"):
        PrivateS3Bucket(**options(s3_address, bucket_name="no-such")).save("x", ContentFile(b"x"))


def test_an_unreachable_service_fails_like_a_disk():
    bucket = PrivateS3Bucket(**options(f"http://127.0.0.1:{free_port()}", within_s=0.5))

    with pytest.raises(StorageUnavailableError):
        bucket.save("x", ContentFile(b"x"))


OPERATIONS = {
    "save": lambda bucket: bucket.save("folder/new", ContentFile(bytes(5_000_000))),
    "open": lambda bucket: bucket.open("folder/there"),
    "list": lambda bucket: bucket.listdir("folder"),
    "exists": lambda bucket: bucket.exists("folder/there"),
    "size": lambda bucket: bucket.size("folder/there"),
    "delete": lambda bucket: bucket.delete("folder/there"),
}


@pytest.fixture(scope="module")
def faulty(s3_address):
    """The server behind a proxy that fails on request."""
    address = urlsplit(s3_address)
    with proxy((address.hostname, address.port)) as standing:
        yield standing


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
@pytest.mark.parametrize("fault", [fault for fault in Fault if fault is not Fault.NONE])
def test_a_storage_that_is_away_in_any_way_fails_like_a_disk(faulty, fault, operation):
    bucket = PrivateS3Bucket(**options(f"http://127.0.0.1:{faulty.port}", within_s=0.5))
    faulty.fault = fault

    with pytest.raises(StorageUnavailableError):
        operation(bucket)


def test_it_is_used_again_as_soon_as_it_is_back(faulty):
    bucket = PrivateS3Bucket(**options(f"http://127.0.0.1:{faulty.port}", within_s=0.5))
    faulty.fault = Fault.RESET
    with pytest.raises(StorageUnavailableError):
        bucket.exists("folder/there")

    faulty.fault = Fault.NONE
    bucket.within_s = 30
    bucket.save("folder/there", ContentFile(b"picture"))

    assert bucket.open("folder/there").read() == b"picture"
