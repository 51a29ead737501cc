"""The trace of a consent's end: what the rooms did, and what is still owed by the law."""

from __future__ import annotations

from collections.abc import Sequence

from .models import Consent, WithdrawalTrace
from .ports import Effect
from .terms import Duty

LENGTH = 500


def leave(consent: Consent, effects: Sequence[Effect], duties: Sequence[Duty] = ()) -> None:
    """Keep the sentences as they are told today. Inside the transaction of the act."""
    kind = WithdrawalTrace.Kind.DUTY
    WithdrawalTrace.objects.bulk_create(
        [
            *(WithdrawalTrace(consent=consent, kind=effect.kind, text=effect.text[:LENGTH]) for effect in effects),
            *(
                WithdrawalTrace(consent=consent, kind=kind, text=str(duty.text)[:LENGTH], due_on=duty.due_on)
                for duty in duties
            ),
        ]
    )
