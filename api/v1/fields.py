"""Fields that the endpoints share: a code beside its title, a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

Naming = Callable[[str, str], str]
"""(dictionary of the catalogue, code) -> title: the school's own word where it has one."""


class CodeSerializer(serializers.Serializer[Any]):
    """A code of the catalogue for programs, its title for people."""

    code = serializers.CharField()
    title = serializers.CharField()


Coded = dict[str, str]


@extend_schema_field(CodeSerializer(allow_null=True))
class CodeField(serializers.ReadOnlyField):
    """A code of one of the catalogue's dictionaries; null for none. Needs ``naming`` in the context."""

    def __init__(self, dictionary: str, **kwargs: Any) -> None:
        self.dictionary = dictionary
        super().__init__(**kwargs)

    def to_representation(self, value: Any) -> Coded | None:
        """{"code", "title"}."""
        if not value:
            return None
        naming: Naming = self.context["naming"]
        return {"code": str(value), "title": str(naming(self.dictionary, value))}


@extend_schema_field(CodeSerializer(allow_null=True))
class ChoiceTitleField(serializers.ReadOnlyField):
    """A field with choices (a state, for one) with the choice's words; null for none."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(source="*", **kwargs)

    def to_representation(self, value: Any) -> Coded | None:
        """{"code", "title"}; ``value`` is the whole row."""
        name = str(self.field_name)
        code = getattr(value, name)
        return {"code": str(code), "title": str(getattr(value, f"get_{name}_display")())} if code else None


class WordsField(serializers.ListField):
    """Plain words."""

    child = serializers.CharField()


class PersonSerializer(serializers.Serializer[Any]):
    """A person as lists show one."""

    id = serializers.IntegerField()
    full_name = serializers.CharField()
    position = serializers.CharField(allow_blank=True)
    department = serializers.CharField(allow_blank=True, help_text=_("Department or class."))
