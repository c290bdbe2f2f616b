"""Every row of uploads; each kind has a module of its own."""

from uploads.clip import Clip
from uploads.orphaned_file import OrphanedFile
from uploads.person import ClipSearch, Person
from uploads.picture import Picture
from uploads.upload import Upload

__all__ = ["Clip", "ClipSearch", "OrphanedFile", "Person", "Picture", "Upload"]
