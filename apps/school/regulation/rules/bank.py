"""Rules on the banks themselves: which are kept and by whom, tracks by experience, papers of mentors from outside,
information from third parties."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kernel.errors import Violation

from ..values.render import listed
from ..view import RegulationView
from .breach import breach, law_breach, names

KEEPERS = "data.keepers"
REGISTRIES = "data.registries"
TRACKS = "scope.mentee_experience"
DOCUMENTS = "scope.external_mentor_docs"
THIRD_PARTIES = "data.third_party_info"

# Who sits at which membership of the product. Every other role of a regulation (methodist, system administrator ...)
# has no membership of its own: whoever does that work holds the curator's, which the head gives.
MEMBERSHIPS: Mapping[str, str] = {
    "head": "head",
    "deputy_head": "head",
    "administration": "head",
    "mentor": "mentor",
    "senior_mentor": "mentor",
    "lead_mentor": "mentor",
    "mentee": "mentee",
    "guardian": "guardian",
    "methodical_association": "methodical_association",
    "methodical_council": "methodical_association",
    "mentors_association": "methodical_association",
}
# The head answers for the processing of personal data whoever keeps the records (152-ФЗ ст. 22.1).
ALWAYS = frozenset({"head", "system"})


# ---- keepers and registries


def keepers(view: RegulationView) -> frozenset[str]:
    """Memberships of those who keep the records of the banks."""
    return ALWAYS | {MEMBERSHIPS.get(code, "curator") for code in view.codes(KEEPERS)}


def keeping(view: RegulationView, roles: Collection[str]) -> list[Violation]:
    """The holder of the memberships ``roles`` may enter and change records of the banks."""
    if not keepers(view).isdisjoint(roles):
        return []
    actual = listed(view.actor_name(code) for code in sorted(roles))
    return [breach(view, KEEPERS, actual=actual)]


def keeps_registry(view: RegulationView, registry: str) -> bool:
    """True when the school keeps such a bank (code of ``registry``); a school that names none keeps the usual ones."""
    return not view.is_set(REGISTRIES) or registry in view.codes(REGISTRIES)


def registry_kept(view: RegulationView, bank: str) -> list[Violation]:
    """The bank (``mentor`` or ``mentee``) is one of those that the school keeps."""
    registry = f"{bank}_registry"
    if keeps_registry(view, registry):
        return []
    return [breach(view, REGISTRIES, actual=view.local_name("registry", registry))]


# ---- tracks by experience


@dataclass(frozen=True, slots=True)
class Track:
    """Where people of so much experience go. ``code``: a body; more than ``over`` years, no more than ``upto``."""

    code: str
    over: int | None
    upto: int | None

    def fits(self, years: int) -> bool:
        """True for whole years of work within the bounds."""
        return (self.over is None or years > self.over) and (self.upto is None or years <= self.upto)


def tracks(view: RegulationView) -> tuple[Track, ...]:
    """The tracks of the regulation, in its order."""
    return tuple(Track(row["track"], row["years_gt"], row["years_le"]) for row in view.value(TRACKS))


def tracks_for(view: RegulationView, years: int | None) -> tuple[str, ...]:
    """Codes of the tracks that so much experience leads to; none when it is not known."""
    if years is None:
        return ()
    return tuple(track.code for track in tracks(view) if track.fits(years))


def track_fit(view: RegulationView, track: str, years: int | None) -> list[Violation]:
    """The experience fits the track chosen. No track is always allowed."""
    if not track or track in tracks_for(view, years):
        return []
    return [breach(view, TRACKS, actual=_years(years))]


def experienced(view: RegulationView, categories: Collection[str], years: int | None) -> list[Violation]:
    """A pedagogue «with experience above the threshold» has it. Asked only of a school that sets thresholds itself,
    and only where the experience is known: a card without it is shown as incomplete."""
    if "experienced_pedagogue" not in categories or years is None or not view.is_set(TRACKS):
        return []
    over = [track.over for track in tracks(view) if track.over is not None]
    if not over or years > min(over):
        return []
    return [breach(view, TRACKS, actual=_years(years))]


def _years(years: int | None) -> str:
    if years is None:
        return _("unknown length")
    return ngettext("%(count)s year", "%(count)s years", years) % {"count": years}


# ---- papers of mentors from outside


@dataclass(frozen=True, slots=True)
class ExternalMentor:
    """A mentor who does not work or study here. ``documents``: kinds of papers that are valid on the day asked."""

    name: str
    documents: frozenset[str]


def documents_wanted(view: RegulationView) -> tuple[str, ...]:
    """Papers that such a mentor is asked for: the school's list, else the region's, and always the law's."""
    norm = view.norm(DOCUMENTS)
    return tuple(dict.fromkeys([*view.codes(DOCUMENTS), *((norm.required or ()) if norm else ())]))


def documents_required(view: RegulationView) -> tuple[str, ...]:
    """Papers without which such a mentor does not begin. A school that says nothing is held to the law alone: the
    region's list is asked for by reminders."""
    norm = view.norm(DOCUMENTS)
    own = view.codes(DOCUMENTS) if view.is_set(DOCUMENTS) else ()
    return tuple(dict.fromkeys([*own, *((norm.required or ()) if norm else ())]))


def external_documents(view: RegulationView, mentors: Sequence[ExternalMentor]) -> list[Violation]:
    """Every mentor from outside has the papers: of the school's list by its clause, the law's in any case."""
    broken = []
    own = view.codes(DOCUMENTS) if view.is_set(DOCUMENTS) else ()
    norm = view.norm(DOCUMENTS)
    lawful = [code for code in (norm.required or ()) if code not in own] if norm else []
    for mentor in mentors:
        actual = names(view, "external_document", mentor.documents) or _("no valid ones")
        actual = _("%(documents)s (%(name)s)") % {"documents": actual, "name": mentor.name}
        if not mentor.documents.issuperset(own):
            broken.append(breach(view, DOCUMENTS, actual=actual))
        if norm is not None and not mentor.documents.issuperset(lawful):
            broken.append(law_breach(view, DOCUMENTS, norm, actual=actual, value=lawful))
    return broken


# ---- third parties


def third_party(view: RegulationView, source: str) -> list[Violation]:
    """Information is taken only from the sources named. A school that names none takes none: the law wants the least
    that is needed (152-ФЗ ст. 5)."""
    if source in view.codes(THIRD_PARTIES):
        return []
    sentence = _("Nothing is asked about a mentee from “{actual}”; the sources named: {value}. Basis: {clause}.")
    return [
        breach(view, THIRD_PARTIES, actual=view.local_name("third_party_source", source), sentence=sentence),
    ]
