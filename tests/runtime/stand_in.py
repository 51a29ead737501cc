"""A product of a few lines that stands in for the real one: the demo runs it as it runs the product."""

from pathlib import Path

MAIN = """
import json, os, sys
from pathlib import Path
import psycopg

words = sys.argv[1:]
with Path(os.environ["STAND_IN_CALLS"]).open("a") as calls:
    calls.write(" ".join(words) + "\\n")
print("asked to", *words) if words[:2] != ["demo", "places"] else None
TABLE = "CREATE TABLE IF NOT EXISTS {}.django_migrations AS SELECT 1::bigint AS id"
with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
    if words[:2] == ["database", "install"]:
        connection.execute(f"GRANT CREATE ON SCHEMA public TO {words[3]}")
        connection.execute(f"GRANT CREATE ON DATABASE {connection.info.dbname} TO {words[3]}")
    elif words == ["migrate_schemas", "--shared"]:
        connection.execute(TABLE.format("public"))
    elif words == ["demo", "load"]:
        connection.execute("CREATE SCHEMA IF NOT EXISTS school")
        connection.execute(TABLE.format("school"))
        if Path(os.environ["STAND_IN_CALLS"] + ".break").exists():
            sys.exit(3)
    elif words == ["demo", "places", "--json"]:
        accounts = [{"email": "head@school.demo", "role": "head"}]
        places = [{"title": "The school", "host": "school.estafeta.localhost", "accounts": accounts}]
        print(json.dumps({"password": "demo-password", "places": places}))
"""

WSGI = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [environ["HTTP_HOST"].encode()]
"""

CELERY = """
import os
from celery import Celery

app = Celery("stand-in", broker=os.environ["REDIS_URL"])
"""

SETTINGS = """
SECRET_KEY = "stand-in"
INSTALLED_APPS = []
USE_TZ = True
"""


def write_stand_in(folder: Path) -> None:
    """Writes the package ``config`` into a folder to be put on the path."""
    package = folder / "config"
    (package / "settings").mkdir(parents=True)
    modules = {"__init__": "", "__main__": MAIN, "wsgi": WSGI, "celery": CELERY, "settings/dev": SETTINGS}
    for name, text in modules.items():
        (package / f"{name}.py").write_text(text, encoding="utf-8")
