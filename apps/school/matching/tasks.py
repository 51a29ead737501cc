"""Background work: a large cohort is solved, a proposal is taken over."""

from __future__ import annotations

from celery import shared_task

from tenants.isolation.tasks import SchoolTask
from tenants.journal.jobs import claimed_job, job_actor, report_progress
from tenants.journal.models import Job

from . import queries
from .actions.proposing import SOLVE_TASK, solve_proposal
from .actions.taking import TAKE_TASK, finish_taking, take_choices, together
from .computing import compute


@shared_task(base=SchoolTask, name=SOLVE_TASK)
def solve(job_id: str) -> None:
    """Computed with progress, kept in one transaction: killed half-way it leaves nothing, and is sent again."""
    with claimed_job(job_id) as job:
        if job is not None:
            proposal = queries.proposal_by_id(job.arguments["proposal"])
            found = compute(proposal, lambda done, total: report_progress(job, done=done, total=total))
            solve_proposal(proposal=proposal, acting=job_actor(job), found=found)


@shared_task(base=SchoolTask, name=TAKE_TASK)
def take_over(job_id: str) -> None:
    """Pair by pair; those made before a worker was lost are passed over."""
    with claimed_job(job_id) as job:
        if job is not None:
            _take(job)


def _take(job: Job) -> None:
    proposal = queries.proposal_by_id(job.arguments["proposal"])
    acting = job_actor(job)
    left = list(proposal.choices.filter(pk__in=job.arguments["choices"], match=None))
    groups = together(proposal, left)
    for done, choices in enumerate(groups):
        report_progress(job, done=done, total=len(groups))
        take_choices(proposal=proposal, choices=choices, acting=acting)
    finish_taking(proposal=proposal, acting=acting)
