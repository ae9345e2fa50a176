"""作业队列: the tasks procrastinate knows: run one job, and every minute recover stalled ones."""

import procrastinate
from django.db import close_old_connections

STALLED_AFTER = 60  # seconds without a sign of life from its worker


def on_app_ready(app: procrastinate.App) -> None:
    from louyu.kernel.jobs.services import RUN_TASK, recover, run_job

    @app.task(name=RUN_TASK, queue="louyu")
    def run(job_id: int) -> None:
        close_old_connections()
        run_job(job_id)

    @app.periodic(cron="* * * * *")
    @app.task(name="louyu.recover", queue="louyu", queueing_lock="louyu.recover", pass_context=True)
    async def take_up_stalled(context: procrastinate.JobContext, timestamp: int) -> None:
        manager = context.app.job_manager
        for stalled in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER):
            await manager.retry_job(stalled)
        await _in_thread(recover)


async def _in_thread(function: object) -> None:
    from asgiref.sync import sync_to_async

    await sync_to_async(function)()  # type: ignore[call-overload]
