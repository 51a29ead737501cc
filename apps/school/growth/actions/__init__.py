"""Writes of growth: diagnostics, their import, routes, courses."""

from .courses import save_course
from .diagnostics import (
    ask_expert,
    begin_many,
    begin_session,
    cancel_session,
    give_assessment,
    sum_up,
)
from .importing import import_levels
from .routes import answer_route, build_route, change_route, close_route, propose_route, save_stages
from .steps import add_certificate, mark_step, remove_step, save_step

__all__ = [
    "add_certificate",
    "answer_route",
    "ask_expert",
    "begin_many",
    "begin_session",
    "build_route",
    "cancel_session",
    "change_route",
    "close_route",
    "give_assessment",
    "import_levels",
    "mark_step",
    "propose_route",
    "remove_step",
    "save_course",
    "save_stages",
    "save_step",
    "sum_up",
]
