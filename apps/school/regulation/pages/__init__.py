"""Pages of the regulation: to read it, to prepare a version, to bring it into force."""

from .covering import CoveragePage
from .document import DocumentPage, RenumberPage
from .naming import ClearWordPage, NewWordPage, WordPage
from .reading import ComparePage, IndexPage, VersionList, VersionPage, WordsPage
from .writing import AdoptPage, ClearPage, CopyPage, DiscardPage, UploadPage, ValuePage

__all__ = [
    "AdoptPage",
    "ClearPage",
    "ClearWordPage",
    "ComparePage",
    "CopyPage",
    "CoveragePage",
    "DiscardPage",
    "DocumentPage",
    "IndexPage",
    "NewWordPage",
    "RenumberPage",
    "UploadPage",
    "ValuePage",
    "VersionList",
    "VersionPage",
    "WordPage",
    "WordsPage",
]
