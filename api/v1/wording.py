"""Texts of the OpenAPI document that stand in docstrings and declarations: listed here to be translated.

A test compares the document with its Russian, so that none is forgotten.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _

ENDPOINTS = (
    _("The mentors' bank."),
    _("The mentees' bank."),
    _("Pairs that the caller may see."),
    _("One pair, in the words of the regulation it lives by."),
    _("Programmes that the caller may see, the newest first."),
    _("One programme, in the words of the regulation its pair lives by."),
    _("The diary of a programme, in the order of time."),
    _("Plan a meeting or, with ``held``, record one in the same step."),
    _("The school's indicators today."),
    _("The regulation that is in force today; 404 where the school has adopted none."),
    _("The cases of this school in all states, the newest first."),
    _("The library: ``q`` is a full-text search in Russian, the best first."),
    _("One case; experts also see those that wait for them."),
    _("Schools with their latest numbers: all of the region, or of one's own municipality."),
    _("Remote pairs that the caller may see: one's own, of one's schools, of one's municipality."),
    _("Events that concern the caller, all for coordinators; the latest first."),
)
REFUSALS = (
    _("No token, or one that is unknown, expired or revoked."),
    _("Your role does not allow this."),
    _("There is no such record here; or you do not belong to this school."),
    _("Too many requests: see the header Retry-After."),
    _("A filter has a value that it cannot have."),
    _("A field is wrong."),
    _("The programme is over, or has a meeting at that very time."),
    _("The body is not JSON."),
    _("The regulation does not allow it: see the violations."),
)
DECLARED = (
    _("A token from the page of your account (/accounts/me/). It has your roles, in every school of yours."),
    _(
        "Your own key of this very record. A repeated request with the same key and body writes nothing and "
        "answers 200 with the meeting that is there."
    ),
    _("For the mentor's side and the curator."),
    _("For the mentee's side and the curator."),
)
OBJECTS = (
    _("A card of the mentors' bank."),
    _("A card of the mentees' bank."),
    _("A case in full."),
    _("A case of the library."),
    _("A case that this school wrote."),
    _("A code of the catalogue for programs, its title for people."),
    _("A field of the explanatory note, as the school's template has it."),
    _("A line of the table as the page shows it."),
    _("A meeting to be written down. Without ``held`` it is planned."),
    _("A meeting. A side's note is null for those who may not read it."),
    _("A pair or a group."),
    _("A pair with its goal and the way it ended."),
    _("A person as lists show one."),
    _("A programme with its explanatory note, plan and results."),
    _("A refusal (RFC 9457). ``violations`` and ``problems`` stand where there are any."),
    _("A remote pair."),
    _("A row of the plan."),
    _("A school that works with the case."),
    _("A school with its latest numbers, null where it has not reported yet."),
    _("An event with the numbers of those who signed up."),
    _("Another reading of the same parameter: the act contradicts itself."),
    _("How far a programme is."),
    _("Indicators R2-R7 and R10 of the regional set on a day."),
    _("Numbers of a school on a day; never persons."),
    _("One broken rule."),
    _("One of the parameters."),
    _("One wrong place of the input."),
    _("R10 of one side."),
    _("Running pairs of a form and a type."),
    _("Somebody in a pair."),
    _("The programme of a pair."),
    _("The version in force."),
)
