"""Orders name their readers by the ids of persons in their facts: after a merge by the id that is left."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from apps.school.people import merging

from .models import NameForms, Order


def readers_follow(moved: merging.Moved) -> int:
    """Who could read an order still can, as the record that is kept. The documents stay as they are."""
    rows = list(Order.objects.select_for_update().filter(facts__participants__contains=[moved.gone]))
    for order in rows:
        readers = [moved.kept if person == moved.gone else person for person in order.facts["participants"]]
        order.facts = {**order.facts, "participants": list(dict.fromkeys(readers))}
        order.save(update_fields=["facts", "updated_at"])
    return len(rows)


def register() -> None:
    """Follow merges."""
    merging.on_twins(NameForms, "person", merging.drop)
    merging.after_moving("orders", _("orders"), readers_follow)
