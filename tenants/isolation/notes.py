"""Messages that a page shows once. They stay in the place where they were said, and end with the session.

Django keeps them in a cookie. That cookie would go to every host of the installation: what was said in one school
(with people's names) would be shown by the next host that is opened, on a shared computer to the next person.
"""

from __future__ import annotations

from django.contrib.messages.storage.session import SessionStorage
from django.http import HttpRequest

from tenants.isolation.backend import connection


class PlacedMessages(SessionStorage):
    """Kept in the session under the name of the place."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self.session_key = f"_messages:{connection.schema_name}"
