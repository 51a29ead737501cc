"""Writes about questionnaires, by what they are about: the questions, the rounds, the answers, the cards."""

from __future__ import annotations

from .answering import answer, save_draft
from .applying import apply_answers
from .building import (
    add_question,
    change_question,
    change_version,
    close_version,
    create_questionnaire,
    move_question,
    publish_version,
    remove_question,
    revise_version,
)
from .rounds import close_round, invite, invite_third_party, make_link, remind, run_survey

__all__ = [
    "add_question",
    "answer",
    "apply_answers",
    "change_question",
    "change_version",
    "close_round",
    "close_version",
    "create_questionnaire",
    "invite",
    "invite_third_party",
    "make_link",
    "move_question",
    "publish_version",
    "remind",
    "remove_question",
    "revise_version",
    "run_survey",
    "save_draft",
]
