"""exiftool as a judge of its own: what it tells of a file beyond the few tags that any file has."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

Tags = set[tuple[str, str]]
"""Names with their group (`EXIF:Make`), and values as exiftool writes them."""

_OF_THE_FILE_SYSTEM = {
    "ExifTool:ExifToolVersion",
    "File:Directory",
    "File:FileAccessDate",
    "File:FileInodeChangeDate",
    "File:FileModifyDate",
    "File:FileName",
    "File:FilePermissions",
    "File:FileSize",
}
_OF_ANY_PICTURE = {
    "Composite:ImageSize",
    "Composite:Megapixels",
    "File:BitsPerSample",
    "File:ColorComponents",
    "File:EncodingProcess",
    "File:FileType",
    "File:FileTypeExtension",
    "File:ImageHeight",
    "File:ImageWidth",
    "File:MIMEType",
    "File:YCbCrSubSampling",
    "PNG:BitDepth",
    "PNG:ColorType",
    "PNG:Compression",
    "PNG:Filter",
    "PNG:ImageHeight",
    "PNG:ImageWidth",
    "PNG:Interlace",
    "QuickTime:AV1ConfigurationVersion",
    "QuickTime:ChromaFormat",
    "QuickTime:ChromaSamplePosition",
    "QuickTime:ColorPrimaries",
    "QuickTime:ColorProfiles",
    "QuickTime:CompatibleBrands",
    "QuickTime:HighBitDepth",
    "QuickTime:ImagePixelDepth",
    "QuickTime:ImageSpatialExtent",
    "QuickTime:InitialDelaySamples",
    "QuickTime:MajorBrand",
    "QuickTime:MatrixCoefficients",
    "QuickTime:MediaData",
    "QuickTime:MediaDataOffset",
    "QuickTime:MediaDataSize",
    "QuickTime:MinorVersion",
    "QuickTime:PrimaryItemReference",
    "QuickTime:SeqLevelIdx0",
    "QuickTime:SeqProfile",
    "QuickTime:SeqTier0",
    "QuickTime:TransferCharacteristics",
    "QuickTime:TwelveBit",
    "RIFF:AlphaCompression",
    "RIFF:AlphaFiltering",
    "RIFF:AlphaIsUsed",
    "RIFF:AlphaPreprocessing",
    "RIFF:HorizontalScale",
    "RIFF:ImageHeight",
    "RIFF:ImageWidth",
    "RIFF:VP8Version",
    "RIFF:VerticalScale",
    "RIFF:WebP_Flags",
}
_OF_ANY_FILM = {
    "Composite:AvgBitrate",
    "Composite:Rotation",
    "QuickTime:AVCConfiguration",
    "QuickTime:AudioBitsPerSample",
    "QuickTime:AudioChannels",
    "QuickTime:AudioFormat",
    "QuickTime:AudioSampleRate",
    "QuickTime:AverageBitrate",
    "QuickTime:Balance",
    "QuickTime:BitDepth",
    "QuickTime:BufferSize",
    "QuickTime:ChunkOffset",
    "QuickTime:CompositionTimeToSample",
    "QuickTime:CompressorID",
    "QuickTime:CurrentTime",
    "QuickTime:Duration",
    "QuickTime:Free",
    "QuickTime:GraphicsMode",
    "QuickTime:HandlerType",
    "QuickTime:ImageHeight",
    "QuickTime:ImageWidth",
    "QuickTime:MatrixStructure",
    "QuickTime:MaxBitrate",
    "QuickTime:MediaDuration",
    "QuickTime:MediaHeaderVersion",
    "QuickTime:MediaTimeScale",
    "QuickTime:MovieHeaderVersion",
    "QuickTime:NextTrackID",
    "QuickTime:OpColor",
    "QuickTime:PosterTime",
    "QuickTime:PreferredRate",
    "QuickTime:PreferredVolume",
    "QuickTime:PreviewDuration",
    "QuickTime:PreviewTime",
    "QuickTime:SampleGroupDescription",
    "QuickTime:SampleSizes",
    "QuickTime:SampleToChunk",
    "QuickTime:SampleToGroup",
    "QuickTime:SelectionDuration",
    "QuickTime:SelectionTime",
    "QuickTime:SourceImageHeight",
    "QuickTime:SourceImageWidth",
    "QuickTime:SyncSampleTable",
    "QuickTime:TimeScale",
    "QuickTime:TimeToSampleTable",
    "QuickTime:TrackDuration",
    "QuickTime:TrackHeaderVersion",
    "QuickTime:TrackID",
    "QuickTime:TrackLayer",
    "QuickTime:TrackVolume",
    "QuickTime:Unknown_btrt",
    "QuickTime:Unknown_edts",
    "QuickTime:Unknown_esds",
    "QuickTime:VideoFrameRate",
    "QuickTime:XResolution",
    "QuickTime:YResolution",
}
_TECHNICAL = _OF_THE_FILE_SYSTEM | _OF_ANY_PICTURE | _OF_ANY_FILM
_NO_TIME = "0000:00:00 00:00:00"
_ALWAYS_THE_SAME = {
    ("JFIF:JFIFVersion", "1.01"),
    ("JFIF:ResolutionUnit", "None"),
    ("JFIF:XResolution", "1"),
    ("JFIF:YResolution", "1"),
    ("QuickTime:CreateDate", _NO_TIME),
    ("QuickTime:HandlerDescription", "SoundHandler"),
    ("QuickTime:HandlerDescription", "VideoHandler"),
    ("QuickTime:HandlerVendorID", "Apple"),
    ("QuickTime:MediaCreateDate", _NO_TIME),
    ("QuickTime:MediaLanguageCode", "und"),
    ("QuickTime:MediaModifyDate", _NO_TIME),
    ("QuickTime:ModifyDate", _NO_TIME),
    ("QuickTime:TrackCreateDate", _NO_TIME),
    ("QuickTime:TrackModifyDate", _NO_TIME),
}
"""What would tell something if it had another value."""


def telling_tags(*paths: Path) -> list[Tags]:
    """What each file tells beyond what any file has, every tag that exiftool knows or not."""
    asked = ["exiftool", "-json", "-G", "-a", "-u", "-ee", *map(str, paths)]
    answer = subprocess.run(asked, check=False, capture_output=True, text=True)
    # A tag may be there twice: the pairs, not a dictionary of the last ones.
    files = json.loads(answer.stdout, object_pairs_hook=lambda pairs: pairs)
    assert len(files) == len(paths), answer.stderr
    return [_telling(pairs) for pairs in files]


def _telling(pairs: Sequence[tuple[str, object]]) -> Tags:
    tags = {(name, str(value)) for name, value in pairs if name != "SourceFile"}
    return {tag for tag in tags - _ALWAYS_THE_SAME if tag[0] not in _TECHNICAL}


def write_tags(path: Path, *tags: str) -> None:
    """Let exiftool write tags (`-XMP:Creator=Me`), those for which the format has a place."""
    subprocess.run(
        ["exiftool", "-quiet", "-quiet", "-m", "-overwrite_original", *tags, str(path)],
        check=True,
        capture_output=True,
    )
