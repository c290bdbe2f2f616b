"""A film is decoded as far as somebody looks, and looks the same as if all of it were decoded."""

import io
from typing import Any, cast

import av
import numpy as np
import pytest

from cameras.sources.packet_frame import LazyDecoder, PacketFrame
from cameras.sources.source import BadFrame

FRAMES = 40
DISTANCE = 10


def film(codec="libx264", **options):
    """A film that gets brighter, with a key frame each DISTANCE frames."""
    content = io.BytesIO()
    with av.open(content, "w", format="matroska") as container:
        stream = container.add_stream(codec, rate=25, options=options)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.gop_size = DISTANCE
        for number in range(FRAMES):
            pixels = np.full((48, 64, 3), 20 + number * 5, np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(pixels, format="bgr24")))
        container.mux(stream.encode(None))
    content.seek(0)
    return content


class Counting:
    """A codec that counts what it decodes."""

    def __init__(self, codec):
        self.codec = codec
        self.decoded = 0

    def decode(self, packet):
        self.decoded += packet is not None
        return self.codec.decode(packet)

    def __getattr__(self, name):
        return getattr(self.codec, name)


@pytest.fixture
def played():
    """Play a film: its packets, and the decoder that is to take them."""
    containers = []

    def played(content: io.BytesIO) -> Any:
        containers.append(av.open(content))
        stream = containers[-1].streams.video[0]
        stream.codec_context.thread_type = "NONE"
        codec = Counting(stream.codec_context)
        packets = [packet for packet in containers[-1].demux(stream) if packet.size]
        return packets, LazyDecoder(cast("Any", codec)), codec

    yield played
    for container in containers:
        container.close()


def brightness(decoder):
    return round((decoder.picture().to_ndarray(format="gray").mean() - 20) / 5)


PLAIN = {"tune": "zerolatency", "preset": "ultrafast"}
REORDERED = {"preset": "ultrafast", "bf": "2", "b_strategy": "0"}


@pytest.mark.parametrize("options", [PLAIN, REORDERED], ids=["plain", "b-frames"])
def test_while_only_key_frames_are_looked_at_only_these_are_decoded(played, options):
    packets, decoder, codec = played(film(**options))
    seen = []
    for packet in packets:
        decoder.take(packet)
        if packet.is_keyframe:
            seen += [brightness(decoder), brightness(decoder)]

    assert seen == [number for number in range(0, FRAMES, DISTANCE) for _look in range(2)]
    assert codec.decoded == FRAMES // DISTANCE


@pytest.mark.parametrize("looks_each", [1, 3, 7, 13])
def test_whenever_one_looks_the_picture_is_that_of_this_moment(played, looks_each):
    packets, decoder, _codec = played(film(**PLAIN))
    for number, packet in enumerate(packets):
        decoder.take(packet)
        if number % looks_each == 0:
            assert abs(brightness(decoder) - number) <= 1


def test_reordered_frames_come_in_order_and_a_little_late(played):
    packets, decoder, _codec = played(film(**REORDERED))
    seen = []
    for packet in packets:
        decoder.take(packet)
        seen.append(brightness(decoder))

    assert seen == sorted(seen)
    assert FRAMES - 5 <= seen[-1] <= FRAMES


def test_one_who_begins_to_look_between_key_frames_sees_this_moment(played):
    packets, decoder, _codec = played(film(**REORDERED))
    for packet in packets[:21]:
        decoder.take(packet)
        if packet.is_keyframe:
            decoder.picture()
    for packet in packets[21:26]:
        decoder.take(packet)

    assert 22 <= brightness(decoder) <= 27


def test_what_waits_is_bounded(played, monkeypatch):
    monkeypatch.setattr("cameras.sources.packet_frame._MAX_WAITING", 5)
    packets, decoder, codec = played(film(**PLAIN))
    for packet in packets[:9]:
        decoder.take(packet)

    assert codec.decoded == 6
    assert abs(brightness(decoder) - 8) <= 1


def test_a_packet_that_cannot_be_decoded_is_a_bad_frame_and_the_next_is_well(played):
    packets, decoder, _codec = played(film(**PLAIN))
    broken = av.Packet(b"\0\0\0\x01\x65" + bytes(50))
    broken.is_keyframe = True
    decoder.take(broken)

    with pytest.raises(BadFrame):
        decoder.picture()
    decoder.take(packets[0])
    assert brightness(decoder) == 0


def test_a_frame_is_given_in_colour_and_grey_at_the_size_that_is_wanted(played):
    packets, decoder, _codec = played(film(**PLAIN))
    decoder.take(packets[0])
    frame = PacketFrame(1.0, True, decoder)

    assert (frame.size().width, frame.size().height) == (64, 48)
    assert frame.image().shape == (48, 64, 3)
    assert frame.image(32).shape == (24, 32, 3)
    assert frame.image(200).shape == (48, 64, 3)
    assert frame.small_grey(32).shape == (24, 32)
    assert abs(int(frame.image()[20, 20, 1]) - int(frame.small_grey(64)[20, 20])) <= 3
