"""How an order names each kind of reward. Codes are those of the dictionary ``incentive``."""

from __future__ import annotations

from collections.abc import Mapping

from apps.school.regulation.words.grammar import Case

# The sentence with a gap for the people, and the case they stand in.
SENTENCES: Mapping[str, tuple[str, Case]] = {
    "incentive_order": ("Поощрить {}", "accs"),
    "gratitude": ("Объявить благодарность {}", "datv"),
    "honour_certificate": ("Наградить почётной грамотой {}", "accs"),
    "best_mentor_award": ("Наградить в числе лучших наставников {}", "accs"),
    "publication": ("Разместить на сайте организации, при наличии согласия, сведения о достижениях {}", "gent"),
    "letter_to_parents": ("Направить благодарственное письмо родителям {}", "gent"),
    "training_of_choice": ("Направить на обучение по выбранной программе {}", "accs"),
    "event_invitation": ("Пригласить на конференции, форумы и совещания {}", "accs"),
    "material_incentive": ("Произвести выплату стимулирующего характера на условиях соглашения {}", "datv"),
    "best_mentor_pool": ("Включить в пул лучших наставников {}", "accs"),
}


def reward_of(kind: str, title: str) -> tuple[str, Case]:
    """The sentence of a kind and the case of its people; for a kind without one its ``title`` is told after a colon."""
    plain = title.replace("{", "(").replace("}", ")")
    return SENTENCES.get(kind, (f"Поощрить ({plain}) {{}}", "accs"))
