"""Pages of the norms above the schools' regulations (the region's host)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.region.institute import actions, queries
from apps.region.institute.desk import ParameterFacts, desk
from apps.region.institute.forms import ActFilter, ActForm, DefaultForm, EndForm, NormForm, ParameterForm
from apps.region.institute.models import LegalAct, ParameterNorm, RegionalDefault
from apps.region.institute.permissions import KEEP, READ
from kernel.clock import today
from kernel.errors import NotFound
from ui.pages import Action, ConfirmPage, Crumb, DetailPage, FormPage, ListPage, Page, Text
from ui.tables import BadgeColumn, Column, DateColumn, LinkColumn, NumberColumn, Table

LEVEL_KINDS: dict[str, str] = {LegalAct.Level.FEDERAL: "neutral", LegalAct.Level.REGIONAL: "accent"}


def acts_crumb() -> Crumb:
    """The way back to the acts."""
    return Crumb(_("Norms"), reverse("institute:acts"))


def defaults_crumb() -> Crumb:
    """The way back to the defaults."""
    return Crumb(_("Regional defaults"), reverse("institute:defaults"))


class ActTable(Table):
    """Legal acts."""

    title_ru = LinkColumn(verbose_name=_("Act"))
    level = BadgeColumn(LEVEL_KINDS, verbose_name=_("Level"))
    valid_from = DateColumn(verbose_name=_("In force from"))
    valid_to = DateColumn(verbose_name=_("In force until"))
    replaced_by = Column(verbose_name=_("Replaced by"))
    norm_count = NumberColumn(verbose_name=_("Norms"))

    class Meta(Table.Meta):
        model = LegalAct
        fields = ("title_ru", "level", "valid_from", "valid_to", "replaced_by", "norm_count")

    def render_title_ru(self, record: LegalAct) -> str:
        """The title in the reader's language."""
        return str(record)


class ActList(ListPage[LegalAct]):
    """All acts above the schools' regulations."""

    access = READ
    title = _("Norms")
    lead = _("Laws, recommendations and acts of the region: what they ask of the schools' regulations.")
    table_class = ActTable
    filterset_class = ActFilter
    export_name = "norms"

    def get_queryset(self) -> QuerySet[LegalAct]:
        return queries.acts()

    def get_page_actions(self) -> Sequence[Action]:
        found = [Action(_("Regional defaults"), reverse("institute:defaults"), "sliders", "secondary")]
        if KEEP.admits(self.actor):
            found.append(Action(_("Add an act of the region"), reverse("institute:act_add"), "plus-lg"))
        return found


class _OneAct(Page):
    """Base of pages of one act."""

    @cached_property
    def act(self) -> LegalAct:
        """The act of the address."""
        return queries.act(self.kwargs["act"])

    def get_crumbs(self) -> Sequence[Crumb]:
        return [acts_crumb(), Crumb(str(self.act), self.act.get_absolute_url())]

    def get_cancel_url(self) -> str:
        """Back to the act."""
        return self.act.get_absolute_url()


class ActPage(DetailPage[LegalAct]):
    """One act: its validity, its norms."""

    access = READ
    template_name = "institute/act.html"

    def find(self) -> LegalAct:
        return queries.act(self.kwargs["act"])

    def get_title(self) -> Text:
        return str(self.object)

    def get_crumbs(self) -> Sequence[Crumb]:
        return [acts_crumb()]

    def get_page_actions(self) -> Sequence[Action]:
        if not KEEP.admits(self.actor):
            return []
        found = [
            Action(_("Note its end"), reverse("institute:act_end", args=[self.object.pk]), "calendar-x", "secondary")
        ]
        if self.object.level == LegalAct.Level.REGIONAL:
            found.append(Action(_("Add a norm"), reverse("institute:norm_choose", args=[self.object.pk]), "plus-lg"))
        return found

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        titles = {found.key: found for found in desk().parameters()}
        rows = [
            (titles[norm.parameter], norm, asked(norm)) for norm in self.object.norms.all() if norm.parameter in titles
        ]
        may_end = KEEP.admits(self.actor) and self.object.level == LegalAct.Level.REGIONAL
        return super().get_context_data(rows=rows, may_end=may_end, day=today(), **kwargs)


