"""What rooms above add to the pages of the regulation. They register in their ``AppConfig.ready``."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from kernel.acting import Actor
from ui.pages import Action

from .models import RegulationVersion

DocumentActions = Callable[[RegulationVersion, Actor], Iterable[Action]]
D = TypeVar("D", bound=DocumentActions)

_document: list[DocumentActions] = []


def on_document(maker: D) -> D:
    """``@on_document``: what may be done with the document of a version (files, the order that approves it)."""
    if maker not in _document:
        _document.append(maker)
    return maker


def document_actions(version: RegulationVersion, actor: Actor) -> list[Action]:
    """Everything registered, in the order of registration."""
    return [action for maker in _document for action in maker(version, actor)]
