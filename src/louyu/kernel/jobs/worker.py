"""作业进程: one worker; what an earlier one left behind is taken up before anything else."""

from procrastinate.contrib.django import app

from louyu.kernel.jobs.services import recover


def work(*, until_empty: bool = False) -> None:
    """Take jobs until told to stop, or until none is left."""
    recover()
    worker_app = app.with_connector(app.connector.get_worker_connector())  # type: ignore[attr-defined]
    worker_app.run_worker(
        queues=["louyu"],
        wait=not until_empty,
        listen_notify=not until_empty,
        install_signal_handlers=not until_empty,
        fetch_job_polling_interval=1,
    )
