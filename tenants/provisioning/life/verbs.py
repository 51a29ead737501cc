"""``estafeta school export|verify|restore|archive|unarchive|delete``: verbs of the school command."""

from __future__ import annotations

import datetime
from argparse import ArgumentParser, ArgumentTypeError
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from kernel.acting import system_actor
from kernel.errors import InputError, NotFound
from tenants.organisations.models import School
from tenants.organisations.queries import find_school
from tenants.provisioning.actions import archive_school, unarchive_school
from tenants.provisioning.life import actions
from tenants.provisioning.life.destruction import carry_out_destruction
from tenants.provisioning.life.export import export_school
from tenants.provisioning.life.manifest import Manifest
from tenants.provisioning.life.models import Destruction
from tenants.provisioning.life.restore import restore_school
from tenants.provisioning.life.verify import compare_school, verify_archive

Report = Callable[[str], None]
Answer = dict[str, Any]
Run = Callable[[dict[str, Any], Report], Answer]


def add_verbs(verbs: Any) -> None:
    """Add the verbs to the command's; the parsed options carry the function as ``run``."""
    verb = _verb(verbs, "export", "write a school's data, files and manifest into an archive", _export)
    verb.add_argument("slug")
    verb.add_argument("--to", type=Path, required=True, metavar="FILE.zip|DIR", help="must not exist yet")
    verb = _verb(verbs, "verify", "check an archive against its manifest, or a school against an archive", _verify)
    verb.add_argument("file", type=Path)
    verb.add_argument("--school", default="", metavar="SLUG", help="also compare this restored school with the archive")
    verb = _verb(verbs, "restore", "bring a school back from an archive; goes on after a kill", _restore)
    verb.add_argument("file", type=Path)
    verb.add_argument("--slug", default="", help="another name in the address")
    verb = _verb(verbs, "archive", "put a suspended school into the archive; its data stay", _archive)
    verb.add_argument("slug")
    verb = _verb(verbs, "unarchive", "take a school out of the archive: it is suspended", _unarchive)
    verb.add_argument("slug")
    verb = _verb(verbs, "delete", "destroy an archived school's data by an act; goes on after a kill", _delete)
    verb.add_argument("slug")
    verb.add_argument("--act-number", required=True, help="number of the act of destruction")
    verb.add_argument("--date", required=True, type=_date, metavar="YYYY-MM-DD", help="date of the act")
    verb.add_argument("--basis", required=True, help="why the data are destroyed")
    verb.add_argument("--responsible", required=True, help="name and post of who destroys them")
    verb.add_argument("--address", default="", help="address of the institution, for the act")
    verb.add_argument("--confirm", required=True, metavar="SLUG", help="the slug once more")
    verb.add_argument("--documents", type=Path, metavar="DIR", help="also put the act and the extract there")


def _verb(verbs: Any, name: str, told: str, run: Run) -> ArgumentParser:
    verb: ArgumentParser = verbs.add_parser(name, help=told, description=told)
    verb.add_argument("--json", action="store_true", help="answer with JSON, progress to standard error")
    verb.set_defaults(run=run)
    return verb


def _date(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        raise ArgumentTypeError(f"{text}: write the date as 2026-09-01") from error


def _school(slug: str) -> School:
    school = find_school(slug)
    if school is None:
        raise NotFound(_("There is no school “%(slug)s”.") % {"slug": slug}, next_step="estafeta school list")
    return school


def _acting() -> Any:
    return system_actor(_("command line"))


def _told(described: Manifest, digest: str) -> Answer:
    return {
        "school": described.slug,
        "made_at": described.made_at,
        "product": described.product,
        "digest": digest,
        "tables": len(described.tables),
        "rows": described.rows,
        "files": len(described.files),
    }


def _export(options: dict[str, Any], report: Report) -> Answer:
    described, digest = export_school(_school(options["slug"]), options["to"], report)
    return {"archive": str(options["to"]), **_told(described, digest)}


def _verify(options: dict[str, Any], report: Report) -> Answer:
    report(_("Verifying the archive"))
    described, digest, faults = verify_archive(options["file"])
    if options["school"] and not faults:
        report(_("Comparing the school with the archive"))
        faults = compare_school(options["file"], _school(options["school"]))
    if faults:
        raise InputError(_("Faults were found."), problems=[fault.as_problem() for fault in faults])
    return {"archive": str(options["file"]), **_told(described, digest)}


def _restore(options: dict[str, Any], report: Report) -> Answer:
    done = restore_school(options["file"], slug=options["slug"], acting=_acting(), report=report)
    return {
        "school": done.school.slug,
        "state": done.school.state,
        "accounts_made": done.accounts_made,
        "accounts_matched": done.accounts_matched,
        "shared": {label: {"taken": taken, "left": left} for label, (taken, left) in done.shared.items()},
    }


def _archive(options: dict[str, Any], report: Report) -> Answer:
    school = archive_school(school=_school(options["slug"]), acting=_acting())
    return {"school": school.slug, "state": school.state}


def _unarchive(options: dict[str, Any], report: Report) -> Answer:
    school = unarchive_school(school=_school(options["slug"]), acting=_acting())
    return {"school": school.slug, "state": school.state}


def _delete(options: dict[str, Any], report: Report) -> Answer:
    ordered = actions.order_destruction(
        school=_school(options["slug"]),
        confirm=options["confirm"],
        act_number=options["act_number"],
        act_date=options["date"],
        basis=options["basis"],
        responsible=options["responsible"],
        address=options["address"],
        acting=_acting(),
    )
    done = carry_out_destruction(ordered, report, _acting())
    documents = _put_documents(done, options["documents"]) if options["documents"] else []
    facts = {name: value for name, value in done.facts.items() if name != "subjects"}
    subjects = len(done.facts["subjects"])
    return {"school": done.school.slug, "act": done.act_number, "subjects": subjects, **facts, "documents": documents}


def _put_documents(done: Destruction, folder: Path) -> list[str]:
    """The act and the extract as files. They are kept in the database too, so a failure here loses nothing."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        files = {
            folder / f"{done.school.slug}-act.pdf": done.act,
            folder / f"{done.school.slug}-extract.csv": done.extract,
        }
        for file, content in files.items():
            file.write_bytes(bytes(content))
    except OSError as error:
        message = _("The school is deleted; its documents were not written to %(place)s: %(why)s.")
        raise InputError(
            message % {"place": folder, "why": error.strerror},
            next_step=_("The operator's page of the school has them for download."),
        ) from error
    return [str(file) for file in files]
