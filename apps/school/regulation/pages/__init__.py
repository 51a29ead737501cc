"""Pages of the regulation: to read it, to prepare a version, to bring it into force."""

from .adopting import AdoptPage, ImpactPage, TransferPage
from .comparing import ComparePage
from .covering import CoveragePage
from .editing import CheckPage, SectionPage, ValuePage
from .reading import IndexPage, VersionList, VersionPage, WordsPage
from .wording import DropWordPage, LinesPage, ListsPage, WordPage
from .writing import ClearPage, CopyPage, DiscardPage, RenamePage, StartPage, UploadPage

__all__ = [
    "AdoptPage",
    "CheckPage",
    "ClearPage",
    "ComparePage",
    "CopyPage",
    "CoveragePage",
    "DiscardPage",
    "DropWordPage",
    "ImpactPage",
    "IndexPage",
    "LinesPage",
    "ListsPage",
    "RenamePage",
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
