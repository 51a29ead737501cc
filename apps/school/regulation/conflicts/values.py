"""Values that their types do not admit: retired codes, dates that do not exist."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..catalogue import catalogue
from ..values.problems import Problem
from ..values.validate import validate_value
from ..view import RegulationView
from .base import Contradiction, error

KINDS = {"unknown_code": "retired_code", "bad_date": "no_such_date", "bad_date_rule": "no_such_date"}


def invalid(view: RegulationView) -> Iterator[Contradiction]:
    """Every fault of every value set."""
    for key, setting in view.settings.items():
        parameter = catalogue().parameters.get(key)
        if parameter is None:
            sentence = _("The parameter “%(key)s” is no longer in the reference book.") % {"key": key}
            yield error("retired_code", key, sentence=sentence, remedy=_("Leave it unset."), detail=key)
            continue
        for problem in validate_value(setting.value, parameter.spec, ""):
            yield error(
                KINDS.get(problem.code, "invalid_value"),
                key,
                sentence=f"{parameter.title}: {problem.message}",
                remedy=_remedy(problem),
                detail=problem.path,
            )


def _remedy(problem: Problem) -> str:
    if problem.code == "unknown_code":
        return _("Choose another code: this one is no longer in the reference book.")
    return _("Enter the value anew.")
