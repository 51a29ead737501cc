"""The processes of the product, as the demo runs them."""

import importlib.util
import sys
from collections.abc import Mapping

from runtime.places import DataDir
from runtime.ports import LOOPBACK
from runtime.supervisor import Program

PYTHON = (sys.executable, "-m")


WORKER_OPTIONS = ("--concurrency", "2", "--loglevel", "INFO", "--without-gossip", "--without-mingle")
LIVE_OPTIONS = ("--log-level", "warning", "--timeout-graceful-shutdown", "2", "--lifespan", "off")
LIVE_MESSAGE = ("--ws-max-size", "262144")  # bytes; who sends more is cut off before it is read


def first_programs(port: int, places: DataDir, environment: Mapping[str, str]) -> list[Program]:
    """Pages, worker and beat: without them the product is not ready."""
    celery = (*PYTHON, "celery", "-A", "config.celery")
    return [
        Program("web", (*PYTHON, "gunicorn", "config.wsgi:application", *_web_options(port)), environment),
        Program("worker", (*celery, "worker", *WORKER_OPTIONS), environment),
        Program("beat", (*celery, "beat", "--loglevel", "WARNING", *_beat_options(places)), environment),
    ]


def later_programs(environment: Mapping[str, str]) -> list[Program]:
    """The live process (websockets, server-sent events), on a loopback port of its own.

    Started last: on a small machine it would only delay the first page, and no page needs it to load.
    """
    if importlib.util.find_spec("config.asgi") is None:
        return []
    address = ("--host", LOOPBACK, "--port", environment["ESTAFETA_LIVE_PORT"])
    command = (*PYTHON, "uvicorn", "config.asgi:application", *address, *LIVE_OPTIONS, *LIVE_MESSAGE)
    return [Program("live", command, environment)]


def _web_options(port: int) -> list[str]:
    options = {
        "--bind": f"{LOOPBACK}:{port}",
        "--worker-class": "gthread",
        "--workers": "2",
        "--threads": "4",
        "--timeout": "60",
        "--graceful-timeout": "2",
    }
    # Loaded once and forked: half the time to the first page. The control socket would be one per
    # user, not one per checkout.
    return [word for pair in options.items() for word in pair] + ["--preload", "--no-control-socket"]


def _beat_options(places: DataDir) -> list[str]:
    return ["--schedule", str(places.beat_schedule), "--pidfile", ""]
