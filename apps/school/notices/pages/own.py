"""How I want to be told: settings, messengers, and turning mails off by a link."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from kernel.errors import InputError, NotFound
from ui.pages import ConfirmPage, Crumb, FormPage, Page, Text

from .. import actions, kinds, messengers, permissions, queries, turning_off
from ..forms import CodeForm, MessengerForm, SettingsForm, initial_of
from ..models import MessengerAddress


def inbox_crumb() -> Crumb:
    """The way back to the inbox."""
    return Crumb(_("Notices"), reverse("notices:inbox"))


def settings_crumb() -> Crumb:
    """The way back to the settings."""
    return Crumb(_("Settings of notices"), reverse("notices:settings"))


class SettingsPage(FormPage[SettingsForm]):
    """Mails by subject, digests, silence, messengers."""

    access = permissions.OWN
    title = _("Settings of notices")
    lead = _("In the inbox of this school you find everything. Here you say what else reaches you, and when.")
    template_name = "notices/settings.html"
    form_class = SettingsForm
    success_message = _("The settings are saved.")

    def get_crumbs(self) -> Sequence[Crumb]:
        return [inbox_crumb()]

    def get_initial(self) -> dict[str, Any]:
        return dict(initial_of(queries.wishes_for(self.actor)))

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"messengers": bool(messengers.configured())}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(services=self._services(), **kwargs)

    def _services(self) -> list[Mapping[str, Any]]:
        linked = {row.service: row for row in queries.messengers_of(self.actor)}
        return [
            {"code": code, "title": messengers.SERVICES[code].title, "row": linked.get(code)}
            for code in messengers.configured()
        ]

    def perform(self, form: SettingsForm) -> Any:
        return actions.set_up(acting=self.actor, **form.settings())

    def get_success_url(self, result: Any) -> str:
        return reverse("notices:settings")


class _OfService(Page):
    """A messenger of this installation."""

    access = permissions.OWN

    @property
    def code(self) -> str:
        """The service; ``NotFound`` for one that is not set up."""
        found = str(self.kwargs["service"])
        if found not in messengers.configured():
            raise NotFound()
        return found

    @property
    def service(self) -> messengers.Service:
        """Its description."""
        return messengers.SERVICES[self.code]

    @cached_property
    def row(self) -> MessengerAddress | None:
        """The own address there."""
        return queries.messengers_of(self.actor).filter(service=self.code).first()

    def find_objects(self) -> None:
        _service = self.service

    def get_crumbs(self) -> Sequence[Crumb]:
        return [inbox_crumb(), settings_crumb()]

    def get_cancel_url(self) -> str:
        """Back to the settings."""
        return reverse("notices:settings")


class LinkMessenger(_OfService, FormPage[MessengerForm]):
    """Type the address; a code goes there."""

    form_class = MessengerForm
    submit_label = _("Send the code")
    success_message = _("A code is on its way.")

    def get_title(self) -> Text:
        return _("Messages to %(service)s") % {"service": self.service.title}

    def get_lead(self) -> Text:
        return self.service.hint

    def perform(self, form: MessengerForm) -> MessengerAddress:
        return actions.link_messenger(service=self.code, acting=self.actor, **form.values())

    def get_success_url(self, result: MessengerAddress) -> str:
        return reverse("notices:confirm", kwargs={"service": self.code})


class ConfirmMessenger(_OfService, FormPage[CodeForm]):
    """Type the code that came."""

    form_class = CodeForm
    submit_label = _("Confirm")
    success_message = _("Messages come here from now on.")

    def find_objects(self) -> None:
        super().find_objects()
        if self.row is None or self.row.confirmed_at is not None:
            raise NotFound()

    def get_title(self) -> Text:
        return _("Code from %(service)s") % {"service": self.service.title}

    def perform(self, form: CodeForm) -> bool:
        right = actions.try_code(service=self.code, acting=self.actor, **form.values())
        if not right:
            message = gettext("The code is not right.")
            raise InputError(message, problems=[{"place": "code", "message": message}])
        return right

    def get_success_url(self, result: bool) -> str:
        return reverse("notices:settings")


class UnlinkMessenger(_OfService, ConfirmPage):
    """Forget the address."""

    confirm_label = _("Unlink")
    success_message = _("The address is forgotten.")
    danger = True

    def find_objects(self) -> None:
        super().find_objects()
        if self.row is None:
            raise NotFound()

    def get_title(self) -> Text:
        return _("No more messages to %(service)s") % {"service": self.service.title}

    def get_consequences(self) -> Iterable[Text]:
        return [_("The address is deleted from the product."), _("The inbox and mails stay as they are.")]

    def perform(self) -> None:
        actions.unlink_messenger(service=self.code, acting=self.actor)

    def get_success_url(self, result: None) -> str:
        return reverse("notices:settings")


@method_decorator(csrf_exempt, name="dispatch")
class TurnOff(ConfirmPage):
    """The link in every mail: a page that asks, and the one POST without it that mail programs make (RFC 8058).

    No cookie is asked for: the signed token is the right to do this one thing.
    """

    access = permissions.BY_LINK
    title = _("No more mails of this sort")
    confirm_label = _("Turn off")
    template_name = "notices/turn_off.html"

    @cached_property
    def link(self) -> turning_off.TurningOff:
        """What the link says."""
        return turning_off.read(self.kwargs["off_token"])

    def find_objects(self) -> None:
        _link = self.link

    def get_consequences(self) -> Iterable[Text]:
        titles = {group.code: group.title for group in kinds.groups()}
        words = ", ".join(f"«{titles[code]}»" for code in self.link.groups if code in titles)
        return [
            _("Mails of this school about %(subjects)s do not come any more.") % {"subjects": words},
            _("They can be turned on again in the settings of notices."),
        ]

    def perform(self) -> Any:
        return actions.turn_off(link=self.link, acting=self.actor)

    def succeed(self, result: Any) -> HttpResponse:
        """Said on this very answer: a stranger has no other page here."""
        context = Page.get_context_data(self, is_done=True)
        return self.response_class(self.request, [self.template_name], context, using=self.template_engine)
