"""迁移: the migrations of every app make exactly the tables its models describe."""

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils import translation


@translation.override(None)  # texts as written, not as translated
def test_every_change_of_a_model_has_its_migration() -> None:
    loader = MigrationLoader(None)
    detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
    missing = {
        label: [op.describe() for migration in migrations for op in migration.operations]
        for label, migrations in detector.changes(graph=loader.graph).items()
    }
    assert not missing, f"run makemigrations for these apps: {missing}"


def test_no_app_has_two_last_migrations() -> None:
    conflicts = MigrationLoader(None).detect_conflicts()
    assert not conflicts, f"two people added a migration; put one after the other: {conflicts}"