def asked(norm: ParameterNorm) -> list[tuple[Text, str]]:
    """What a norm asks: (word, value) pairs."""
    titles = dict(desk().codes(norm.parameter))
    found: list[tuple[Text, str]] = []
    if norm.minimum is not None:
        found.append((_("Not less than"), str(norm.minimum)))
    if norm.maximum is not None:
        found.append((_("Not more than"), str(norm.maximum)))
    if isinstance(norm.required, bool):
        found.append((_("Value"), desk().render(norm.parameter, norm.required)))
    elif norm.required:
        found.append((_("Must be there"), "; ".join(titles.get(code, code) for code in norm.required)))
    if norm.allowed:
        found.append((_("Only these may be there"), "; ".join(titles.get(code, code) for code in norm.allowed)))
    return found


class AddActPage(FormPage[ActForm]):
    """Record an act of the region."""

    access = KEEP
    title = _("Add an act of the region")
    form_class = ActForm
    submit_label = _("Add the act")
    success_message = _("The act is recorded. Say now what it asks of the schools' regulations.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [acts_crumb()]

    def get_cancel_url(self) -> str:
        return reverse("institute:acts")

    def perform(self, form: ActForm) -> LegalAct:
        return actions.add_act(acting=self.actor, **form.values())

    def get_success_url(self, result: LegalAct) -> str:
        return result.get_absolute_url()


class EndActPage(_OneAct, FormPage[EndForm]):
    """Note the end of an act, or what took its place."""

    access = KEEP
    title = _("Note its end")
    lead = _("Schools whose regulation rests on this act will see that it is outdated.")
    form_class = EndForm
    submit_label = _("Save")
    success_message = _("The state of the act is noted.")

    def get_initial(self) -> dict[str, Any]:
        return {"valid_to": self.act.valid_to, "replaced_by": self.act.replaced_by, "note": self.act.note}

    def perform(self, form: EndForm) -> LegalAct:
        return actions.note_end(act=self.act, acting=self.actor, **form.values())

    def get_success_url(self, result: LegalAct) -> str:
        return result.get_absolute_url()


class ChooseParameterPage(_OneAct, FormPage[ParameterForm]):
    """Which parameter a new norm is about."""

    access = KEEP
    title = _("Add a norm")
    form_class = ParameterForm
    submit_label = _("Next")

    def perform(self, form: ParameterForm) -> str:
        """Nothing is written yet: the norm itself is asked for next."""
        key: str = form.cleaned_data["parameter"]
        return key

    def get_success_url(self, result: str) -> str:
        return reverse("institute:norm_add", args=[self.act.pk, result])


class AddNormPage(_OneAct, FormPage[NormForm]):
    """What an act asks of one parameter."""

    access = KEEP
    form_class = NormForm
    submit_label = _("Add the norm")
    success_message = _("The norm is added: the schools see it beside the field.")

    @cached_property
    def parameter(self) -> ParameterFacts:
        """The parameter of the address."""
        found = queries.parameter(self.kwargs["parameter"])
        if not (found.bounded or found.listed):
            raise NotFound
        return found

    def get_title(self) -> Text:
        return self.parameter.title

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "parameter": self.parameter}

    def get_initial(self) -> dict[str, Any]:
        return {"valid_from": max(today(), self.act.valid_from), "binding": ParameterNorm.Binding.RECOMMENDED}

    def perform(self, form: NormForm) -> ParameterNorm:
        return actions.add_norm(act=self.act, parameter=self.parameter.key, acting=self.actor, **form.values())

    def get_success_url(self, result: ParameterNorm) -> str:
        return self.act.get_absolute_url()


