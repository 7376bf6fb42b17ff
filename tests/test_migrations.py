"""The migrations and the models say the same, in both directions."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask_migrate import downgrade, upgrade

from app.kit.db import Model, db


def tables() -> set[str]:
    return set(sa.inspect(db.engine).get_table_names()) - {"alembic_version"}


@pytest.fixture
def connection(own_app):
    with db.engine.connect() as connection:
        yield connection


def test_the_newest_migration_equals_the_models(connection):
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    assert compare_metadata(context, Model.metadata) == []


def test_every_migration_goes_down_and_up_again(own_app):
    assert tables() == set(Model.metadata.tables)
    downgrade(revision="base")
    assert tables() == set()
    upgrade()
    assert tables() == set(Model.metadata.tables)


def test_there_is_one_head(own_app):
    scripts = ScriptDirectory(own_app.extensions["migrate"].directory)
    assert len(scripts.get_heads()) == 1


def test_every_migration_says_why(own_app):
    scripts = ScriptDirectory(own_app.extensions["migrate"].directory)
    assert all("Why:" in (script.module.__doc__ or "") for script in scripts.walk_revisions())
