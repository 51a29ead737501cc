"""A page that saves what somebody else may have changed meanwhile: both wordings are shown, and the form knows it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from kernel.errors import DomainError

from ..meanwhile import ChangedMeanwhile


class Rivalry:
    """Mixin of a ``FormPage`` whose form has a hidden field ``seen``; stands before ``FormPage`` in the bases."""

    request: HttpRequest

    def show_refusal(self, refusal: DomainError, **context: Any) -> HttpResponse:
        """After a collision the form takes the stored stamps: saving it once more is a decision."""
        if isinstance(refusal, ChangedMeanwhile):
            data = self.request.POST.copy()
            data["seen"] = refusal.seen
            context["form"].data = data
            context["rivals"] = refusal.rivals
        answer: HttpResponse = super().show_refusal(refusal, **context)  # type: ignore[misc]  # of FormPage
        return answer
