"""The school's own words, rights, duties and other rules of a draft."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from kernel.acting import Actor
from kernel.actions import action

from ..catalogue import CLAUSE_LENGTH, NAME_LENGTH, PARTICIPANTS, JsonValue, catalogue
from ..errors import EditedMeanwhile, FaultyRegulationError
from ..lines import OTHER_RULES, ROLE_KINDS, Line, lines_of, with_lines
from ..models import LocalName, RegulationVersion
from ..stamps import stamp_of_lines, stamp_of_word
from ..values.problems import Problem, item, member
from ..values.shape import check_text, known_codes
from ..view import Word
from .common import locked_draft, touch


@action("regulation.save_word")
def save_word(
    *,
    version: RegulationVersion,
    dictionary: str,
    code: str,
    word: Word,
    acting: Actor,
    seen: str = "",
) -> LocalName:
    """The school's own word for a code. ``seen``: stamp of what the person saw; ``EditedMeanwhile`` when it is old."""
    _check_word(dictionary, code, word)
    draft = locked_draft(version)
    row = draft.names.filter(dictionary=dictionary, code=code).first()
    if seen and stamp_of_word(_word_of(row)) not in (seen, stamp_of_word(word)):
        raise EditedMeanwhile([catalogue().title(dictionary, code)])
    row, _created = LocalName.objects.update_or_create(
        version=draft,
        dictionary=dictionary,
        code=code,
        defaults={
            "singular": word.singular,
            "plural": word.plural,
            "definition": word.definition,
            "clause": word.clause,
            "aliases": list(word.aliases),
        },
    )
    touch(draft)
    return row


def _word_of(row: LocalName | None) -> Word | None:
    return Word(row.singular, row.plural, row.definition, row.clause, tuple(row.aliases)) if row else None


def _check_word(dictionary: str, code: str, word: Word) -> None:
    problems: list[Problem] = []
    if code not in catalogue().dictionaries.get(dictionary, {}):
        message = _("Unknown code “%(code)s” of the dictionary %(dictionary)s.")
        problems.append(Problem("code", "unknown_code", message % {"code": code, "dictionary": dictionary}))
    problems += check_text(word.singular, "singular", NAME_LENGTH)
    problems += check_text(word.clause, "clause", CLAUSE_LENGTH)
    problems += check_text(word.plural, "plural", NAME_LENGTH) if word.plural else ()
    if problems:
        raise FaultyRegulationError(problems)


@action("regulation.drop_word")
def drop_word(*, version: RegulationVersion, dictionary: str, code: str, acting: Actor) -> RegulationVersion:
    """The common word is used again."""
    draft = locked_draft(version)
    draft.names.filter(dictionary=dictionary, code=code).delete()
    touch(draft)
    return draft


@action("regulation.save_lines")
def save_lines(
    *,
    version: RegulationVersion,
    kind: str,
    lines: Sequence[Line],
    acting: Actor,
    actor: str = "",
    seen: str = "",
) -> RegulationVersion:
    """A whole list of a draft at once: of rights, duties or functions of an actor, or the other rules.

    ``seen``: stamp of what the person saw; ``EditedMeanwhile`` when somebody else changed the list since then.
    """
    _check_lines(kind, actor, lines)
    draft = locked_draft(version)
    stored = lines_of(draft.role_lists, draft.other_rules, kind, actor)
    if seen and stamp_of_lines(stored) not in (seen, stamp_of_lines(lines)):
        raise EditedMeanwhile([kind])
    draft.role_lists, draft.other_rules = with_lines(draft.role_lists, draft.other_rules, kind, actor, lines)
    draft.save(update_fields=["role_lists", "other_rules"])
    touch(draft)
    return draft


def _check_lines(kind: str, actor: str, lines: Sequence[Line]) -> None:
    problems: list[Problem] = []
    if kind not in (*ROLE_KINDS, OTHER_RULES) or (kind in ROLE_KINDS and actor not in known_codes(PARTICIPANTS)):
        problems.append(Problem("kind", "unknown_code", _("The regulation has no such list.")))
    for number, line in enumerate(lines):
        where: JsonValue = item("lines", number)
        problems += check_text(line.text, member(where, "text"))
        problems += check_text(line.clause, member(where, "clause"), CLAUSE_LENGTH)
    if problems:
        raise FaultyRegulationError(problems)
