"""Questionnaires and their questions: from a template, changed while a draft, published, closed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from kernel.acting import Actor
from kernel.actions import action
from kernel.clock import today
from kernel.errors import Conflict

from .. import permissions, queries, rules
from ..errors import Frozen, wrong
from ..federal import templates
from ..models import Audience, Feed, Purpose, Question, Questionnaire, Version

KEPT = ("code", "position", "type", "text", "help", "options", "required", "feeds")


@action("questionnaire.create")
def create_questionnaire(
    *,
    title: str,
    acting: Actor,
    template: str = "",
    purpose: str = "",
    audience: str = "",
    form: str = "",
) -> Questionnaire:
    """A questionnaire with a draft of its first version: the questions of a federal template, or none.

    Without a ``template`` the purpose and the audience are named.
    """
    permissions.require_office(acting)
    source = templates().get(template)
    if template and source is None:
        raise wrong("template", _("There is no such template."))
    if source is not None:
        purpose, audience = source.purpose, source.audience
    if purpose not in Purpose.values:
        raise wrong("purpose", _("Say what the questionnaire is for."))
    if audience not in Audience.values:
        raise wrong("audience", _("Say who answers the questionnaire."))
    if not title.strip():
        raise wrong("title", _("Give the questionnaire a title."))
    made = Questionnaire.objects.create(title=title.strip(), purpose=purpose, audience=audience, form=form)
    version = Version.objects.create(questionnaire=made, number=1, intro=source.intro if source else "")
    Question.objects.bulk_create(
        Question(
            version=version,
            position=number,
            code=asked.code,
            type=asked.type,
            text=asked.text,
            required=asked.required,
            options=list(asked.options),
            feeds=asked.feeds,
        )
        for number, asked in enumerate(source.questions if source else (), start=1)
    )
    return made


def _draft(version: Version, acting: Actor) -> Version:
    """The version, locked, if it is still written."""
    permissions.require_office(acting)
    locked = Version.objects.select_for_update(of=("self",)).select_related("questionnaire").get(pk=version.pk)
    if locked.state != Version.State.DRAFT:
        raise Frozen()
    return locked


@action("questionnaire.change_version")
def change_version(*, version: Version, title: str, intro: str, acting: Actor, form: str = "") -> Version:
    """Change the title, the form of mentoring and the words before the questions, while a draft."""
    locked = _draft(version, acting)
    if not title.strip():
        raise wrong("title", _("Give the questionnaire a title."))
    Questionnaire.objects.filter(pk=locked.questionnaire_id).update(title=title.strip(), form=form)
    locked.intro = intro.strip()
    locked.save(update_fields=["intro", "updated_at"])
    return locked


def _checked(version: Version, type_: str, text: str, options: Sequence[str], feeds: str) -> dict[str, Any]:
    """The fields of a question, or the refusal that names the wrong one."""
    tidy = [option.strip() for option in options if option.strip()]
    if type_ not in Question.Type.values:
        raise wrong("type", _("Choose the kind of answer."))
    if not text.strip():
        raise wrong("text", _("Write the question."))
    if type_ in rules.WITH_OPTIONS and len(tidy) < (1 if type_ == Question.Type.GRID else 2):
        raise wrong("options", _("Write the choices (at least two) or the rows of the table, each on its own line."))
    if feeds and type_ not in (Question.Type.SHORT, Question.Type.LONG):
        raise wrong("feeds", _("Only words of an answer can be taken over into a card."))
    audience = version.questionnaire.audience
    sides = {Feed.REQUEST: "mentee", Feed.DEFICITS: "mentee", Feed.COMPETENCIES: "mentor"}
    told_of = Audience.MENTEE if audience == Audience.THIRD_PARTY else audience
    if feeds in sides and told_of not in (sides[Feed(feeds)], Audience.BOTH):
        raise wrong("feeds", _("Those who answer have no such field in their card."))
    return {
        "type": type_,
        "text": text.strip(),
        "options": tidy if type_ in rules.WITH_OPTIONS else [],
        "feeds": feeds,
    }


@action("questionnaire.add_question")
def add_question(
    *,
    version: Version,
    type_: str,
    text: str,
    acting: Actor,
    options: Sequence[str] = (),
    help_: str = "",
    required: bool = True,
    feeds: str = "",
) -> Question:
    """A question at the end of the draft."""
    locked = _draft(version, acting)
    fields = _checked(locked, type_, text, options, feeds)
    last = locked.questions.aggregate(last=Max("position"))["last"] or 0
    return Question.objects.create(
        version=locked, code=_free_code(locked), position=last + 1, required=required, help=help_.strip(), **fields
    )


def _free_code(version: Version) -> str:
    """A code that no version of the questionnaire has used: answers are compared by codes."""
    used = set(Question.objects.filter(version__questionnaire=version.questionnaire_id).values_list("code", flat=True))
    number = next(number for number in range(1, len(used) + 2) if f"own{number}" not in used)
    return f"own{number}"


@action("questionnaire.change_question")
def change_question(
    *,
    question: Question,
    type_: str,
    text: str,
    acting: Actor,
    options: Sequence[str] = (),
    help_: str = "",
    required: bool = True,
    feeds: str = "",
) -> Question:
    """Change a question of the draft."""
    version = _draft(question.version, acting)
    fields = _checked(version, type_, text, options, feeds)
    row = Question.objects.get(pk=question.pk)
    for name, value in {**fields, "help": help_.strip(), "required": required}.items():
        setattr(row, name, value)
    row.save()
    return row


@action("questionnaire.remove_question")
def remove_question(*, question: Question, acting: Actor) -> Version:
    """Take a question out of the draft."""
    version = _draft(question.version, acting)
    Question.objects.filter(pk=question.pk).delete()
    return version


@action("questionnaire.move_question")
def move_question(*, question: Question, up: bool, acting: Actor) -> Question:
    """Change places with the neighbour; the first one stays first and the last one last."""
    version = _draft(question.version, acting)
    row = Question.objects.get(pk=question.pk)
    rows = version.questions.exclude(pk=row.pk)
    other = (
        rows.filter(position__lt=row.position).order_by("-position").first()
        if up
        else rows.filter(position__gt=row.position).order_by("position").first()
    )
    if other is not None:
        row.position, other.position = other.position, row.position
        Question.objects.bulk_update([row, other], ["position"])
    return row


@action("questionnaire.publish")
def publish_version(*, version: Version, acting: Actor) -> Version:
    """Bring a draft into use; the version in use until now is closed, its rounds go on with their questions."""
    locked = _draft(version, acting)
    if not locked.questions.exists():
        raise Conflict(_("There are no questions yet."), next_step=_("Add a question, then publish."))
    Version.objects.filter(questionnaire=locked.questionnaire_id, state=Version.State.PUBLISHED).update(
        state=Version.State.CLOSED
    )
    locked.state, locked.published_on = Version.State.PUBLISHED, today()
    locked.save(update_fields=["state", "published_on", "updated_at"])
    return locked


@action("questionnaire.revise")
def revise_version(*, questionnaire: Questionnaire, acting: Actor) -> Version:
    """A draft of the next version with the questions of the newest one; the same draft when there is one already."""
    permissions.require_office(acting)
    Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    last = queries.latest(questionnaire)
    if last.state == Version.State.DRAFT:
        return last
    draft = Version.objects.create(questionnaire=questionnaire, number=last.number + 1, intro=last.intro)
    Question.objects.bulk_create(
        Question(version=draft, **{name: getattr(question, name) for name in KEPT}) for question in last.questions.all()
    )
    return draft


@action("questionnaire.close")
def close_version(*, version: Version, acting: Actor) -> Version:
    """Take a version out of use: no new rounds. What was asked goes on and what was answered stays."""
    permissions.require_office(acting)
    closed = Version.objects.filter(pk=version.pk, state=Version.State.PUBLISHED).update(state=Version.State.CLOSED)
    if not closed:
        raise Conflict(_("Only a version in use can be closed."))
    version.refresh_from_db()
    return version
