from __future__ import annotations

from django.urls import URLPattern, path

from . import pages
from .labour import pages as labour
from .regulation_act import pages as act_pages

app_name = "orders"
urlpatterns: list[URLPattern] = [
    path("", pages.OrderList.as_view(), name="index"),
    path("regulation/<int:version>/approve/", act_pages.ApprovePage.as_view(), name="act_approve"),
    path("regulation/<int:version>/make/", act_pages.MakePage.as_view(), name="act_make"),
    path("regulation/<int:version>/regulation.docx", act_pages.DocxFile.as_view(), name="act_docx"),
    path("regulation/<int:version>/regulation.pdf", act_pages.PdfFile.as_view(), name="act_pdf"),
    path("numbers/", pages.NumberingPage.as_view(), name="numbering"),
    path("templates/", pages.TemplateList.as_view(), name="templates"),
    path("templates/<int:template>/template.docx", pages.TemplateFile.as_view(), name="template_file"),
    path("templates/<int:template>/sample.pdf", pages.TemplatePreview.as_view(), name="template_preview"),
    path("templates/<int:template>/sample.docx", pages.TemplateSample.as_view(), name="template_sample"),
    path("templates/<int:template>/use/", pages.UseTemplate.as_view(), name="template_use"),
    path("templates/<slug:order_kind>/", pages.TemplatePage.as_view(), name="template"),
    path("templates/<slug:order_kind>/default.docx", pages.DefaultDocx.as_view(), name="template_default"),
    path("templates/<slug:order_kind>/default.pdf", pages.DefaultPreview.as_view(), name="template_default_preview"),
    path("templates/<slug:order_kind>/use-default/", pages.UseDefault.as_view(), name="template_use_default"),
    path("labour/", labour.PackList.as_view(), name="labour"),
    path("labour/open/<int:person>/", labour.OpenPack.as_view(), name="labour_open"),
    path("labour/<int:pack>/", labour.PackPage.as_view(), name="labour_pack"),
    path("labour/<int:pack>/consent/", labour.ConsentPage.as_view(), name="labour_consent"),
    path("labour/<int:pack>/agreement/", labour.AgreementPage.as_view(), name="labour_agreement"),
    path("labour/<int:pack>/notice/", labour.NoticePage.as_view(), name="labour_notice"),
    path("labour/papers/<int:paper>/signed/", labour.SignedPage.as_view(), name="labour_signed"),
    path("labour/papers/<int:paper>/paper.docx", labour.PaperDocx.as_view(), name="labour_docx"),
    path("labour/papers/<int:paper>/paper.pdf", labour.PaperPdf.as_view(), name="labour_pdf"),
    path("labour/papers/<int:paper>/scan/", labour.PaperScan.as_view(), name="labour_scan"),
    path("bundles/new/", pages.BundleSelected.as_view(), name="bundle_new"),
    path("bundles/<int:bundle>/", pages.BundlePage.as_view(), name="bundle"),
    path("bundles/<int:bundle>/orders.zip", pages.BundleZip.as_view(), name="bundle_zip"),
    path("sign/", pages.SignSelected.as_view(), name="sign_selected"),
    path("<int:order>/", pages.OrderPage.as_view(), name="order"),
    path("<int:order>/preview.pdf", pages.Preview.as_view(), name="preview"),
    path("<int:order>/order.docx", pages.DocxFile.as_view(), name="docx"),
    path("<int:order>/order.pdf", pages.PdfFile.as_view(), name="pdf"),
    path("<int:order>/sign/", pages.SignPage.as_view(), name="sign"),
    path("<int:order>/return/", pages.ReturnPage.as_view(), name="return"),
    path("<int:order>/withdraw/", pages.WithdrawPage.as_view(), name="withdraw"),
    path("<int:order>/names/<int:person>/", pages.NamePage.as_view(), name="name"),
    path("<int:order>/names/<int:person>/rules/", pages.ForgetName.as_view(), name="name_forget"),
    path("<int:order>/scan/", pages.ScanPage.as_view(), name="scan"),
    path("<int:order>/scan/<int:scan>/", pages.ScanFile.as_view(), name="scan_file"),
    path("<int:order>/cancel/", pages.CancelPage.as_view(), name="cancel"),
    path("<int:order>/render/", pages.RenderAgain.as_view(), name="render"),
]
