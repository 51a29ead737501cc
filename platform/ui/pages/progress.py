"""The page of a long work: a bar that moves, can be left and found again, and ends with a result."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from ui.pages.base import Page, Text, is_htmx

State = Literal["waiting", "running", "done", "failed"]

STATE_WORDS: dict[str, Text] = {
    "waiting": _("Waiting for its turn"),
    "running": _("Working"),
    "done": _("Done"),
    "failed": _("Stopped by an error"),
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a work is. ``total`` 0: unknown. ``note``: what is being done, or why it failed."""

    state: State
    done: int = 0
    total: int = 0
    note: Text = ""
    result_url: str = ""
    result_label: Text = ""

    @property
    def percent(self) -> int:
        """0-100; 100 only when the work is done."""
        if self.state == "done":
            return 100
        return min(99, self.done * 100 // self.total) if self.total else 0

    @property
    def is_over(self) -> bool:
        """True when nothing will change any more."""
        return self.state in ("done", "failed")

    @property
    def is_busy(self) -> bool:
        """True while it is not known how much is left: the bar then only moves."""
        return not self.total and not self.is_over

    @property
    def state_word(self) -> Text:
        """The state for people."""
        return STATE_WORDS[self.state]


class ProgressPage(Page):
    """Subclasses write ``get_progress()``. The page asks again every two seconds until the work is over."""

    template_name = "ui/progress.html"
    back_url: str = ""

    def get_progress(self) -> Progress:
        """The present state, or raise ``NotFound``."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**{"progress": self.get_progress(), "back_url": self.back_url, **kwargs})

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, or for htmx only its moving part."""
        if is_htmx(request):
            self.template_name = "ui/progress_state.html"
        return super().get(request, *args, **kwargs)
