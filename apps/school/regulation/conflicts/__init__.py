"""Where a regulation contradicts itself: pure checks of a view. Errors forbid adoption, warnings want to be confirmed.

The kinds, in brackets the rows of the list of contradictions (``domain.md`` A.4) that each finds again:

- retired_code, no_such_date, invalid_value: a value that its type does not admit (any more).
- below_minimum: longest term below the shortest; group limit below the least group.
- group_never_fits: groups are permitted, and no exception lets one be larger than the individual limit.
- extension_unbounded: extension by grounds, a longest term, and no word whether one counts in the other [ozono
  2.7/2.8].
- early_without_ground: early completion is foreseen and is no ground of completion [lenskaya 7.1/7.2].
- consent_of_nobody: extension by mutual consent, and nobody's consent is named [lenskaya 7.1/7.2].
- form_unserved, no_form_served: a form (all forms) whose mentors or mentees are not permitted [gymnasium гл. 1 п.
  3(3), ozono 2.1/2.4].
- category_unused: a category that no form of the list takes [ozono 2.1 («студент» in a boarding school), 2.4].
- type_unheld, no_type_held: a type (all types) whose structures are not permitted.
- grade_unheld, basis_differs, single_absent, virtual_in_person: grades, basis, single meetings, virtual work.
- not_addressed, age_without_pupils: pupils are named and not addressed [ozono «ДК-1»].
- commission_overfull, commission_chairs: more seats than members; none or several chairs.
- portfolio_not_kept: a publication of portfolios that nobody is asked to keep.
- another_reading: the act says two things of one parameter [lenskaya 2.3/template, 3.3/3.4; gymnasium гл. 3
  17(2)/гл. 4 2; ozono 2.13/ДК-2, 6.2/2.8].
- acts_differ, units_differ: kinds of acts, units of planning [ozono 2.13/ДК-2, 2.1/ДК-1].
- voluntary_without_consent: voluntary, yet appointed without asking [lenskaya 1.3(5)/3.2, ozono 2.5/2.13].
- publication_without_consent, minor_published: names on the site need a consent of their own [gymnasium гл. 4 п.
  12, ozono 2.4/2.11].
- outsider_keeps_data: personal data in the hands of somebody from outside.
- act_expired, roadmap_outside, stamps_reversed: dates of the act [co-58 «срок»].
- too_few_deadlines, deadlines_inside, deadline_without_date: monitoring [ozono 7.2].
- regular_one_off: «regularly» said of what happens once [cit стр. 1].
- foreign_organisation: another organisation in a copied roadmap [cit стр. 6].
- stages_overlap: a stage begins before the one it needs is over [cit стр. 2–4].
- nobody_curates: no curator among those responsible [cit «Ответственный»].
- empty_column: columns of terms or of responsible persons without a word [ozono ДК-1, ДК-2].
- stage_numbers, stages_differ: printed numbers twice; stages of the act and of its roadmap [lenskaya ДК; ozono
  2.9/ДК-1/ДК-2].
- after_missing_event: «after» an event that is not in the roadmap [lenskaya ДК «4.»].
- roadmap_scope: a roadmap for pedagogues, an act also for pupils [ozono heading of ДК-1].
- annex_missing, act_missing: an annex named and absent; a roadmap without its regulation [lenskaya «Приложение»,
  cit стр. 1, «документ»].
- no_rights_and_duties: nothing on the rights and duties of mentor and mentee [gymnasium, co-58 «отсутствует»].
- one_word_two_codes, many_names, quoted_name_reused: names that do not name one thing [ozono 2.9; gymnasium (four
  names of a body); co-58 «3D», 7.3/12].
- wrong_kind_word, word_of_another_code: a type called a form; a word that elsewhere means another code [lenskaya
  2.4; gymnasium гл. 4 п. 6; co-58 разд. 8–10, 9].
- clause_without_chapter: clause numbers that occur in several chapters [gymnasium and ozono «нумерация»].

Rows of A.4 without a trace in the parameters (stray words, lost headings, pictures) cannot be found here.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator

from ..view import RegulationView
from . import choices, consents, limits, parts, roadmaps, values, words
from .base import Contradiction
from .consents import ANOTHER_READING

__all__ = ["ANOTHER_READING", "Contradiction", "conflicts_of"]

PURE: tuple[Callable[[RegulationView], Iterator[Contradiction]], ...] = (
    *limits.CHECKS,
    *choices.CHECKS,
    *consents.CHECKS,
    *parts.CHECKS,
    *words.CHECKS,
    *roadmaps.CHECKS,
)


def conflicts_of(
    view: RegulationView, *, own_names: tuple[str, ...] = (), on: datetime.date | None = None
) -> list[Contradiction]:
    """Every conflict of a regulation, errors first.

    ``own_names``: names of the school, so that another organisation is noticed; ``on``: the day on which the act is to
    be valid. A value that its type does not admit is reported alone: no other check could read it.
    """
    found = list(values.invalid(view))
    if not found:
        found = [conflict for check in PURE for conflict in check(view)]
        found += roadmaps.foreign_organisations(view, own_names) if own_names else ()
        found += limits.expired(view, on) if on else ()
    return sorted(found, key=lambda conflict: not conflict.is_error)
