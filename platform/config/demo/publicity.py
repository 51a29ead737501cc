"""What a demo school shows to everybody, and the consents behind it: given by category, ending soon, withdrawn."""

from __future__ import annotations

import datetime

from apps.school.consents import actions as consents
from apps.school.consents import queries as given
from apps.school.consents import viewing
from apps.school.people.models import Person
from apps.school.publication import actions as publication
from apps.school.publication import ports
from apps.school.publication.queries import material_kinds
from apps.school.regulation.queries import current
from config.demo.staff import Staff
from kernel.acting import Actor
from kernel.clock import today

SHOWN = ("full_name", "position", "subjects", "achievements")
ENDS_IN = datetime.timedelta(days=30)
MATERIALS = (
    (
        "normative_base",
        "Статья 351.8 Трудового кодекса: наставничество в сфере труда",
        "Письменное согласие, дополнительное соглашение, срок и форма работы наставника.",
    ),
    (
        "methodical_materials",
        "Памятка: первая встреча пары",
        "Договоритесь о цели, о том, как часто встречаться, и о том, как давать обратную связь.",
    ),
    (
        "news_announcements",
        "Круглый стол «Первый год в школе»",
        "Молодые педагоги и их наставники расскажут, что помогло в первом полугодии.",
    ),
    (
        "roadmap_coverage",
        "Прошла установочная сессия наставников",
        "Наставники разобрали план года и выбрали формы встреч.",
    ),
    ("best_cases", "Как пара подготовила открытый урок", "Три посещения, один разбор и урок, который запомнился."),
)


class Publicist:
    """Tells the public story of one school, by the real actions and within its regulation."""

    def __init__(self, staff: Staff, *, curator: Actor, head: Actor, entered: datetime.date) -> None:
        self.curator, self.head, self.entered = curator, head, entered
        self.mentors: list[Person] = [card.person for card in staff.mentors]
        self.mentees: list[Person] = [card.person for card in staff.mentees]

    def tell(self) -> None:
        """Consents first, then what rests on them."""
        self._photographs()
        for person in (*self.mentors[:4], *self.mentees[:2]):
            self._allow(person)
        self._materials()
        view = current()
        for registry in view.codes("publication.registry"):
            if registry in ports.lists():
                publication.publish_list(registry=registry, categories=SHOWN, leave_out=True, acting=self.curator)
        if "mentor" in view.codes("publication.portfolio"):
            publication.publish_portfolio(person=self.mentors[0], role="mentor", acting=self.curator)
        for person in self.mentors[:3]:
            viewing.note(person, self.head, viewing.What.CARD)

    def _allow(self, person: Person) -> None:
        self._paper(person, "distribution", consents.Distribution(SHOWN, "Только на сайте школы"))

    def _paper(self, person: Person, kind: str, terms_of_use: consents.Distribution | None = None) -> None:
        consents.record_paper(
            person=person,
            signer=person,
            kind=kind,
            given_on=self.entered,
            acting=self.curator,
            terms_of_use=terms_of_use,
        )

    def _photographs(self) -> None:
        """A text with a term: some consents end soon, one is withdrawn."""
        text = given.current_texts()["photo_video"]
        consents.revise_text(
            text=text,
            title=text.title,
            body=text.body.replace("до отзыва согласия", "до конца учебного года или до отзыва согласия"),
            valid_from=self.entered,
            term="date",
            term_until=today() + ENDS_IN,
            acting=self.curator,
        )
        for person in self.mentors[4:8]:
            self._paper(person, "photo_video")
        for consent in given.consents_of(self.mentors[7]).filter(type="photo_video"):
            consents.withdraw(consent=consent, reason="Не хочу публиковать снимки", acting=self.curator)

    def _materials(self) -> None:
        allowed = dict(material_kinds())
        for kind, title, text in MATERIALS:
            if kind in allowed:
                publication.place_material(kind=kind, title=title, text=text, link="", acting=self.curator)
