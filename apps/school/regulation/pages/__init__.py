"""Pages of the regulation: to read it, to prepare a version, to bring it into force."""

from .conforming import ConformityPage
from .covering import CoveragePage
from .document import DocumentPage, RenumberPage
from .reading import ComparePage, IndexPage, VersionList, VersionPage, WordsPage
from .writing import AdoptPage, ClearPage, CopyPage, DiscardPage, UploadPage, ValuePage

__all__ = [
    "AdoptPage",
    "ClearPage",
    "ComparePage",
    "ConformityPage",
    "CopyPage",
    "CoveragePage",
    "DiscardPage",
    "DocumentPage",
    "IndexPage",
    "RenumberPage",
    "UploadPage",
    "ValuePage",
    "VersionList",
    "VersionPage",
    "WordsPage",
]
