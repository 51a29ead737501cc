"""Pages that write: ``FormPage``, ``ConfirmPage``, ``ActionPage``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Generic, TypeVar

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from kernel.errors import AlreadyDone, DomainError, InputError, NotAllowed, NotFound
from kernel.sentences import one_stop
from ui.pages.base import Page, Text, go_to

F = TypeVar("F", bound=BaseForm)


class _Acting(Page):
    """What pages that write have in common: where to go afterwards, how to refuse in place."""

    success_url: str = ""
    success_message: Text = ""
    cancel_url: str = ""

    def get_success_url(self, result: Any) -> str:
        """Where to go after success; ``result`` is what ``perform`` returned."""
        if not self.success_url:
            raise NotImplementedError(f"{type(self).__name__} needs success_url or get_success_url()")
        return str(self.success_url)

    def get_success_message(self, result: Any) -> Text:
        """What to say after success; empty says nothing."""
        return self.success_message

    def get_cancel_url(self) -> str:
        """Where "Cancel" leads; empty shows no such button."""
        return str(self.cancel_url)

    def get_already_done_url(self) -> str:
        """Where a double submit goes (its first twin was carried out and its result is not known here)."""
        return str(self.success_url) or self.get_cancel_url() or self.request.path

    def succeed(self, result: Any) -> HttpResponse:
        """Message, then redirect (POST, redirect, GET)."""
        if isinstance(result, HttpResponse):
            return result
        message = self.get_success_message(result)
        if message:
            messages.success(self.request, one_stop(str(message)))
        return go_to(self.request, self.get_success_url(result))

    def finish_twin(self, refusal: AlreadyDone) -> HttpResponse:
        """Answer a double submit as quietly as a success."""
        messages.info(self.request, str(refusal.message))
        return go_to(self.request, self.get_already_done_url())

    def show_refusal(self, refusal: DomainError, **context: Any) -> HttpResponse:
        """The same page with the refusal card, status 422 (or 409 and the like as the refusal says)."""
        if isinstance(refusal, NotAllowed | NotFound):
            raise refusal
        status = 422 if refusal.status < 422 else refusal.status
        return self.render_to_response(self.get_context_data(refusal=refusal, **context), status=status)


class FormPage(_Acting, Generic[F]):
    """Asks with a form, then acts. Subclasses write ``perform(form)``: one call of an action.

    A refusal (``DomainError``) keeps everything typed and shows the refusal card in place, status 422. Success is a
    message and a redirect. ``draft``: keep an unsent draft in the browser (text forms; never for passwords or files).
    """

    template_name = "ui/form.html"
    form_class: type[F]
    submit_label: Text = _("Save")
    draft: bool = False
    wide: bool = False

    def get_initial(self) -> dict[str, Any]:
        """Initial values of the form."""
        return {}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Arguments of the form; add querysets or the actor here."""
        kwargs: dict[str, Any] = {"initial": self.get_initial()}
        if self.request.method in ("POST", "PUT"):
            kwargs |= {"data": self.request.POST, "files": self.request.FILES}
        return kwargs

    def get_form(self) -> F:
        """The form, bound on POST."""
        return self.form_class(**self.get_form_kwargs())

    def perform(self, form: F) -> Any:
        """Call the action with ``form.cleaned_data``; the result goes to ``get_success_url``."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {
            "submit_label": self.submit_label,
            "cancel_url": self.get_cancel_url(),
            "draft": self.draft,
            "wide": self.wide,
            **kwargs,
        }
        if "form" not in context:
            context["form"] = self.get_form()
        return super().get_context_data(**context)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Validate, act, answer."""
        form = self.get_form()
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        try:
            result = self.perform(form)
        except AlreadyDone as twin:
            return self.finish_twin(twin)
        except DomainError as refusal:
            _mark_fields(form, refusal)
            return self.show_refusal(refusal, form=form)
        return self.succeed(result)


def _mark_fields(form: BaseForm, refusal: DomainError) -> None:
    """Put the problems of an ``InputError`` beside the fields they name."""
    if isinstance(refusal, InputError):
        for problem in refusal.problems:
            if problem["place"] in form.fields:
                form.add_error(problem["place"], problem["message"])


class ActionPage(_Acting):
    """Acts on POST, has no page of its own. A refusal is shown on a page with the way back."""

    template_name = "ui/refused.html"
    http_method_names = ["post", "options"]

    def perform(self) -> Any:
        """Call the action; the result goes to ``get_success_url``."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"cancel_url": self.get_cancel_url(), **kwargs})

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Act, answer."""
        try:
            result = self.perform()
        except AlreadyDone as twin:
            return self.finish_twin(twin)
        except DomainError as refusal:
            return self.show_refusal(refusal)
        return self.succeed(result)


class ConfirmPage(ActionPage):
    """Asks once, saying what will happen, then acts. ``consequences``: sentences shown as a list."""

    template_name = "ui/confirm.html"
    http_method_names = ["get", "head", "post", "options"]
    confirm_label: Text = _("Confirm")
    danger: bool = False

    def get_consequences(self) -> Iterable[Text]:
        """What will happen, one sentence each."""
        return ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{
                "consequences": list(self.get_consequences()),
                "confirm_label": self.confirm_label,
                "danger": self.danger,
                **kwargs,
            }
        )
