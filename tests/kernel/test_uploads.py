"""Uploaded files: what is accepted, what is taken out, what is refused and how the refusal says so."""

from __future__ import annotations

import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from kernel.uploads import (
    DOCUMENT,
    REGULATION,
    SCAN,
    SPREADSHEET,
    FileKind,
    UnreadableFile,
    checked,
    content_type,
    examined,
)
from tests.support.uploads import PDF, exif, jpeg, packed_pdf, pdf, png, with_parts, workbook

BOMB = b"0" * (25 * 1024 * 1024)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
SECRET = b"59.93N 30.31E"


def lying(content: bytes) -> bytes:
    """The workbook with a sum of a part that does not agree with what it unpacks to."""
    with zipfile.ZipFile(SimpleUploadedFile("x", content)) as archive:
        entry = archive.getinfo("xl/workbook.xml")
    at = entry.header_offset + 30 + len(entry.filename)
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]


@pytest.mark.parametrize(
    ("name", "content", "kind", "found"),
    [
        ("скан.pdf", PDF, SCAN, "pdf"),
        ("скан.JPEG", jpeg(), SCAN, "jpg"),
        ("скан.png", png(), SCAN, "png"),
        ("без ending", PDF, SCAN, "pdf"),
        ("список.xlsx", workbook(), SPREADSHEET, "xlsx"),
        ("список.csv", "Фамилия;Имя\n".encode("cp1251"), SPREADSHEET, "csv"),
        ("список.csv", "Фамилия;Имя\n".encode("utf-16"), SPREADSHEET, "csv"),
        ("положение.json", b'\xef\xbb\xbf{"values": {}}', REGULATION, "json"),
    ],
)
def test_plain_file_is_accepted(name: str, content: bytes, kind: FileKind, found: str) -> None:
    assert examined(content, name, kind)[0] == found


@pytest.mark.parametrize(
    ("name", "content", "kind", "reason"),
    [
        ("a.pdf", b"", SCAN, "empty"),
        ("a.pdf", PDF + bytes(10 * 1024 * 1024), SCAN, "larger than 10 MB"),
        ("a.pdf", b"MZ\x90\x00", SCAN, "program"),
        ("a.png", b"<svg onload='x()'>", SCAN, "HTML, SVG"),
        ("a.jpg", b"\xef\xbb\xbf  <!doctype html>", SCAN, "HTML, SVG"),
        ("a.csv", b"<table><tr>", SPREADSHEET, "HTML, SVG"),
        ("a.json", b"<html>", REGULATION, "HTML, SVG"),
        ("a.png", PDF, SCAN, "by its name it is PNG, by its content PDF"),
        ("a.pdf", PDF[:-8], SCAN, "damaged"),
        ("a.jpg", jpeg()[:-2], SCAN, "damaged"),
        ("a.jpg", jpeg()[:9], SCAN, "damaged"),
        ("a.png", png()[:-6], SCAN, "damaged"),
        ("a.png", png().replace(b"IDAT", b"IDAX", 1), SCAN, "damaged"),
        ("a.pdf", pdf(b"/OpenAction << /S /JavaScript /JS (app.alert) >>"), SCAN, "scripts"),
        ("a.pdf", pdf(b"/AA << /S /J#61vaScript >>"), SCAN, "scripts"),
        ("a.pdf", pdf(b"/OpenAction << /S /Launch >>"), SCAN, "scripts"),
        ("a.pdf", packed_pdf(b"1 0 << /S /Launch /F (cmd.exe) >>"), SCAN, "scripts"),
        ("a.pdf", PDF.replace(b"/Root", b"/Encrypt 5 0 R /Root"), SCAN, "password"),
        ("a.xls", OLE, SPREADSHEET, "old Office file"),
        ("a.xlsx", OLE, SPREADSHEET, "old Office file"),
        ("a.xlsx", workbook()[:1500], SPREADSHEET, "damaged"),
        ("a.xlsx", lying(workbook()), SPREADSHEET, "damaged"),
        ("a.xlsx", with_parts(workbook(), {"xl/vbaProject.bin": OLE}), SPREADSHEET, "macros"),
        ("a.xlsx", with_parts(workbook(), {"xl/embeddings/oleObject1.bin": OLE}), SPREADSHEET, "embedded"),
        ("a.xlsx", with_parts(workbook(), {"xl/worksheets/sheet9.xml": BOMB}), SPREADSHEET, "too much"),
        ("a.xlsx", with_parts(workbook(), {"../../etc/passwd": b"x"}), SPREADSHEET, "lead out"),
        ("a.xlsx", with_parts(b"", {"a.txt": b"x"}), SPREADSHEET, "archive"),
        ("a.docx", with_parts(b"", {"word/document.xml": b"x", "word/vbaProject.bin": OLE}), DOCUMENT, "macros"),
        ("a.csv", b"\x00\x01\x02", SPREADSHEET, "none of these: XLSX, CSV"),
    ],
)
def test_hostile_file_is_refused_with_its_name_and_the_reason(
    name: str, content: bytes, kind: FileKind, reason: str
) -> None:
    with override("en"), pytest.raises(UnreadableFile) as refusal:
        examined(content, name, kind, place="scan")
    assert name in str(refusal.value.message)
    assert reason in str(refusal.value.message)
    assert refusal.value.problems[0]["place"] == "scan"


def test_words_of_scripts_inside_a_picture_of_a_pdf_are_chance() -> None:
    stream = b"2 0 obj\n<< /Subtype /Image >>\nstream\n..../JS (..../Launch \nendstream\nendobj\n"
    assert examined(PDF.replace(b"trailer", stream + b"trailer"), "a.pdf", SCAN)[0] == "pdf"


def test_camera_s_notes_are_taken_out_and_the_turn_stays() -> None:
    photo = jpeg(exif(6, SECRET), b"\xff\xed\x00\x0eIPTC" + b"secret  ", b"\xff\xfe\x00\x08remark") + b"<script>"
    _found, clean = examined(photo, "фото.jpg", SCAN)
    assert SECRET not in clean
    assert b"IPTC" not in clean
    assert b"remark" not in clean
    assert b"<script>" not in clean
    assert clean == jpeg().replace(b"\xff\xd8", b"\xff\xd8" + clean[2:38], 1)
    assert b"\x01\x12\x00\x03\x00\x00\x00\x01\x00\x06" in clean[2:38]


def test_picture_without_notes_stays_as_it_was() -> None:
    assert examined(jpeg(), "a.jpg", SCAN)[1] == jpeg()
    assert examined(jpeg(exif(1)), "a.jpg", SCAN)[1] == jpeg()
    assert examined(png(), "a.png", SCAN)[1] == png()


def test_texts_inside_a_png_are_taken_out() -> None:
    picture = png((b"tEXt", b"Author\x00" + SECRET), (b"eXIf", SECRET)) + b"behind the end"
    assert examined(picture, "a.png", SCAN)[1] == png()


def test_kept_file_has_an_ending_by_its_content_and_a_name_without_folders() -> None:
    kept = checked(SimpleUploadedFile("..\\..\\скан.jpeg", jpeg()), SCAN)
    assert (kept.name, kept.content_type, kept.read()) == ("скан.jpg", "image/jpeg", jpeg())
    assert checked(SimpleUploadedFile("x.pdf", PDF), SCAN, stem="scan").name == "scan.pdf"
    assert content_type("consents/scan.pdf") == "application/pdf"
    assert content_type("consents/scan.exe") == "application/octet-stream"