class EndNormPage(ConfirmPage):
    """Let a norm of the region's act end today."""

    access = KEEP
    title = _("End the norm")
    confirm_label = _("End the norm")
    success_message = _("The norm has ended.")
    danger = True

    @cached_property
    def norm(self) -> ParameterNorm:
        """The norm of the address."""
        return queries.norm(self.kwargs["norm"])

    def get_consequences(self) -> Iterable[Text]:
        return [
            queries.parameter(self.norm.parameter).title,
            _("From tomorrow schools may choose other values; what they have adopted stays as it is."),
        ]

    def perform(self) -> ParameterNorm:
        return actions.end_norm(norm=self.norm, valid_to=today(), acting=self.actor)

    def get_cancel_url(self) -> str:
        return self.norm.act.get_absolute_url()

    def get_success_url(self, result: ParameterNorm) -> str:
        return self.norm.act.get_absolute_url()


class DefaultsPage(Page):
    """What applies in a school whose regulation is silent."""

    access = READ
    template_name = "institute/defaults.html"
    title = _("Regional defaults")
    lead = _("What applies in a school whose regulation says nothing, and what it rests on.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [acts_crumb()]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.get("q", "").strip()
        sections = list(queries.defaults(today(), query))
        found = sum(len(section.lines) for section in sections)
        return super().get_context_data(
            sections=sections, query=query, found=found, may_set=KEEP.admits(self.actor), **kwargs
        )


class _OneDefault(Page):
    """Base of pages of one default."""

    @cached_property
    def parameter(self) -> ParameterFacts:
        """The parameter of the address."""
        return queries.parameter(self.kwargs["parameter"])

    @cached_property
    def own(self) -> RegionalDefault | None:
        """The region's default of today."""
        return queries.current_default(self.parameter.key, today())

    def get_crumbs(self) -> Sequence[Crumb]:
        return [acts_crumb(), defaults_crumb()]

    def get_cancel_url(self) -> str:
        """Back to the defaults."""
        return reverse("institute:defaults")


class SetDefaultPage(_OneDefault, FormPage[DefaultForm]):
    """Set the region's default for one parameter."""

    access = KEEP
    form_class = DefaultForm
    submit_label = _("Set the default")
    success_message = _("The default applies in every school whose regulation is silent.")

    def get_title(self) -> Text:
        return self.parameter.title

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "parameter": self.parameter}

    def get_initial(self) -> dict[str, Any]:
        value = self.own.value if self.own else self.parameter.default
        basis = self.own.basis if self.own else ""
        return {**desk().initial(self.parameter.key, value), "basis": basis, "valid_from": today()}

    def perform(self, form: DefaultForm) -> RegionalDefault:
        return actions.set_default(
            parameter=self.parameter.key,
            value=form.value,
            basis=form.cleaned_data["basis"],
            valid_from=form.cleaned_data["valid_from"],
            acting=self.actor,
        )

    def get_success_url(self, result: RegionalDefault) -> str:
        return reverse("institute:defaults")


class EndDefaultPage(_OneDefault, ConfirmPage):
    """Let the region's default end today."""

    access = KEEP
    title = _("End the region's default")
    confirm_label = _("End the region's default")
    success_message = _("From tomorrow the product's own default applies.")
    danger = True

    def get_consequences(self) -> Iterable[Text]:
        if self.own is None:
            raise NotFound
        before, after = (desk().render(self.parameter.key, value) for value in (self.own.value, self.parameter.default))
        return [
            self.parameter.title,
            _("Applied until today: %(value)s") % {"value": before},
            _("Applies from tomorrow: %(value)s") % {"value": after},
        ]

    def perform(self) -> RegionalDefault:
        if self.own is None:
            raise NotFound
        return actions.end_default(default=self.own, valid_to=today(), acting=self.actor)

    def get_success_url(self, result: RegionalDefault) -> str:
        return reverse("institute:defaults")
