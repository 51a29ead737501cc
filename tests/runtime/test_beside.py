"""Commands that run beside one another, as real processes."""

from __future__ import annotations

import pytest

from runtime.beside import run_beside


@pytest.mark.parametrize("at_once", [1, 3])
def test_one_that_fails_is_named_and_hinders_nobody(at_once: int, capfd: pytest.CaptureFixture[str]) -> None:
    commands = {"first": ["--version"], "wrong": ["no-such-verb"], "last": ["--version"]}
    assert run_beside(commands, at_once) == ["wrong"]
    said = capfd.readouterr()
    assert len(said.out.split()) == 2
    assert "no-such-verb" in said.err
