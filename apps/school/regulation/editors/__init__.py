"""How a value of each type is asked for in a form: fields, what stands in them, and the value read back.

Every one of the 18 types has fields of its own: nobody types JSON. A list of structures (date rules, seats, routes,
tracks) is asked row by row; a row left empty is no row.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..catalogue import Parameter
from .base import Editor, Fields
from .composite import ChangeRuleEditor, ReferencesEditor, StampEditor, TemplateEditor
from .rows import DateRulesEditor, RoutesEditor, RowsEditor, SeatsEditor, TracksEditor
from .simple import (
    CodesEditor,
    FlagEditor,
    LimitsEditor,
    NumberEditor,
    OneCodeEditor,
    OrderedEditor,
    PeriodEditor,
    RangeEditor,
)

__all__ = ["EDITORS", "Editor", "Fields", "RowsEditor", "editor_of"]

EDITORS: Mapping[str, Editor] = {
    "bool": FlagEditor(),
    "int": NumberEditor(),
    "int_range": RangeEditor(),
    "limits": LimitsEditor(),
    "enum": OneCodeEditor(),
    "set": CodesEditor(),
    "condition_set": CodesEditor(),
    "actor_set": CodesEditor(),
    "ordered_set": OrderedEditor(),
    "seats": SeatsEditor(),
    "routes": RoutesEditor(),
    "track_rules": TracksEditor(),
    "date_range": PeriodEditor(),
    "date_rules": DateRulesEditor(),
    "act_reference": StampEditor(),
    "reference_set": ReferencesEditor(),
    "document_template": TemplateEditor(),
    "change_rule": ChangeRuleEditor(),
}


def editor_of(parameter: Parameter) -> Editor:
    """The editor of a parameter's type."""
    return EDITORS[parameter.spec.kind]
