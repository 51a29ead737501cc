"""Between the regulation and the institute: the region's layer for the school, the catalogue for the region."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from apps.region.institute import outlook
from apps.region.institute.desk import ParameterFacts
from apps.region.institute.outlook import NormFacts
from apps.school.regulation.catalogue import PARTICIPANTS, JsonValue, Text, catalogue
from apps.school.regulation.editors import editor_of
from apps.school.regulation.layers import BOUNDED, LISTED, ActState, Bound, Layer, RegionalDefault, breaks
from apps.school.regulation.region import UsualValue
from apps.school.regulation.values.validate import validate_value
from apps.school.regulation.view import RegulationView
from tenants.isolation.context import require_school

SILENT = RegulationView(settings={})
"""A regulation that says nothing: its words are the common ones."""


def _bound(norm: NormFacts) -> Bound:
    return Bound(
        key=norm.parameter,
        source=Text(norm.source_ru, norm.source_en or norm.source_ru),
        level="federal" if norm.level == "federal" else "region",
        mandatory=norm.mandatory,
        minimum=norm.minimum,
        maximum=norm.maximum,
        required=norm.required,
        allowed=tuple(norm.allowed) if norm.allowed is not None else None,
        unit=norm.unit,
    )


class InstituteLayer:
    """The port ``regulation.region.Region``, filled from what the institute tells."""

    def stamp(self) -> str:
        """See the port."""
        return outlook.layer_stamp()

    def layer(self, on: datetime.date) -> Layer:
        """See the port. Rows of parameters that this code does not know are left out: a newer code wrote them."""
        facts, known = outlook.layer(on), catalogue().parameters
        bounds: dict[str, tuple[Bound, ...]] = {}
        for norm in facts.norms:
            if norm.parameter in known:
                bounds[norm.parameter] = (*bounds.get(norm.parameter, ()), _bound(norm))
        return Layer(
            bounds=bounds,
            defaults={
                row.parameter: RegionalDefault(row.value, row.basis) for row in facts.defaults if row.parameter in known
            },
            acts={
                act.code: ActState(
                    act.code,
                    Text(act.title_ru, act.title_en or act.title_ru),
                    act.valid_from,
                    act.valid_to,
                    act.replaced_by,
                )
                for act in facts.acts
            },
        )

    def usual(self, keys: Sequence[str]) -> Mapping[str, tuple[UsualValue, ...]]:
        """See the port."""
        found = outlook.usual_values(keys, besides=require_school().pk)
        return {key: tuple(UsualValue(row.value, row.schools) for row in rows) for key, rows in found.items()}


class CatalogueDesk:
    """The port ``institute.desk.Desk``, filled from the catalogue of parameters."""

    def parameters(self) -> Sequence[ParameterFacts]:
        """See the port."""
        titles = {section.code: str(section.title) for section in catalogue().sections}
        return [
            ParameterFacts(
                key=each.key,
                section=titles[each.section],
                title=str(each.title),
                default=each.default,
                basis=str(each.basis),
                bounded=each.spec.kind in BOUNDED,
                listed=each.spec.kind in LISTED,
            )
            for each in catalogue().parameters.values()
        ]

    def fields(self, key: str) -> Mapping[str, forms.Field]:
        """See the port."""
        parameter = catalogue().parameters[key]
        return editor_of(parameter).fields(parameter, SILENT)

    def initial(self, key: str, value: JsonValue) -> Mapping[str, Any]:
        """See the port."""
        return editor_of(catalogue().parameters[key]).initial(value, SILENT)

    def read(self, key: str, cleaned: Mapping[str, Any]) -> JsonValue:
        """See the port."""
        parameter = catalogue().parameters[key]
        return editor_of(parameter).read(cleaned, parameter)

    def render(self, key: str, value: JsonValue) -> str:
        """See the port."""
        return SILENT.render(key, value)

    def codes(self, key: str) -> Sequence[tuple[str, str]]:
        """See the port."""
        spec = catalogue().parameters[key].spec
        if spec.kind not in LISTED:
            return []
        names = PARTICIPANTS if spec.kind == "actor_set" else (spec.dictionary,)
        return [(code, catalogue().title(name, code)) for name in names for code in catalogue().dictionaries[name]]

    def problems(self, key: str, value: JsonValue, norms: Sequence[NormFacts]) -> Sequence[str]:
        """See the port."""
        spec = catalogue().parameters[key].spec
        faults = [problem.message for problem in validate_value(value, spec, "value")]
        if faults:
            return faults
        broken = [bound for bound in map(_bound, norms) if bound.mandatory and breaks(bound, spec, value)]
        return [_("A mandatory norm forbids this value: %(source)s.") % {"source": bound.source} for bound in broken]


DESK = CatalogueDesk()
