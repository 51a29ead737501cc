from __future__ import annotations

from django.urls import URLPattern, path

from . import pages
from .regulation_act import pages as act_pages

app_name = "orders"
urlpatterns: list[URLPattern] = [
    path("", pages.OrderList.as_view(), name="index"),
    path("regulation/<int:version>/approve/", act_pages.ApprovePage.as_view(), name="act_approve"),
    path("regulation/<int:version>/make/", act_pages.MakePage.as_view(), name="act_make"),
    path("regulation/<int:version>/regulation.docx", act_pages.DocxFile.as_view(), name="act_docx"),
    path("regulation/<int:version>/regulation.pdf", act_pages.PdfFile.as_view(), name="act_pdf"),
    path("sign/", pages.SignSelected.as_view(), name="sign_selected"),
    path("<int:order>/", pages.OrderPage.as_view(), name="order"),
    path("<int:order>/preview.pdf", pages.Preview.as_view(), name="preview"),
    path("<int:order>/order.docx", pages.DocxFile.as_view(), name="docx"),
    path("<int:order>/order.pdf", pages.PdfFile.as_view(), name="pdf"),
    path("<int:order>/sign/", pages.SignPage.as_view(), name="sign"),
    path("<int:order>/return/", pages.ReturnPage.as_view(), name="return"),
    path("<int:order>/withdraw/", pages.WithdrawPage.as_view(), name="withdraw"),
    path("<int:order>/render/", pages.RenderAgain.as_view(), name="render"),
]
