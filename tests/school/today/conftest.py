"""What tests of «Today» ask of the page: its lines by cause."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import unescape

import pytest
from django.test import Client

from tenants.organisations.models import School
from tests.support.cast import ClientFor

LINE = re.compile(r'<li class="waiting-line[^"]*" data-code="([^"]+)">(.*?)</li>', re.DOTALL)
LINK = re.compile(r'href="([^"]+)"')


@dataclass(frozen=True)
class Shown:
    """The page as a role sees it. ``lines``: (cause, HTML) of each line."""

    client: Client
    text: str
    lines: list[tuple[str, str]]

    @property
    def codes(self) -> list[str]:
        """Causes, in the order of the page."""
        return [code for code, _html in self.lines]

    def line(self, code: str) -> str:
        """The only line of a cause."""
        [html] = [html for found, html in self.lines if found == code]
        return html

    def links(self) -> list[str]:
        """Where the lines lead."""
        return [unescape(link) for _code, html in self.lines for link in LINK.findall(html)]


Look = Callable[..., Shown]


@pytest.fixture
def look(alpha: School, client_for: ClientFor) -> Look:
    """``look("curator")``: the whole page of a role in alpha."""

    def open_page(role: str) -> Shown:
        client = client_for(role, alpha)
        response = client.get("/?all=1")
        assert response.status_code == 200
        text = response.content.decode().replace("\u00a0", " ")
        return Shown(client, text, LINE.findall(text))

    return open_page
