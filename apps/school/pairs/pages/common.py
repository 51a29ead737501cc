"""What pages about one pair have in common."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kernel.acting import Actor
from ui.pages import Crumb

from .. import queries
from ..models import Match


class OfPair:
    """Mixin: the pair of the address, among those that the actor may see."""

    actor: Actor
    kwargs: dict[str, Any]

    @cached_property
    def match(self) -> Match:
        """The pair with its people; ``NotFound`` otherwise."""
        return queries.get_visible(self.kwargs["pair"], self.actor)

    def get_crumbs(self) -> Sequence[Crumb]:
        """Back to the list and to the pair."""
        return [Crumb(_("Pairs"), reverse("pairs:index")), Crumb(self.match.title, self.match.get_absolute_url())]

    def get_cancel_url(self) -> str:
        """Back to the pair."""
        return self.match.get_absolute_url()

    def get_success_url(self, result: Any) -> str:
        """The pair again."""
        return self.match.get_absolute_url()
