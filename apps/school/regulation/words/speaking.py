"""Every Russian text of the product passes through the school's own words, at the one place where texts are looked up.

Templates, forms, navigation, refusals and mails need not know of it, and a text written tomorrow is served too.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import trans_real

from tenants.isolation.context import current_school

from .. import queries
from .present import say, speaking

RUSSIAN = "ru"


class SchoolRussian(trans_real.DjangoTranslation):
    """Django's Russian, in the words of the school whose page is made."""

    def gettext(self, message: str) -> str:
        """The translation in the school's words."""
        return say(super().gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The translation for a number in the school's words."""
        return say(super().ngettext(msgid1, msgid2, n))


def install() -> None:
    """Put it in the place of Django's own; called once when the product starts."""
    kept = vars(trans_real)  # Django has no public way to say which class translates
    kept["_translations"][RUSSIAN] = SchoolRussian(RUSSIAN)
    kept["_default"] = None


class WordsMiddleware:
    """Speaks the words of the regulation in force on every page of a school (one query); of the region none.

    The words are read before the page, not when the first text needs them: a text may be made where no query can be,
    after a statement of the transaction has failed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # The pages of the account are the installation's, in a school as anywhere.
        if current_school() is None or request.path.startswith("/accounts/"):
            return self.get_response(request)
        version = queries.in_force().first()
        request.regulation_in_force = version  # type: ignore[attr-defined]  # for the page that shows it
        table = queries.words_of(version)
        with speaking(table.say if table else None):
            return self.get_response(request)
