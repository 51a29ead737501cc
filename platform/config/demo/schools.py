"""Which schools the demo has: the five presets, then as many invented ones as asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from apps.school.regulation.catalogue import PRESET_SLUGS, preset

MUNICIPALITIES = (
    ("severny", "Северный муниципальный район"),
    ("priozerny", "Приозёрный городской округ"),
    ("zarechny", "Заречный муниципальный округ"),
)
PLACES = {
    "lenskaya": ("priozerny", "Europe/Moscow"),
    "gymnasium-35": ("priozerny", "Europe/Moscow"),
    "cit": ("severny", "Europe/Moscow"),
    "ozono-chepetskaya": ("zarechny", "Europe/Samara"),
    "co-58": ("severny", "Europe/Moscow"),
}
EXPIRED = {"co-58": "2030"}
"""Presets whose act has run out: the demo amends them, as the school itself would have done. Year of the new end."""


@dataclass(frozen=True, slots=True)
class DemoSchool:
    """One school of the demo. ``preset``: whose regulation it has."""

    slug: str
    name: str
    short_name: str
    kind: str
    municipality: str
    zone: str
    preset: str
    seed: int

    @property
    def has_clubs(self) -> bool:
        """Additional education: its pedagogues teach clubs, not subjects."""
        return self.kind == "additional_education"

    @property
    def has_pupils(self) -> bool:
        """Its regulation is about pupils too."""
        return self.preset == "ozono-chepetskaya"


def demo_schools(count: int) -> Iterator[DemoSchool]:
    """The five presets first, then schools of the same regulations under invented names."""
    for number in range(count):
        slug = PRESET_SLUGS[number % len(PRESET_SLUGS)]
        document = preset(slug)
        municipality, zone = PLACES[slug]
        if number < len(PRESET_SLUGS):
            yield DemoSchool(
                slug,
                document["name_ru"],
                document["short_name_ru"],
                document["kind"],
                municipality,
                zone,
                slug,
                number + 1,
            )
        else:
            yield DemoSchool(
                f"school-{number + 1}",
                f"МБОУ «Средняя школа № {number + 1}»",
                f"Школа № {number + 1}",
                document["kind"],
                MUNICIPALITIES[number % len(MUNICIPALITIES)][0],
                zone,
                slug,
                number + 1,
            )
