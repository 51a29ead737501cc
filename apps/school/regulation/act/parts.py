"""What a regulation on paper consists of: plain data that goes into JSON and back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

ADOPTED, APPROVED = "act.adopted", "act.approved"
# The two parameters that stand in the head of the first page, with the name by which acts are cited there.
STAMPS = {ADOPTED: "гриф принятия", APPROVED: "гриф утверждения"}


@dataclass(frozen=True, slots=True)
class Clause:
    """A numbered paragraph. ``key``: the parameter whose value stands in it, "" for none; ``items``: its list."""

    number: str
    text: str
    items: tuple[str, ...] = ()
    key: str = ""

    @property
    def citation(self) -> str:
        """How a refusal cites it."""
        return f"п. {self.number}"

    @property
    def whole(self) -> str:
        """The paragraph with its list in one line."""
        return " ".join([self.text, *self.items])


@dataclass(frozen=True, slots=True)
class Chapter:
    """A titled group of clauses; ``code``: the section of the catalogue it is made of."""

    number: int
    code: str
    title: str
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """A table or a list of lines behind the text."""

    number: int
    title: str
    lines: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    @property
    def citation(self) -> str:
        """How it is cited."""
        return f"Приложение {self.number}"

    @property
    def heading(self) -> str:
        """Its heading in the document."""
        return f"{self.citation}. {self.title}"


@dataclass(frozen=True, slots=True)
class Regulation:
    """The whole document. ``adopted``, ``approved``: lines of the stamps; ``title``: of the act."""

    institution: str
    title: str
    adopted: tuple[str, ...]
    approved: tuple[str, ...]
    chapters: tuple[Chapter, ...]
    annexes: tuple[Annex, ...]

    def clauses(self) -> Iterator[Clause]:
        """All clauses in the order of the text."""
        for chapter in self.chapters:
            yield from chapter.clauses

    def citations(self) -> dict[str, str]:
        """Parameter -> the place in this document where its value stands."""
        return {clause.key: clause.citation for clause in self.clauses() if clause.key}
