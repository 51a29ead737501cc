"""What the command refuses before it touches anything."""

from __future__ import annotations

from io import StringIO

import pytest
from django.core.management import CommandError, call_command


@pytest.mark.parametrize(
    "word", ["--jobs=0", "--jobs=x", "--jobs=99", "--lock-timeout=5; DROP", "--lock-timeout=5", "--past-stopped"]
)
def test_words_that_make_no_sense_are_refused(word: str) -> None:
    with pytest.raises(CommandError):
        call_command("fleet", "migrate", word)


@pytest.mark.parametrize("verb", ["plan", "migrate", "status"])
def test_a_school_that_does_not_exist_is_named(db: None, verb: str) -> None:
    with pytest.raises(CommandError, match="nowhere"):
        call_command("fleet", verb, "--school", "nowhere", stderr=StringIO())


@pytest.mark.parametrize("verb", ["plan", "migrate", "status", "check"])
def test_each_verb_explains_itself(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        call_command("fleet", verb, "--help")
    assert ended.value.code == 0
    assert "--json" in capsys.readouterr().out
