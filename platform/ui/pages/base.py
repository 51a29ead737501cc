"""Pages that show: ``Page`` and ``DetailPage``, with their crumbs and buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.functional import Promise
from django.views.generic.base import ContextMixin, TemplateResponseMixin

from kernel.doors import Door
from kernel.errors import NotFound

Text = str | Promise

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step of the breadcrumb; without ``url`` it is the present page."""

    label: Text
    url: str = ""


@dataclass(frozen=True, slots=True)
class Action:
    """A button beside the heading or in an empty state. ``method``: "get" is a link, "post" a form with CSRF."""

    label: Text
    url: str
    icon: str = ""
    variant: str = "primary"
    method: str = "get"
    confirm: Text = ""


def is_htmx(request: HttpRequest) -> bool:
    """True for a partial request of htmx (a boosted one counts as a plain page)."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"


def go_to(request: HttpRequest, url: str) -> HttpResponse:
    """Send the browser to ``url`` after a write: a redirect, or ``HX-Redirect`` when htmx asked."""
    if is_htmx(request):
        return HttpResponse(status=204, headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


class Page(TemplateResponseMixin, ContextMixin, Door):
    """A page that shows something: ``template_name``, ``title``, optional ``lead``, ``crumbs`` and ``page_actions``."""

    title: Text = ""
    lead: Text = ""
    template_name = "ui/page.html"

    def get_title(self) -> Text:
        """The heading and the document's title."""
        return self.title

    def get_lead(self) -> Text:
        """One or two sentences under the heading."""
        return self.lead

    def get_crumbs(self) -> Sequence[Crumb]:
        """The way from the section to this page, without the page itself."""
        return ()

    def get_page_actions(self) -> Sequence[Action]:
        """Buttons beside the heading; the first one is the primary."""
        return ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **{
                "title": self.get_title(),
                "lead": self.get_lead(),
                "crumbs": self.get_crumbs(),
                "page_actions": self.get_page_actions(),
                **kwargs,
            }
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the page."""
        return self.render_to_response(self.get_context_data())


class DetailPage(Page, Generic[M]):
    """A page about one object. ``find()`` returns it or None; None is a 404 for everybody alike."""

    def find(self) -> M | None:
        """The object among those this actor may see (a queries function), or None."""
        raise NotImplementedError

    @property
    def object(self) -> M:
        """The object; raises ``NotFound``."""
        if not hasattr(self, "_object"):
            self._object = self.find()
        if self._object is None:
            raise NotFound()
        return self._object

    def get_title(self) -> Text:
        return self.title or str(self.object)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"object": self.object, **kwargs})
