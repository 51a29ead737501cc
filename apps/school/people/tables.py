"""Tables of people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ui.icons import badge
from ui.tables import BadgeColumn, Column, DateColumn, DateTimeColumn, LinkColumn, NumberColumn, Table

from .models import MenteeCard, MentorCard, Person, StaffImport
from .ports import Text, consent_book

Naming = Callable[[str, str], str]

SHOWN_WORDS = 4
SHOWN_LENGTH = 90

IMPORT_KINDS = {
    "uploaded": "waiting",
    "checking": "active",
    "checked": "waiting",
    "writing": "active",
    "done": "success",
    "cancelled": "neutral",
    "failed": "danger",
}


def words_cell(words: list[str]) -> str:
    """A few words and how many more."""
    shown = ", ".join(words[:SHOWN_WORDS])
    return f"{shown} +{len(words) - SHOWN_WORDS}" if len(words) > SHOWN_WORDS else shown


def lacks_badges(types: tuple[str, ...], words: Mapping[str, Text]) -> SafeString:
    """What somebody lacks, as badges; one green badge when nothing."""
    if not types:
        return badge(str(_("all given")), "success")
    return format_html_join(" ", "{}", ((badge(str(words.get(code, code)), "warning"),) for code in types))


FULL_NAME = pgettext_lazy("person", "Full name")


class PersonTable(Table):
    """Everybody."""

    name = LinkColumn(accessor="full_name", order_by=("sort_key", "id"), verbose_name=FULL_NAME)
    kind = Column(verbose_name=_("Who"))
    position = Column(verbose_name=_("Position"))
    department = Column(verbose_name=_("Department or class"))
    banks = Column(empty_values=(), orderable=False, verbose_name=_("Banks"))
    account_id = Column(empty_values=(), verbose_name=_("Account"), order_by=("account_id", "sort_key"))

    def value_banks(self, record: Person) -> str:
        """Names of the banks."""
        return ", ".join(str(word) for word in _banks_of(record))

    def render_banks(self, record: Person) -> Any:
        """Names of the banks as badges."""
        return format_html_join(" ", "{}", ((badge(str(word), "accent"),) for word in _banks_of(record))) or "—"

    def value_account_id(self, record: Person) -> str:
        """Whether there is an account."""
        return str(_("yes") if record.account_id else _("no"))

    def render_account_id(self, record: Person) -> Any:
        """Whether there is an account."""
        return badge(str(_("yes")), "success") if record.account_id else "—"

    class Meta(Table.Meta):
        pass


def _banks_of(person: Person) -> list[Text]:
    found: list[Text] = []
    for name, word in (("mentor_card", _("mentor")), ("mentee_card", _("mentee"))):
        card = getattr(person, name, None)
        if card is not None and card.state == card.State.ACTIVE:
            found.append(word)
    return found


class CandidateTable(Table):
    """Whom to enter into a bank: each row leads to the entry page."""

    name = LinkColumn(
        accessor="full_name",
        order_by=("sort_key", "id"),
        verbose_name=FULL_NAME,
        linkify=lambda table, record: reverse(f"people:{table.bank}_enter", kwargs={"person": record.pk}),
    )
    kind = Column(verbose_name=_("Who"))
    position = Column(verbose_name=_("Position"))
    department = Column(verbose_name=_("Department or class"))

    def __init__(self, *args: Any, bank: str = "mentor", **kwargs: Any) -> None:
        self.bank = bank
        super().__init__(*args, **kwargs)

    class Meta(Table.Meta):
        pass


class _BankTable(Table):
    """What both banks show. ``lacking``: person id -> types lacked; ``naming``: the school's word for a code."""

    name = LinkColumn(accessor="person", order_by=("person__sort_key", "id"), verbose_name=FULL_NAME)
    position = Column(accessor="person__position", verbose_name=_("Position"))
    category = Column(verbose_name=_("Category"))
    subjects = Column(verbose_name=_("Subjects"), orderable=False)

    dictionary = ""

    def __init__(self, *args: Any, lacking: Mapping[int, tuple[str, ...]], naming: Naming, **kwargs: Any) -> None:
        self.lacking, self.naming = lacking, naming
        self.consent_words = consent_book().words()
        super().__init__(*args, **kwargs)

    def render_category(self, value: str) -> str:
        """The school's word."""
        return self.naming(self.dictionary, value)

    def render_subjects(self, value: list[str]) -> str:
        """A few words."""
        return words_cell(value)

    def value_subjects(self, value: list[str]) -> str:
        """All words."""
        return ", ".join(value)

    def render_consents(self, record: MentorCard | MenteeCard) -> SafeString:
        """What is lacking."""
        return lacks_badges(self.lacking.get(record.person_id, ()), self.consent_words)

    def value_consents(self, record: MentorCard | MenteeCard) -> str:
        """What is lacking, as text."""
        types = self.lacking.get(record.person_id, ())
        return ", ".join(str(self.consent_words.get(code, code)) for code in types) or str(_("all given"))

    class Meta(Table.Meta):
        pass


class MentorTable(_BankTable):
    """The mentors' bank."""

    dictionary = "mentor_category"

    grade = Column(verbose_name=_("Grade"))
    competencies = Column(verbose_name=_("Competencies"), orderable=False)
    capacity = NumberColumn(verbose_name=_("How many mentees"))
    trained_on = DateColumn(verbose_name=_("Trained on"))
    consents = Column(empty_values=(), orderable=False, verbose_name=_("Lacks consents"))

    class Meta(Table.Meta):
        sequence = ("name", "position", "category", "grade", "subjects", "competencies", "capacity", "...")

    def render_grade(self, value: str) -> str:
        """The school's word."""
        return self.naming("mentor_grade", value)

    def render_competencies(self, value: list[str]) -> str:
        """A few words."""
        return words_cell(value)

    def value_competencies(self, value: list[str]) -> str:
        """All words."""
        return ", ".join(value)


class MenteeTable(_BankTable):
    """The mentees' bank."""

    dictionary = "mentee_category"

    request = Column(verbose_name=_("Request"), orderable=False)
    deficits = Column(verbose_name=_("Difficulties"), orderable=False)
    consents = Column(empty_values=(), orderable=False, verbose_name=_("Lacks consents"))

    def render_request(self, value: str) -> str:
        """The beginning."""
        return value if len(value) <= SHOWN_LENGTH else f"{value[:SHOWN_LENGTH].rstrip()}…"

    def value_request(self, value: str) -> str:
        """All of it."""
        return value

    def render_deficits(self, value: list[str]) -> str:
        """A few words."""
        return words_cell(value)

    def value_deficits(self, value: list[str]) -> str:
        """All words."""
        return ", ".join(value)

    class Meta(Table.Meta):
        pass


class ImportTable(Table):
    """Uploaded lists."""

    file_name = LinkColumn(verbose_name=_("List"))
    kind = Column(verbose_name=_("Who is in the list"))
    created_at = DateTimeColumn(verbose_name=_("Uploaded"))
    state = BadgeColumn(IMPORT_KINDS, verbose_name=_("State"))
    written = NumberColumn(empty_values=(), orderable=False, verbose_name=_("New and changed"))
    rejected = NumberColumn(empty_values=(), orderable=False, verbose_name=_("Rejected"))

    def render_written(self, record: StaffImport) -> Any:
        """How many rows were or will be written."""
        return record.counts.get("new", 0) + record.counts.get("changed", 0) if "new" in record.counts else "—"

    def render_rejected(self, record: StaffImport) -> Any:
        """How many rows were refused."""
        return record.counts.get("rejected", "—")

    class Meta(Table.Meta):
        pass
