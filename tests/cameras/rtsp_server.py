#!/usr/bin/python3
"""A network camera that speaks RTSP, by GStreamer; runs under the system's own Python.

Prints its port.
"""

import argparse

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtsp", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtsp, GstRtspServer  # noqa: E402

BALL = (
    "videotestsrc is-live=true pattern=ball ! "
    "capsfilter name=size caps=video/x-raw,format=I420,width=320,height=240,framerate=25/1"
)
X264 = "x264enc tune=zerolatency speed-preset=ultrafast"
H264 = "rtph264pay name=pay0 config-interval=-1"
FILMS = {
    "h264": f"{BALL} ! {X264} key-int-max=25 ! {H264}",
    "rare_keys": f"{BALL} ! {X264} key-int-max=100 ! {H264}",
    "b_frames": f"{BALL} ! x264enc speed-preset=ultrafast bframes=2 b-adapt=false rc-lookahead=3 "
    f"key-int-max=25 ! video/x-h264,profile=main ! {H264}",
    "h265": f"{BALL} ! x265enc tune=zerolatency speed-preset=ultrafast key-int-max=25 ! "
    "rtph265pay name=pay0 config-interval=-1",
    "vp8": f"{BALL} ! vp8enc deadline=1 keyframe-max-dist=25 ! rtpvp8pay name=pay0",
    "jpeg": f"{BALL} ! jpegenc ! rtpjpegpay name=pay0",
    "sound": "audiotestsrc is-live=true ! alawenc ! rtppcmapay name=pay0",
    "both": f"{BALL} ! {X264} key-int-max=25 ! {H264} "
    "audiotestsrc is-live=true ! alawenc ! rtppcmapay name=pay1",
    "hd": "videotestsrc is-live=true pattern=zone-plate kx2=20 ky2=20 kt=1 ! "
    f"video/x-raw,format=I420,width=1280,height=720,framerate=25/1 ! {X264} key-int-max=50 "
    f"bitrate=3000 ! {H264}",
    "resized": f"{BALL} ! {X264} key-int-max=25 ! {H264}",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--film", choices=FILMS, default="h264")
    parser.add_argument("--port", default="0")
    parser.add_argument("--udp-only", action="store_true")
    parser.add_argument("--user", nargs=2, metavar=("NAME", "PASSWORD"))
    options = parser.parse_args()
    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(options.port)
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(f"( {FILMS[options.film]} )")
    factory.set_shared(True)
    if options.film == "resized":
        factory.connect("media-configure", resize_later)
    if options.udp_only:
        factory.set_protocols(GstRtsp.RTSPLowerTrans.UDP)
    if options.user:
        protect(server, factory, *options.user)
    server.get_mount_points().add_factory("/live", factory)
    server.attach(None)
    print(server.get_bound_port(), flush=True)  # noqa: T201
    GLib.MainLoop().run()


def resize_later(_factory, media):
    """Two seconds after somebody watches, the picture is twice as large."""
    caps = "video/x-raw,format=I420,width=640,height=480,framerate=25/1"
    filter_ = media.get_element().get_by_name("size")
    GLib.timeout_add_seconds(2, lambda: filter_.set_property("caps", Gst.Caps.from_string(caps)))


def protect(server, factory, user, password):
    """Digest, as cameras ask for it."""
    auth = GstRtspServer.RTSPAuth()
    auth.set_supported_methods(GstRtspServer.RTSPAuth.get_supported_methods(auth))
    token = GstRtspServer.RTSPToken()
    token.set_string(GstRtspServer.RTSP_TOKEN_MEDIA_FACTORY_ROLE, "viewer")
    basic = GstRtspServer.RTSPAuth.make_basic(user, password)
    auth.add_basic(basic, token)
    server.set_auth(auth)
    permissions = GstRtspServer.RTSPPermissions()
    permissions.add_permission_for_role("viewer", "media.factory.access", True)
    permissions.add_permission_for_role("viewer", "media.factory.construct", True)
    factory.set_permissions(permissions)


main()
