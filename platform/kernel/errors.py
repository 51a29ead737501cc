"""Refusals: what the product says when it does not do what was asked.

Every refusal is a ``DomainError``: a stable code for programs, a translated sentence for people, data, the clause it
rests on and the next step. ``kernel.http`` turns it into a page, ``api.errors`` into a problem document (RFC 9457).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from kernel.sentences import one_stop

Text = str | Promise

Origin = Literal["school", "region", "law", "product"]


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule.

    ``parameter``: key of the regulation's parameter (or of a norm); ``code``: stable code of the rule;
    ``clause`` and ``quote``: where this school's regulation (or the law) says so; ``origin``: who set the rule;
    ``value`` and ``actual``: the rule's value and the facts that broke it, both rendered for people.
    """

    parameter: str
    code: str
    message: str
    clause: str
    quote: str = ""
    origin: Origin = "school"
    value: str = ""
    actual: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "message", one_stop(self.message))


class DomainError(Exception):
    """A refusal. ``status`` is the HTTP status a page or the API answers with."""

    code = "refused"
    status = 409

    def __init__(
        self,
        message: Text,
        *,
        code: str | None = None,
        next_step: Text = "",
        status: int | None = None,
        data: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(str(message))
        # A lazy text is said in the language of whoever reads it.
        self.message = one_stop(message) if isinstance(message, str) else lazy(lambda: one_stop(str(message)), str)()
        self.next_step = next_step
        self.data = data or {}
        if code is not None:
            self.code = code
        if status is not None:
            self.status = status

    @property
    def violations(self) -> Sequence[Violation]:
        """Broken rules, empty where the refusal does not come from a regulation."""
        return ()

    def as_dict(self) -> dict[str, Any]:
        """The refusal for a program: code, sentence, next step, violations, data."""
        return {
            "code": self.code,
            "message": str(self.message),
            "next_step": str(self.next_step),
            "violations": [asdict(violation) for violation in self.violations],
            **self.data,
        }


class RuleViolation(DomainError):
    """The regulation (or the law) does not allow the act. All broken rules are reported together."""

    code = "rule_violation"
    status = 422

    def __init__(
        self, violations: Sequence[Violation], *, next_step: Text = "", data: dict[str, Any] | None = None
    ) -> None:
        if not violations:
            raise ValueError("a RuleViolation needs at least one violation")
        super().__init__(" ".join(violation.message for violation in violations), next_step=next_step, data=data)
        self._violations = tuple(violations)

    @property
    def violations(self) -> Sequence[Violation]:
        return self._violations


def refuse_if(violations: Sequence[Violation], *, next_step: Text = "", next_url: str = "") -> None:
    """Raise ``RuleViolation`` when a rule is broken, else do nothing. ``next_url``: the page of the next step."""
    if violations:
        raise RuleViolation(violations, next_step=next_step, data={"next_url": next_url} if next_url else None)


class NotAllowed(DomainError):
    """The person is known but the role does not allow this."""

    code = "not_allowed"
    status = 403

    def __init__(self, message: Text = "", **kwargs: Any) -> None:
        super().__init__(message or _("Your role does not allow this."), **kwargs)


class NotFound(DomainError):
    """There is no such thing here, or it belongs to somebody else: the two are not told apart."""

    code = "not_found"
    status = 404

    def __init__(self, message: Text = "", **kwargs: Any) -> None:
        super().__init__(message or _("There is no such page or record here."), **kwargs)


class Conflict(DomainError):
    """The state has changed meanwhile, or the step does not follow from the present state.

    Where the refusal knows no better next step, the page is to be looked at anew.
    """

    code = "conflict"
    status = 409

    def __init__(self, message: Text, *, next_step: Text = "", **kwargs: Any) -> None:
        look = _("Open the page anew: it shows how things stand now and what can be done.")
        super().__init__(message, next_step=next_step or look, **kwargs)


class InputError(DomainError):
    """Bad input with its place. ``problems``: {"place", "message"}; the place is a field, a path, or row and column."""

    code = "bad_input"
    status = 400

    def __init__(self, message: Text, *, problems: Sequence[dict[str, str]] = (), next_step: Text = "") -> None:
        super().__init__(message, next_step=next_step, data={"problems": list(problems)})
        self.problems = list(problems)


class AlreadyDone(DomainError):
    """The same request came twice (a double click, a retry): the first one was carried out, nothing happened twice."""

    code = "already_done"
    status = 409

    def __init__(self) -> None:
        super().__init__(_("This has already been done: nothing was done twice."))
