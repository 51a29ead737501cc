"""An order on paper: DOCX to be signed by hand, PDF to be sent. Both are made of the frozen facts alone.

The same facts give the same bytes: nothing of the clock, the machine or its fonts gets into the files.
"""

from .docx import render_docx
from .pdf import render_pdf

__all__ = ["render_docx", "render_pdf"]
