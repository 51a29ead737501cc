"""The printed form of a consent as a file."""

from __future__ import annotations

from collections.abc import Callable

from apps.school.people.queries import person_for
from kernel.errors import NotFound
from kernel.uploads import CONTENT_TYPES
from ui.pages import Download, DownloadPage

from .. import documents, permissions, queries, viewing, wording

MAKERS: dict[str, Callable[[documents.Blank], bytes]] = {"docx": documents.render_docx, "pdf": documents.render_pdf}


class BlankFile(DownloadPage):
    """A consent with the names filled in, as DOCX or PDF."""

    access = permissions.OFFICE

    def get_download(self) -> Download:
        person = person_for(self.actor, self.kwargs["person"])
        text = queries.text_by_id(self.kwargs["text"])
        ending = self.kwargs["format"]
        if ending not in MAKERS:
            raise NotFound()
        viewing.note(person, self.actor, viewing.What.BLANK)
        content = MAKERS[ending](documents.blank_of(person, text))
        return Download(content, f"{wording.short(text.type)} {person.short_name}.{ending}", CONTENT_TYPES[ending])
