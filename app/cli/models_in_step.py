"""Whether the migrations make the tables that the models describe."""

import importlib
import tempfile
from pathlib import Path
from typing import Any

from app.servers.postgres import Postgres
from config import ROOT, Config, sqlalchemy_url


def faults() -> str:
    """What a new migration would have to do; nothing when models and migrations agree."""
    with (
        tempfile.TemporaryDirectory(prefix="kizuna-") as folder,
        Postgres(Path(folder), ephemeral=True) as postgres,
    ):
        return "\n".join(_differences(postgres.url))


def _differences(url: str) -> list[str]:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext
    from flask_migrate import upgrade

    from app.factory import create_app
    from app.kit.db import Model, db

    config = Config("not a secret", sqlalchemy_url(url), "unix:///nowhere", TESTING=True)
    app = create_app(config)
    _know_every_table()
    with app.app_context():
        upgrade()
        with db.engine.connect() as connection:
            options: dict[str, Any] = {"compare_type": True, "compare_server_default": True}
            context = MigrationContext.configure(connection, opts=options)
            found = compare_metadata(context, Model.metadata)
        db.engine.dispose()
    return [str(difference) for difference in found]


def _know_every_table() -> None:
    """Load the models of every domain, also of one that no page shows yet."""
    for domain in sorted((ROOT / "app").iterdir()):
        if (domain / "models.py").exists() or (domain / "models" / "__init__.py").exists():
            importlib.import_module(f"app.{domain.name}.models")
