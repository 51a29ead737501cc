"""Pages of the register."""

from .deciding import RenderAgain, ReturnPage, SignPage, WithdrawPage
from .names import ForgetName, NamePage
from .order import DocxFile, OrderPage, PdfFile, Preview
from .papers import BundlePage, BundleSelected, BundleZip, CancelPage, ScanFile, ScanPage
from .register import OrderList, SignSelected
from .settings import NumberingPage
from .templates import (
    DefaultDocx,
    DefaultPreview,
    TemplateFile,
    TemplateList,
    TemplatePage,
    TemplatePreview,
    TemplateSample,
    UseDefault,
    UseTemplate,
)

__all__ = [
    "BundlePage",
    "BundleSelected",
    "BundleZip",
    "CancelPage",
    "DefaultDocx",
    "DefaultPreview",
    "DocxFile",
    "ForgetName",
    "NamePage",
    "NumberingPage",
    "OrderList",
    "OrderPage",
    "PdfFile",
    "Preview",
    "RenderAgain",
    "ReturnPage",
    "ScanFile",
    "ScanPage",
    "SignPage",
    "SignSelected",
    "TemplateFile",
    "TemplateList",
    "TemplatePage",
    "TemplatePreview",
    "TemplateSample",
    "UseDefault",
    "UseTemplate",
    "WithdrawPage",
]
