"""Tables of consents."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tenants.identity.models import Role
from ui.icons import badge
from ui.tables import CheckColumn, Column, DateColumn, DateTimeColumn, LinkColumn, Table

from . import rules, wording
from .models import Consent
from .queries import Overview
from .section import state_kind, state_word

FULL_NAME = pgettext_lazy("person", "Full name")


class ConsentTable(Table):
    """All records."""

    person = LinkColumn(
        order_by=("person__sort_key", "id"), verbose_name=_("Whose"), linkify=lambda record: record.get_absolute_url()
    )
    type = Column(verbose_name=_("Consent"))
    state = Column(empty_values=(), order_by=("withdrawn_on", "id"), verbose_name=_("State"))
    way = Column(verbose_name=_("Given"))
    given_on = DateColumn(verbose_name=_("Given on"))
    signer = Column(order_by=("signer__sort_key", "id"), verbose_name=_("Signed by"))
    withdrawn_on = DateColumn(verbose_name=_("Ended on"))
    scan = Column(empty_values=(), orderable=False, verbose_name=_("Scan"))

    def render_type(self, value: str) -> Any:
        """The short word."""
        return wording.short(value)

    def render_state(self, record: Consent) -> SafeString:
        """In force or not."""
        return badge(str(state_word(record)), state_kind(record))

    def render_signer(self, record: Consent) -> str:
        """Who signed."""
        return record.signer.short_name

    def render_scan(self, record: Consent) -> str:
        """Whether there is a scan of the paper."""
        if record.way == Consent.Way.SYSTEM:
            return "—"
        return gettext("yes") if record.scan else gettext("no")

    class Meta(Table.Meta):
        pass


class ConsentCell(Column):
    """One type of the matrix: given, lacking, or not needed."""

    def __init__(self, code: str, **kwargs: Any) -> None:
        self.code = code
        super().__init__(accessor="pk", orderable=False, verbose_name=wording.short(code), **kwargs)

    def render(self, value: int, table: MatrixTable) -> Any:
        """A badge with a word."""
        if self.code in table.overview.given.get(value, ()):
            return badge(gettext("given"), "success")
        if self.code in table.overview.lacked.get(value, ()):
            return badge(gettext("lacks"), "warning")
        return "—"

    def value(self, value: int, table: MatrixTable) -> str:
        """The word for XLSX."""
        if self.code in table.overview.given.get(value, ()):
            return gettext("given")
        return gettext("lacks") if self.code in table.overview.lacked.get(value, ()) else ""


class MatrixTable(Table):
    """Who lacks which."""

    pk = CheckColumn()
    name = LinkColumn(accessor="full_name", order_by=("sort_key", "id"), verbose_name=FULL_NAME)

    def __init__(self, *args: Any, overview: Overview, whole: bool = False, **kwargs: Any) -> None:
        self.overview = overview
        # A screen has no room for what nobody can lack; the workbook has.
        shown = [code for code in wording.types() if self._is_shown(code) and (whole or code not in rules.EITHER_SIGNS)]
        super().__init__(*args, extra_columns=[(f"type_{code}", ConsentCell(code)) for code in shown], **kwargs)

    def _is_shown(self, code: str) -> bool:
        """A type that somebody has or lacks."""
        return any(code in types for types in (*self.overview.given.values(), *self.overview.lacked.values()))

    class Meta(Table.Meta):
        pass


class EndingTable(Table):
    """Rows of ``upkeep.ending``."""

    pk = CheckColumn()
    person = LinkColumn(
        order_by=("person__sort_key", "id"), verbose_name=_("Whose"), linkify=lambda record: record.get_absolute_url()
    )
    type = Column(verbose_name=_("Consent"))
    ends_on = DateColumn(verbose_name=_("Counts until"))
    reason = Column(empty_values=(), orderable=False, verbose_name=_("Why"))
    signer = Column(order_by=("signer__sort_key", "id"), verbose_name=_("Signed by"))

    def render_type(self, value: str) -> Any:
        """The short word."""
        return wording.short(value)

    def render_reason(self, record: Consent) -> str:
        """The term, or the 18th birthday."""
        by_term = record.expires_on is not None and record.expires_on == getattr(record, "ends_on", None)
        return gettext("the term of the text") if by_term else gettext("turns 18")

    def render_signer(self, record: Consent) -> str:
        """Who signed."""
        return record.signer.short_name

    class Meta(Table.Meta):
        pass


class DutyTable(Table):
    """Rows of ``upkeep.duties``."""

    text = LinkColumn(verbose_name=_("What"), linkify=lambda record: record.consent.get_absolute_url())
    person = Column(accessor="consent__person", order_by=("consent__person__sort_key", "id"), verbose_name=_("Whose"))
    due_on = DateColumn(verbose_name=_("By"))

    class Meta(Table.Meta):
        pass


class ViewingTable(Table):
    """Rows of the log of viewings."""

    person = LinkColumn(order_by=("person__sort_key", "id"), verbose_name=_("Whose data"))
    what = Column(verbose_name=_("What"))
    name = Column(verbose_name=_("Who looked"))
    roles = Column(orderable=False, verbose_name=_("Role"))
    at = DateTimeColumn(verbose_name=_("When"))

    def render_roles(self, value: list[str]) -> str:
        """The roles in words."""
        return ", ".join(str(dict(Role.choices).get(code, code)) for code in value)

    class Meta(Table.Meta):
        pass
