"""What rights, duties and functions of a regulation the system serves, recognised by the words of their texts.

Every school writes its own text, and codes of items are whatever their file says; so a text is recognised by patterns
that all have to be found, for the roles that may do it. A text that only resembles one is left without a link: no link
is better than a wrong one. Rooms say where a deed is done (``serves``), the page of rights asks (``place_of``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.functional import Promise

OFFICE = frozenset({"curator", "head"})
PAIR = frozenset({"mentor", "mentee"})


@dataclass(frozen=True, slots=True)
class Deed:
    """``all_of``: patterns that a text must have, each; ``none_of``: patterns that it must not have."""

    code: str
    roles: frozenset[str]
    all_of: tuple[str, ...]
    none_of: tuple[str, ...] = ()

    def is_meant(self, text: str) -> bool:
        """True when the text speaks of this deed."""
        found = all(re.search(pattern, text) for pattern in self.all_of)
        return found and not any(re.search(pattern, text) for pattern in self.none_of)


DEEDS: tuple[Deed, ...] = (
    Deed("ask_replacement", frozenset({"mentee"}), (r"ходатайств|просьб|заявлен", r"замен\w* наставник|о его замене")),
    Deed("resign", frozenset({"mentor"}), (r"заявлен|просьб", r"сложени\w*( с \w+)? обязанност")),
    Deed("propose_change", PAIR, (r"предложени", r"совершенствовани|изменени", r"персонализированн\w+ программ|плана")),
    Deed(
        "write_programme",
        PAIR,
        (r"составлени|разработк|разрабатыва", r"программ\w* наставничеств|индивидуальн\w+ план"),
    ),
    Deed("carry_out_plan", frozenset({"mentee"}), (r"реализовывать мероприятия|выполнять задания", r"план")),
    Deed("meet", frozenset({"mentor"}), (r"\bвстречаться с наставляемым",)),
    Deed("visit_lessons", frozenset({"mentor"}), (r"посещени\w+ (урок|заняти)", r"анализ"), (r"взаимо",)),
    Deed("external_papers", frozenset({"mentor"}), (r"предостав|представ", r"справк\w+ об отсутствии судимости")),
    Deed("consent", PAIR | {"guardian"}, (r"(давать|дать|отзыва\w+|отозвать) [^.;]*согласи",)),
    Deed(
        "keep_banks",
        OFFICE,
        (r"\bвед[её]т банк|формировани\w+ и актуализаци\w+ (баз|банк)", r"наставник", r"наставляем"),
    ),
    Deed("refresh_needs", OFFICE, (r"актуализирует информацию", r"наставляем")),
    Deed("programme_bank", OFFICE, (r"формирует банк", r"персонализированн\w+ программ")),
    Deed("supervise_programmes", OFFICE, (r"курирует", r"персонализированн\w+ программ")),
    Deed(
        "develop_programmes",
        frozenset({"methodical_association"}),
        (r"^разрабатывает", r"персонализированн\w+ программ"),
    ),
    Deed("monitor", OFFICE, (r"^(осуществляет|организует)[^,;]* мониторинг|^мониторинг и оценк",)),
    Deed("assess_conformity", OFFICE, (r"оценка соответствия", r"анкет\w+ куратора")),
    Deed("collect_feedback", OFFICE, (r"получение обратной связи|собирает обратную связь",)),
    Deed("statistics", OFFICE, (r"статистическ\w+ наблюдени",)),
    Deed("roadmap", OFFICE, (r"^(разрабатывает|утверждает) дорожную карту",)),
    Deed("propose_mentors", OFFICE, (r"^предлагает руководителю", r"список наставников")),
    Deed("pair_orders", frozenset({"head"}), (r"^изда[её]т приказ", r"закреплени\w+ наставническ")),
    Deed("local_acts", frozenset({"head"}), (r"^изда[её]т локальные акты",)),
    Deed("draft_orders", frozenset({"curator"}), (r"^подготовка проектов документов", r"на утверждение")),
    Deed("annual_programme", frozenset({"curator"}), (r"разработка проекта ежегодной программы",)),
)


def deed_of(role: str, text: str) -> str:
    """The code of the deed that an item of a role's list speaks of; "" when the system does not serve it."""
    said = " ".join(text.lower().split())
    found = [deed.code for deed in DEEDS if role in deed.roles and deed.is_meant(said)]
    return found[0] if len(found) == 1 else ""


@dataclass(frozen=True, slots=True)
class Served:
    """Where a deed is done. ``label``: what the link is called."""

    code: str
    label: str | Promise
    url_name: str


_served: dict[str, Served] = {}


def serves(code: str, *, label: str | Promise, url_name: str, fallback: bool = False) -> None:
    """Say where a deed is done. ``url_name``: a page without arguments, or one of a programme or of a pair.

    ``KeyError`` for a deed that nothing is known of. A ``fallback`` gives way to a room that has a page of its own.
    """
    known = next((deed for deed in DEEDS if deed.code == code), None)
    if known is None:
        raise KeyError(code)
    if not (fallback and code in _served):
        _served[code] = Served(code, label, url_name)


def place_of(role: str, text: str) -> Served | None:
    """Where the role does what the text speaks of."""
    return _served.get(deed_of(role, text))
