"""The register of the school's acts about mentoring: numbers, frozen facts, documents, papers of labour law."""

from .labour import LabourPack, LabourPaper, paper_path
from .names import NameForms
from .numbering import IssuedNumber, Numbering, NumberingScheme
from .orders import ActDocument, Order, act_path, document_path
from .papers import (
    Cancellation,
    OrderBundle,
    OrderScan,
    OrderTemplate,
    bundle_path,
    scan_path,
    template_path,
)

__all__ = [
    "ActDocument",
    "Cancellation",
    "IssuedNumber",
    "LabourPack",
    "LabourPaper",
    "NameForms",
    "Numbering",
    "NumberingScheme",
    "Order",
    "OrderBundle",
    "OrderScan",
    "OrderTemplate",
    "act_path",
    "bundle_path",
    "document_path",
    "paper_path",
    "scan_path",
    "template_path",
]
