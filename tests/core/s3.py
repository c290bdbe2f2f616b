"""A server that speaks S3, in this process, and the options of a bucket in it."""

from collections.abc import Iterator
from contextlib import contextmanager

import boto3
from moto.server import ThreadedMotoServer

KEYS = {"access_key": "some-key", "secret_key": "its-secret"}


@contextmanager
def s3_server(ip_address: str = "127.0.0.1") -> Iterator[str]:
    """Run it with one bucket, `pictures`; yields its address."""
    server = ThreadedMotoServer(ip_address=ip_address, port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    session = boto3.Session(*KEYS.values(), region_name="us-east-1")
    client = session.client("s3", endpoint_url=address)
    try:
        client.create_bucket(Bucket="pictures")
        yield address
    finally:
        client.close()
        server.stop()


def options(address, **changed):
    return {
        "bucket_name": "pictures",
        "endpoint_url": address,
        "region_name": "us-east-1",
        "querystring_expire": 600,
        "max_memory_size": 1 << 20,
        **KEYS,
        **changed,
    }
