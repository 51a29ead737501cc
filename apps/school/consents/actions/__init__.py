"""Writes about consents: texts, giving on paper, in the system and by link, withdrawal."""

from .giving import Distribution, give_in_system, record_many, record_paper
from .links import ask_for_renewal, open_link, send_code, send_link, send_links, sign_by_link, try_code
from .texts import ensure_texts, revise_text
from .withdrawing import note_duty, withdraw

__all__ = [
    "Distribution",
    "ask_for_renewal",
    "ensure_texts",
    "give_in_system",
    "note_duty",
    "open_link",
    "record_many",
    "record_paper",
    "revise_text",
    "send_code",
    "send_link",
    "send_links",
    "sign_by_link",
    "try_code",
    "withdraw",
]
