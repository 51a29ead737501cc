"""Documents opened in LibreOffice, many in one process, with a profile of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import warnings
from collections.abc import Mapping
from pathlib import Path

SECONDS = 120
AT_ONCE = 100
"""Files named in one command: of more than some 250 the program takes the first and says nothing of the others."""


def soffice() -> str | None:
    """The program's path; None, with a warning that says what is left out, where there is none or none is wanted."""
    if os.environ.get("ESTAFETA_NO_OFFICE") == "1":
        reason = "ESTAFETA_NO_OFFICE=1"
    else:
        for candidate in (os.environ.get("ESTAFETA_SOFFICE", ""), "soffice", "libreoffice"):
            if candidate and (path := shutil.which(candidate)):
                return path
        reason = "there is no soffice, see deploy/office.sh"
    warnings.warn(f"Left out, {reason}: documents are not opened in LibreOffice", stacklevel=2)
    return None


def printed(office: str, documents: Mapping[str, bytes], folder: Path) -> dict[str, bytes]:
    """Name -> PDF that LibreOffice makes of the DOCX of this name. A document that it does not open has none."""
    for name, content in documents.items():
        (folder / f"{name}.docx").write_bytes(content)
    command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to", "pdf"]
    files = [str(folder / f"{name}.docx") for name in documents]
    for first in range(0, len(files), AT_ONCE):
        these = [*command, "--outdir", str(folder), *files[first : first + AT_ONCE]]
        subprocess.run(these, check=True, capture_output=True, timeout=SECONDS)
    made = {name: folder / f"{name}.pdf" for name in documents}
    return {name: path.read_bytes() for name, path in made.items() if path.exists()}
