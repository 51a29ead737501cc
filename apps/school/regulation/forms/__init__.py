"""Forms of this room."""

from .adopting import AdoptionForm, TransferForm, adoption_initial
from .drafting import DraftForm, Part, prefix_of
from .loading import StartForm, UploadForm
from .wording import LinesForm, TitleForm, WordForm

__all__ = [
    "AdoptionForm",
    "DraftForm",
    "LinesForm",
    "Part",
    "StartForm",
    "TitleForm",
    "TransferForm",
    "UploadForm",
    "WordForm",
    "adoption_initial",
    "prefix_of",
]
