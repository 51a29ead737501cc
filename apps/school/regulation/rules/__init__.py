"""The rules of a regulation: pure functions from a ``RegulationView`` and facts to the list of ``Violation``.

An empty list means «allowed». A caller that writes raises all of them at once: ``kernel.errors.refuse_if(violations)``.
"""

from .breach import breach
from .facts import (
    GROUP_STRUCTURES,
    PUPIL_CATEGORIES,
    BankEntryFacts,
    CompletionFacts,
    MenteeFacts,
    MentorFacts,
    OrderFacts,
    PairFacts,
    ParticipantFacts,
    ReplacementFacts,
    ResultsFacts,
    structure_of,
)
from .life import (
    completion,
    completion_grounds,
    order_signing,
    publication_of_results,
    replacement,
    replacement_grounds,
    speed_event,
    speed_limit,
)
from .pairs import exception_holds, mentee_limit, pair_formation
from .people import (
    bank_entry,
    extra_duties_consent,
    mentee_scope,
    mentor_scope,
    participation,
    personal_data,
    pupil_age,
)
from .timing import act_validity, programme_term, term_bounds, valid_until

__all__ = [
    "GROUP_STRUCTURES",
    "PUPIL_CATEGORIES",
    "BankEntryFacts",
    "CompletionFacts",
    "MenteeFacts",
    "MentorFacts",
    "OrderFacts",
    "PairFacts",
    "ParticipantFacts",
    "ReplacementFacts",
    "ResultsFacts",
    "act_validity",
    "bank_entry",
    "breach",
    "completion",
    "completion_grounds",
    "exception_holds",
    "extra_duties_consent",
    "mentee_limit",
    "mentee_scope",
    "mentor_scope",
    "order_signing",
    "pair_formation",
    "participation",
    "personal_data",
    "programme_term",
    "publication_of_results",
    "pupil_age",
    "replacement",
    "replacement_grounds",
    "speed_event",
    "speed_limit",
    "structure_of",
    "term_bounds",
    "valid_until",
]
