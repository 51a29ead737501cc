"""Consents, publication, and the acts of the head."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..catalogue import catalogue
from ..view import RegulationView
from .base import Contradiction, warning

ANOTHER_READING = "another_reading"


def readings(view: RegulationView) -> Iterator[Contradiction]:
    """The act says two things of one parameter."""
    for key, setting in view.settings.items():
        if setting.alternatives:
            clauses = "; ".join((setting.clause, *(reading.clause for reading in setting.alternatives)))
            sentence = _("%(title)s: the act says different things (%(clauses)s).")
            facts = {"title": view.parameter(key).title, "clauses": clauses}
            yield warning(
                ANOTHER_READING, key, sentence=sentence % facts, remedy=_("Choose one of the readings."), detail=key
            )


def acts(view: RegulationView) -> Iterator[Contradiction]:
    """The pair is fixed by one kind of act and its mentor replaced by another; the template is of another document."""
    fixed, replaced = view.value("pairing.act"), view.value("replacement.act")
    if fixed != replaced and (view.is_set("pairing.act") and view.is_set("replacement.act")):
        sentence = _("A pair is fixed by: %(fixed)s; a mentor is replaced by: %(replaced)s.")
        facts = {"fixed": view.render("pairing.act"), "replaced": view.render("replacement.act")}
        yield warning("acts_differ", "replacement.act", "pairing.act", sentence=sentence % facts)
    template, unit = view.value("programme.template_fields")["document"], view.value("programme.unit")
    if template != unit and view.is_set("programme.template_fields"):
        sentence = _("The work of a pair is planned by “%(unit)s”, and the template is of “%(template)s”.")
        facts = {
            "unit": view.local_name("programme_unit", unit),
            "template": view.local_name("programme_unit", template),
        }
        yield warning("units_differ", "programme.template_fields", "programme.unit", sentence=sentence % facts)


def voluntary(view: RegulationView) -> Iterator[Contradiction]:
    """Participation is voluntary, and nobody is asked in writing."""
    if not (view.is_set("scope.voluntary") and view.value("scope.voluntary")):
        return
    nominated = "nomination_by_administration" in view.codes("selection.routes")
    if not view.is_set("pairing.written_consent") or nominated:
        sentence = (
            _("Participation is voluntary, and the administration nominates mentors.")
            if nominated
            else _("Participation is voluntary, and the act asks nobody for a written consent.")
        )
        remedy = _("The system asks for the consent all the same: the Labour Code says so (art. 351.8).")
        keys = ("pairing.written_consent", "scope.voluntary", "selection.routes")
        yield warning("voluntary_without_consent", *keys, sentence=sentence, remedy=remedy)


def publication(view: RegulationView) -> Iterator[Contradiction]:
    """Names on the public site need a consent of their own; those of minors the guardian's too."""
    published = [key for key in ("publication.registry", "publication.portfolio") if view.value(key)]
    for key in published:
        norm = catalogue().parameters[key].norm
        sentence = _("%(title)s: nobody is shown without a separate consent to distribution (%(source)s).")
        facts = {"title": view.parameter(key).title, "source": norm.source if norm else ""}
        yield warning("publication_without_consent", key, sentence=sentence % facts, detail=key)
    if published and "pupil" in view.codes("scope.mentor_categories"):
        sentence = _("Pupils may be mentors, and mentors are published: the guardians of minors consent to it too.")
        yield warning("minor_published", published[0], "scope.mentor_categories", sentence=sentence)
    kept = set(view.codes("selection.portfolio"))
    if not set(view.codes("publication.portfolio")) <= kept:
        sentence = _("Portfolios are published that the act does not ask anybody to keep.")
        yield warning("portfolio_not_kept", "publication.portfolio", "selection.portfolio", sentence=sentence)


def people(view: RegulationView) -> Iterator[Contradiction]:
    """A curator from outside keeps personal data."""
    outside = view.value("curator.may_be_external") and view.is_set("curator.may_be_external")
    if outside and "curator" in view.codes("data.keepers"):
        sentence = _("The curator may be from outside and keeps the personal data of the participants.")
        yield warning("outsider_keeps_data", "data.keepers", "curator.may_be_external", sentence=sentence)


CHECKS = (readings, acts, voluntary, publication, people)
