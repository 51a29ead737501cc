"""A region that outgrows one machine goes on to Citus, which shards by schema. Two lists and the rules for that day.

The runbook is ``deploy/runbooks/citus.md``. What can be checked without Citus is checked by the tests over the template
of the tests, and by ``estafeta citus check`` over an installation.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.conf import settings
from django.db import connection
from psycopg import sql

from tenants.isolation.database.operations import LONGEST_NAME
from tenants.organisations.models import School

REFERENCE = (
    "organisations.Municipality",
    "organisations.School",
    "organisations.Domain",
    "institute.LegalAct",
    "institute.ParameterNorm",
    "institute.RegionalDefault",
)
"""Small catalogues, written rarely and read by every request: a copy on each machine. A write needs all of them up.

In the order of their foreign keys, as they must be converted.
"""

LOCAL = (
    "organisations.SchoolTerms",
    "organisations.TableVersion",
    "provisioning.SchoolTemplate",
    "provisioning.BuiltSchema",
    "provisioning.SchoolList",
    "provisioning.UnfinishedMigration",
    "provisioning.SchoolExport",
    "provisioning.Restoration",
    "provisioning.Destruction",
    "identity.Account",
    "identity.Membership",
    "identity.UnreadCount",
    "identity.ApiToken",
    "shared_journal.SharedAudit",
    "shared_journal.SharedClaim",
    "shared_journal.SchoolChange",
    "shared_journal.Errand",
    "shared_journal.Job",
    "institute.RegulationProfile",
    "statistics.IndicatorSnapshot",
    "statistics.ReportState",
    "rooms.Room",
    "rooms.RoomPerson",
    "rooms.Sitting",
    "rooms.Attendance",
    "rooms.RoomMessage",
    "rooms.NoteVersion",
    "rooms.RoomFile",
    "rooms.GuestPass",
    "exchange.Offer",
    "exchange.Need",
    "exchange.MentorLoad",
    "exchange.RemoteRequest",
    "exchange.RemotePair",
    "exchange.RemotePlanItem",
    "exchange.RemoteMeeting",
    "exchange.RemoteAgreement",
    "exchange.RemoteComplaint",
    "speed.SpeedEvent",
    "speed.SpeedEvent_schools",
    "speed.Registration",
    "speed.SpeedWish",
    "speed.SpeedPlan",
    "speed.SpeedMeeting",
    "speed.SpeedFeedback",
    "speed.SpeedRun",
    "speed.SpeedCall",
    "speed.SpeedAnnouncement",
    "speed.SpeedContinuation",
    "cases.PracticeCase",
    "cases.CaseReview",
    "cases.CaseAdoption",
    "account.EmailAddress",
    "account.EmailConfirmation",
    "auth.Permission",
    "auth.Group",
    "auth.Group_permissions",
    "axes.AccessAttempt",
    "axes.AccessAttemptExpiration",
    "axes.AccessLog",
    "axes.AccessFailureLog",
    "contenttypes.ContentType",
    "sessions.Session",
)
"""Written often, or by nobody but the region: they stay on the coordinator as they are."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What the catalogue must not hold. ``query`` takes (schemas, longest name) and names the offenders."""

    says: str
    query: str


RULES = (
    Rule(
        "a foreign key leads out of the schema",
        """SELECT n.nspname, k.conname FROM pg_constraint k
             JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
             JOIN pg_class o ON o.oid = k.confrelid
            WHERE k.contype = 'f' AND o.relnamespace <> c.relnamespace
              AND n.nspname = ANY(%(schemas)s)""",
    ),
    Rule(
        "a table has no primary key of bigint or uuid",
        """SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p') AND n.nspname = ANY(%(schemas)s) AND NOT EXISTS (
                  SELECT FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1]
                   WHERE k.conrelid = c.oid AND k.contype = 'p' AND cardinality(k.conkey) = 1
                     AND a.atttypid IN ('bigint'::regtype, 'uuid'::regtype))""",
    ),
    Rule(
        "a name is too long",
        """SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ANY(%(schemas)s) AND octet_length(c.relname) > %(longest)s
            UNION ALL
           SELECT n.nspname, k.conname FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
            WHERE n.nspname = ANY(%(schemas)s) AND octet_length(k.conname) > %(longest)s AND k.contype <> 'n'""",
    ),
    Rule(
        "a table is unlogged or inherits",
        """SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname = ANY(%(schemas)s)
              AND (c.relpersistence <> 'p' OR c.relkind = 'p' OR EXISTS (
                  SELECT FROM pg_inherits i WHERE c.oid IN (i.inhrelid, i.inhparent)))""",
    ),
    Rule(
        "a schema has a trigger or a function of its own",
        """SELECT n.nspname, t.tgname FROM pg_trigger t
             JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE NOT t.tgisinternal AND n.nspname = ANY(%(schemas)s)
            UNION ALL
           SELECT n.nspname, p.proname FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
            WHERE n.nspname = ANY(%(schemas)s)""",
    ),
    Rule(
        "a constraint other than a foreign key may wait until commit",
        """SELECT n.nspname, k.conname FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
            WHERE n.nspname = ANY(%(schemas)s) AND k.condeferrable AND k.contype <> 'f'""",
    ),
)


def schemas_of_schools() -> list[str]:
    """Schemas of all schools that have one, whatever their state."""
    names = list(School.objects.values_list("schema_name", flat=True))
    with connection.cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname = ANY(%s) ORDER BY nspname", [names])
        return [name for (name,) in cursor.fetchall()]


def faults(schemas: Collection[str]) -> list[str]:
    """What stands in the way of sharding these schools' schemas, each a sentence with the name; none is good."""
    found: list[str] = []
    with connection.cursor() as cursor:
        for rule in RULES:
            cursor.execute(rule.query, {"schemas": list(schemas), "longest": LONGEST_NAME})
            found += [f"{schema}: {rule.says}: {name}" for schema, name in cursor.fetchall()]
    return sorted(found)


def tables_of(labels: Collection[str]) -> list[str]:
    """Names of the tables of models by label, ``app.Model`` or ``app.Model_field`` for a table between two."""
    return [apps.get_model(label)._meta.db_table for label in labels]


def statements(schemas: Collection[str]) -> Iterator[str]:
    """What ``psql`` has to run on the coordinator, in order, once Citus is there and the workers are known."""
    yield from (_line("SELECT create_reference_table({})", f"public.{table}") for table in tables_of(REFERENCE))
    yield from identity_statements()
    yield from (_line("SELECT citus_schema_distribute({})", schema) for schema in schemas)
    database = sql.Identifier(str(settings.DATABASES["default"]["NAME"])).as_string(None)
    yield f"ALTER DATABASE {database} SET citus.enable_schema_based_sharding = on;"


def identity_statements() -> list[str]:
    """Conversion sets the identities of the shared schema back to 1: each is told again where it stood."""
    query = """SELECT c.relname, a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attidentity <> ''
                ORDER BY c.relname"""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [_identity(table, column) for table, column in cursor.fetchall()]


def _identity(table: str, column: str) -> str:
    return (
        sql.SQL(
            "SELECT setval(pg_get_serial_sequence({name}, {column_name}), coalesce(max({column}), 1),"
            " max({column}) IS NOT NULL) FROM public.{table};"
        )
        .format(
            name=sql.Literal(f"public.{table}"),
            column_name=sql.Literal(column),
            column=sql.Identifier(column),
            table=sql.Identifier(table),
        )
        .as_string(None)
    )


def _line(statement: str, name: str) -> str:
    return sql.SQL(statement + ";").format(sql.Literal(name)).as_string(None)
