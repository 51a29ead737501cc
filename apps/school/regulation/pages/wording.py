"""Own words, rights, duties and other rules of a draft are edited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kernel.errors import DomainError, NotFound
from ui.pages import ActionPage, Crumb, FormPage, Page
from ui.pages.base import Text

from .. import actions, queries
from ..catalogue import PARTICIPANTS, JsonValue, catalogue
from ..check.frame import named_dictionaries
from ..errors import EditedMeanwhile, NotADraft
from ..forms import LinesForm, WordForm
from ..lines import OTHER_RULES, ROLE_KINDS, Line, lines_of
from ..models import LocalName, RegulationVersion
from ..permissions import EDIT
from ..stamps import stamp_of_lines, stamp_of_word
from ..values.shape import known_codes
from ..view import RegulationView, Word
from .reading import OneVersion, link
from .words import kind_titles, list_title


class _OfDraft(OneVersion):
    """Base: something of a draft that is no parameter, named in the address as ``?place=``."""

    access = EDIT

    def get_view(self) -> RegulationView:
        """The draft."""
        if not self.get_version().is_draft:
            raise NotADraft()
        return queries.view_of_version(self.get_version())

    @property
    def place(self) -> tuple[str, str]:
        """Both halves of the place, empty when there is none."""
        first, _sep, second = self.request.GET.get("place", "").partition(".")
        return first, second

    def get_crumbs(self) -> Sequence[Crumb]:
        version = self.get_version()
        words = Crumb(_("Words, rights and duties"), link("words", version))
        return [*super().get_crumbs(), Crumb(f"№ {version.number}", version.get_absolute_url()), words]


@dataclass(frozen=True, slots=True)
class Rival:
    """What somebody else saved meanwhile: lines of text beside what this person typed."""

    lines: tuple[str, ...]


class WordPage(_OfDraft, FormPage[WordForm]):
    """The school's own word for a code: a new one or another one."""

    template_name = "regulation/word.html"
    form_class = WordForm
    success_message = _("The word is saved.")

    def get_title(self) -> Text:
        return catalogue().title(*self.place) if self._word() else _("Add a word")

    def _word(self) -> Word | None:
        return self.get_view().words.get(self.place)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "places": _places()}

    def get_initial(self) -> dict[str, Any]:
        word = self._word()
        place = ".".join(self.place) if all(self.place) else ""
        if word is None:
            return {"place": place, "seen": stamp_of_word(None)}
        return {
            "place": place,
            "singular": word.singular,
            "plural": word.plural,
            "definition": word.definition,
            "aliases": "\n".join(word.aliases),
            "clause": word.clause,
            "seen": stamp_of_word(word),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        word, place = self._word(), ".".join(self.place)
        return super().get_context_data(version=self.get_version(), word=word, place=place, **kwargs)

    def perform(self, form: WordForm) -> LocalName:
        dictionary, code, word = form.word()
        same_place = (dictionary, code) == self.place or not all(self.place)
        return actions.save_word(
            version=self.get_version(),
            dictionary=dictionary,
            code=code,
            word=word,
            seen=form.cleaned_data["seen"] if same_place else stamp_of_word(None),
            acting=self.actor,
        )

    def show_refusal(self, refusal: DomainError, **context: Any) -> HttpResponse:
        if isinstance(refusal, EditedMeanwhile):
            dictionary, code, _typed = context["form"].word()
            stored = queries.version_view(self.get_version().pk).words.get((dictionary, code))
            context["form"] = _seen_again(context["form"], stamp_of_word(stored))
            context["rival"] = Rival(_word_lines(stored))
        return super().show_refusal(refusal, **context)

    def get_cancel_url(self) -> str:
        return link("words", self.get_version())

    def get_success_url(self, result: LocalName) -> str:
        return self.get_cancel_url()


def _word_lines(word: Word | None) -> tuple[str, ...]:
    if word is None:
        return (gettext("The word is dropped."),)
    return tuple(text for text in (word.singular, word.plural, word.definition, *word.aliases, word.clause) if text)


def _seen_again(form: Any, stamp: str) -> Any:
    """The same typed text with the stamp of what is stored now: saving it again is a choice."""
    form.data = form.data.copy()
    form.data["seen"] = stamp
    return form


def _places() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every code that may have a word of its own, by dictionary."""
    return [
        (dictionary, [(f"{dictionary}.{code}", str(entry.title)) for code, entry in codes.items()])
        for dictionary, codes in catalogue().dictionaries.items()
        if dictionary in named_dictionaries()
    ]


class DropWordPage(_OfDraft, ActionPage):
    """The common word is used again."""

    success_message = _("The common word is used again.")

    def perform(self) -> RegulationVersion:
        dictionary, code = self.place
        return actions.drop_word(version=self.get_version(), dictionary=dictionary, code=code, acting=self.actor)

    def get_cancel_url(self) -> str:
        return link("words", self.get_version())

    def get_success_url(self, result: RegulationVersion) -> str:
        return self.get_cancel_url()


@dataclass(frozen=True, slots=True)
class _ListsOf:
    """The lists of one actor: (title, address, number of lines)."""

    actor: str
    lists: tuple[tuple[str, str, int], ...]


def _lists_of(view: RegulationView, actor: str, address: str) -> tuple[tuple[str, str, int], ...]:
    titles = kind_titles()
    return tuple((titles[kind], f"{address}?place={actor}.{kind}", _count(view, kind, actor)) for kind in ROLE_KINDS)


class ListsPage(_OfDraft, Page):
    """Which list to edit: rights, duties or functions of a role or a body, or the other rules."""

    template_name = "regulation/lists.html"
    title = _("Rights, duties, rules")
    lead = _("Choose whose list you want to write.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        view = self.get_view()
        address = link("lines", self.get_version())
        rows = [
            _ListsOf(view.actor_name(actor), _lists_of(view, actor, address)) for actor in known_codes(PARTICIPANTS)
        ]
        rows.sort(key=lambda row: not any(count for _title, _url, count in row.lists))
        others = (f"{address}?place=.{OTHER_RULES}", _count(view, OTHER_RULES, ""))
        return super().get_context_data(version=self.get_version(), rows=rows, others=others, **kwargs)


def _count(view: RegulationView, kind: str, actor: str) -> int:
    return len(_stored(view, kind, actor))


def _stored(view: RegulationView, kind: str, actor: str) -> list[Line]:
    lists: dict[str, JsonValue] = view.extras["role_lists"]
    return lines_of(lists, view.extras["rules"], kind, actor)


class LinesPage(_OfDraft, FormPage[LinesForm]):
    """One list, line by line."""

    template_name = "regulation/lines.html"
    form_class = LinesForm
    wide = True
    success_message = _("The list is saved.")

    @property
    def place(self) -> tuple[str, str]:
        """Actor (empty for the other rules) and kind; ``NotFound`` for a list that there is not."""
        actor, kind = super().place
        named = kind in ROLE_KINDS and actor in known_codes(PARTICIPANTS)
        if not named and (actor, kind) != ("", OTHER_RULES):
            raise NotFound()
        return actor, kind

    def get_title(self) -> Text:
        actor, kind = self.place
        return list_title(self.get_view(), kind, actor)

    def get_form_kwargs(self) -> dict[str, Any]:
        actor, kind = self.place
        lines = _stored(self.get_view(), kind, actor)
        own = {"lines": lines, "quoted": kind == OTHER_RULES, "more": "more" in self.request.POST}
        return {**super().get_form_kwargs(), **own}

    def get_initial(self) -> dict[str, Any]:
        actor, kind = self.place
        return {"seen": stamp_of_lines(_stored(self.get_view(), kind, actor))}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save; or show one line more without saving."""
        if "more" not in request.POST:
            return super().post(request, *args, **kwargs)
        return self.render_to_response(self.get_context_data(form=self.get_form().unchecked()))

    def perform(self, form: LinesForm) -> RegulationVersion:
        actor, kind = self.place
        return actions.save_lines(
            version=self.get_version(),
            kind=kind,
            actor=actor,
            lines=form.lines(),
            seen=form.cleaned_data["seen"],
            acting=self.actor,
        )

    def show_refusal(self, refusal: DomainError, **context: Any) -> HttpResponse:
        if isinstance(refusal, EditedMeanwhile):
            actor, kind = self.place
            stored = _stored(queries.version_view(self.get_version().pk), kind, actor)
            context["form"] = _seen_again(context["form"], stamp_of_lines(stored))
            context["rival"] = Rival(tuple(f"{line.text} ({line.clause})" for line in stored))
        return super().show_refusal(refusal, **context)

    def get_cancel_url(self) -> str:
        return link("lists", self.get_version())

    def get_success_url(self, result: RegulationVersion) -> str:
        return link("words", self.get_version())
