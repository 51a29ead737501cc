"""Where rooms above stand on the pages of meetings and hear of them (they are not imported here)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from kernel.acting import Actor
from ui.pages import Action

from .models import Meeting, Programme


@dataclass(frozen=True, slots=True)
class Card:
    """A part of a page: ``template`` is included with ``card`` (this); its values are in ``card.context``."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)


DiaryCard = Callable[[Programme, Actor], Card | None]
MeetingCard = Callable[[Meeting, Actor], Card | None]
DiaryActions = Callable[[Programme, Actor], Sequence[Action]]
Removed = Callable[[Meeting], None]


T = TypeVar("T")


class Registry(Generic[T]):
    """What rooms have registered, in order; each is held once."""

    def __init__(self) -> None:
        self.held: list[T] = []

    def __call__(self, each: T) -> T:
        if each not in self.held:
            self.held.append(each)
        return each


diary_card: Registry[DiaryCard] = Registry()
meeting_card: Registry[MeetingCard] = Registry()
diary_actions: Registry[DiaryActions] = Registry()
on_removed: Registry[Removed] = Registry()


def diary_cards(programme: Programme, actor: Actor) -> list[Card]:
    """Cards on the diary of a pair."""
    return [card for make in diary_card.held if (card := make(programme, actor)) is not None]


def meeting_cards(meeting: Meeting, actor: Actor) -> list[Card]:
    """Cards on the page of a meeting."""
    return [card for make in meeting_card.held if (card := make(meeting, actor)) is not None]


def actions_of(programme: Programme, actor: Actor) -> list[Action]:
    """Buttons on the diary of a pair."""
    return [action for tell in diary_actions.held for action in tell(programme, actor)]
