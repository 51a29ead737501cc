"""The regulation as a document: numbered clauses written from the parameters, and annexes. Pure: from the view alone.

Always in Russian, whatever language the page has. ``orders`` makes DOCX and PDF of it.
"""

from .compose import compose
from .parts import Annex, Chapter, Clause, Regulation

__all__ = ["Annex", "Chapter", "Clause", "Regulation", "compose"]
