"""Pages of the regulation: to read it, to prepare a version, to bring it into force."""

from .adopting import AdoptPage, ImpactPage, TransferPage
from .comparing import ComparePage
from .conforming import ConformityPage
from .covering import CoveragePage
from .document import DocumentPage, RenumberPage
from .editing import CheckPage, SectionPage, ValuePage
from .reading import IndexPage, VersionList, VersionPage, WordsPage
from .wording import DropWordPage, LinesPage, ListsPage, WordPage
from .writing import ClearPage, CopyPage, DiscardPage, RenamePage, StartPage, UploadPage

__all__ = [
    "AdoptPage",
    "CheckPage",
    "ClearPage",
    "ComparePage",
    "ConformityPage",
    "CopyPage",
    "CoveragePage",
    "DiscardPage",
    "DocumentPage",
    "DropWordPage",
    "ImpactPage",
    "IndexPage",
    "LinesPage",
    "ListsPage",
    "RenamePage",
    "RenumberPage",
    "SectionPage",
    "StartPage",
    "TransferPage",
    "UploadPage",
    "ValuePage",
    "VersionList",
    "VersionPage",
    "WordPage",
    "WordsPage",
]
