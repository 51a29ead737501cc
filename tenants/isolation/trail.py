"""What travels with a message: the id of the request that caused it, and on arrival whose work it is."""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any

from celery import Task
from celery.signals import before_task_publish, task_postrun, task_prerun

from kernel.tracing import accepted_id, current_request_id, traced
from tenants.isolation.logs import working_for

REQUEST_HEADER = "estafeta_request"
SCHOOL_HEADER = "estafeta_school"
TRAIL = "estafeta_trail"


def header_of(task: Task[Any, Any], name: str) -> str:
    """A header of the message that the task is running for; empty when there is none."""
    request = task.request
    value = request.get(name) or (request.headers or {}).get(name)
    return str(value) if value else ""


def _stamp(headers: dict[str, Any] | None = None, **_kwargs: Any) -> None:
    """Sender: the message goes on with the id of what caused it."""
    if headers is not None:
        headers[REQUEST_HEADER] = headers.get(REQUEST_HEADER) or accepted_id(current_request_id())


def _take_up(task: Task[Any, Any], **_kwargs: Any) -> None:
    """Receiver, before the task: log lines carry the request and the school, the worker's own lines too."""
    stack = ExitStack()
    # Carried out at once in the sender's process, it has no message of its own.
    stack.enter_context(traced(accepted_id(header_of(task, REQUEST_HEADER) or current_request_id())))
    token = working_for.set(header_of(task, SCHOOL_HEADER))
    stack.callback(working_for.reset, token)
    task.request.update({TRAIL: stack})


def _put_down(task: Task[Any, Any], **_kwargs: Any) -> None:
    """Receiver, after the task and the worker's lines about it."""
    stack = task.request.get(TRAIL)
    if isinstance(stack, ExitStack):
        stack.close()


def connect() -> None:
    """Called once per process, when Django is ready."""
    before_task_publish.connect(_stamp, dispatch_uid="estafeta-trail")
    task_prerun.connect(_take_up, dispatch_uid="estafeta-trail")
    task_postrun.connect(_put_down, dispatch_uid="estafeta-trail")
