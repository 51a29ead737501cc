"""Checks a regulation file: every fault at once, each with its path."""

from .document import check_document, check_file, errors_of

__all__ = ["check_document", "check_file", "errors_of"]
