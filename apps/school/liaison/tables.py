"""Tables over what the exchange tells: frozen lines, not rows."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.region.exchange.outlook import NeedLine, OfferLine, RequestLine
from ui.icons import badge
from ui.tables import Column, DateColumn, LinkColumn, NumberColumn, Table, WordsColumn

OFFER_KINDS = {"waiting": "waiting", "open": "success", "withdrawn": "neutral"}
NEED_KINDS = {"open": "waiting", "answered": "success", "withdrawn": "neutral"}
REQUEST_KINDS = {"asked": "waiting", "approved": "success", "declined": "danger", "withdrawn": "neutral"}


def offer_state(line: OfferLine) -> str:
    """The offer's state as icon and word."""
    return badge(line.state_title, OFFER_KINDS[line.state])


def waits_for(line: RequestLine) -> str:
    """Whose answer a request waits for, or how it ended."""
    words = {
        "own": _("waits for our curator"),
        "mentor_school": _("waits for the mentor's school"),
        "mentee_school": _("waits for the mentee's school"),
        "people": _("waits for the mentor and the mentee"),
        "": line.state_title,
    }
    return words[line.waits_for]


class _RequestState(Column):
    """State of a request with whose answer it waits for."""

    def render(self, record: RequestLine) -> str:
        return badge(waits_for(record), "warning" if record.waits_for == "own" else REQUEST_KINDS[record.state])

    def value(self, record: RequestLine) -> str:
        """The words, for XLSX."""
        return waits_for(record)


class OfferTable(Table):
    """Mentors of other schools."""

    mentor_name = LinkColumn(
        verbose_name=gettext_lazy("Mentor"),
        linkify=lambda record: reverse("liaison:ask", kwargs={"offer": record.offer}),
    )
    school = Column(verbose_name=gettext_lazy("School"))
    municipality = Column(verbose_name=gettext_lazy("Municipality"))
    subjects = WordsColumn(verbose_name=gettext_lazy("Subjects"), orderable=False)
    topics = Column(verbose_name=gettext_lazy("Can help with"), orderable=False)
    times = Column(verbose_name=gettext_lazy("Can meet"), orderable=False)
    free = NumberColumn(verbose_name=gettext_lazy("Free places"))

    class Meta(Table.Meta):
        order_by = ()


class NeedTable(Table):
    """Needs of other schools."""

    text = LinkColumn(
        verbose_name=gettext_lazy("Need"),
        linkify=lambda record: reverse("liaison:need_answer", kwargs={"need": record.need}),
        orderable=False,
    )
    about = Column(verbose_name=gettext_lazy("Mentee"))
    subjects = WordsColumn(verbose_name=gettext_lazy("Subjects"), orderable=False)
    school = Column(verbose_name=gettext_lazy("School"))
    municipality = Column(verbose_name=gettext_lazy("Municipality"))
    times = Column(verbose_name=gettext_lazy("Can meet"), orderable=False)
    ends_on = DateColumn(verbose_name=gettext_lazy("Until"))

    class Meta(Table.Meta):
        order_by = ()


class OwnNeedTable(Table):
    """This school's own needs."""

    text = LinkColumn(
        verbose_name=gettext_lazy("Need"),
        linkify=lambda record: reverse("liaison:need", kwargs={"need": record.need}),
        orderable=False,
    )
    about = Column(verbose_name=gettext_lazy("Mentee"))
    ends_on = DateColumn(verbose_name=gettext_lazy("Until"))
    answers = NumberColumn(verbose_name=gettext_lazy("Answers that wait"))
    state_title = Column(verbose_name=gettext_lazy("State"))

    def render_state_title(self, record: NeedLine) -> str:
        """Icon and word."""
        return badge(record.state_title, NEED_KINDS[record.state])

    def value_state_title(self, record: NeedLine) -> str:
        """The word, for XLSX."""
        return record.state_title

    class Meta(Table.Meta):
        order_by = ()


class OwnOfferTable(Table):
    """This school's own offers."""

    mentor_name = LinkColumn(
        verbose_name=gettext_lazy("Mentor"),
        linkify=lambda record: reverse("liaison:offer", kwargs={"offer": record.offer}),
    )
    topics = Column(verbose_name=gettext_lazy("Can help with"), orderable=False)
    places = NumberColumn(verbose_name=gettext_lazy("Places"))
    taken = NumberColumn(verbose_name=gettext_lazy("Taken"))
    state_title = Column(verbose_name=gettext_lazy("State"))

    def render_state_title(self, record: OfferLine) -> str:
        """Icon and word."""
        return offer_state(record)

    def value_state_title(self, record: OfferLine) -> str:
        """The word, for XLSX."""
        return record.state_title

    class Meta(Table.Meta):
        order_by = ()


class OutgoingTable(Table):
    """Requests of own mentees."""

    mentee_name = LinkColumn(
        verbose_name=gettext_lazy("Mentee"),
        linkify=lambda record: reverse("liaison:request", kwargs={"remote_request": record.request}),
    )
    mentor_name = Column(verbose_name=gettext_lazy("Mentor"))
    mentor_school = Column(verbose_name=gettext_lazy("Mentor's school"))
    form_title = Column(verbose_name=gettext_lazy("Form"))
    starts_on = DateColumn(verbose_name=gettext_lazy("From"))
    ends_on = DateColumn(verbose_name=gettext_lazy("Until"))
    state = _RequestState(verbose_name=gettext_lazy("State"), accessor="state_title")

    class Meta(Table.Meta):
        order_by = ()


class IncomingTable(Table):
    """Requests of other schools to own mentors. The name is shown after both curators have approved."""

    need = LinkColumn(
        verbose_name=gettext_lazy("Need"),
        linkify=lambda record: reverse("liaison:request", kwargs={"remote_request": record.request}),
        orderable=False,
    )
    mentee = Column(verbose_name=gettext_lazy("Mentee"), accessor="mentee_about")
    school = Column(verbose_name=gettext_lazy("Mentee's school"))
    mentor_name = Column(verbose_name=gettext_lazy("Mentor"))
    starts_on = DateColumn(verbose_name=gettext_lazy("From"))
    ends_on = DateColumn(verbose_name=gettext_lazy("Until"))
    state = _RequestState(verbose_name=gettext_lazy("State"), accessor="state_title")

    def render_mentee(self, record: RequestLine) -> str:
        """The name where it may be known, else the category."""
        return record.mentee_name or record.mentee_about

    def value_mentee(self, record: RequestLine) -> str:
        """The same, for XLSX."""
        return record.mentee_name or record.mentee_about

    class Meta(Table.Meta):
        order_by = ()
