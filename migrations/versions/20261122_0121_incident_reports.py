"""Trouble with introductions among all other reports

Why: moderators look at one list, with evidence, signs and measures
"""

import sqlalchemy as sa
from alembic import op

revision = "20261122_0121"
down_revision = "20261122_0049"


def upgrade() -> None:
    op.add_column("introduction_incidents", sa.Column("report_id", sa.Integer(), nullable=True))
    op.create_index(
        op.f("ix_introduction_incidents_report_id"),
        "introduction_incidents",
        ["report_id"],
        unique=False,
    )
    op.create_foreign_key(
        op.f("fk_introduction_incidents_report_id"),
        "introduction_incidents",
        "reports",
        ["report_id"],
        ["id"],
        ondelete="SET NULL",
    )
    # What waits already stands in the same list from now on.
    op.execute(
        """
        WITH waiting AS (
          SELECT id, by_id, about_id, kind, words, at,
                 substr(md5(random()::text || id), 1, 12) AS public_id
          FROM introduction_incidents WHERE handled_at IS NULL
        ), filed AS (
          INSERT INTO reports (public_id, by_id, about_id, about_mark, kind, subject, words,
                               evidence, at, state, version)
          SELECT public_id, by_id, about_id, '', kind, 'person', words,
                 '{"lines": []}', at, 'open', 0
          FROM waiting
          RETURNING id, public_id
        )
        UPDATE introduction_incidents SET report_id = filed.id
        FROM waiting JOIN filed USING (public_id)
        WHERE introduction_incidents.id = waiting.id
        """
    )


def downgrade() -> None:
    op.drop_constraint(
        op.f("fk_introduction_incidents_report_id"), "introduction_incidents", type_="foreignkey"
    )
    op.drop_index(op.f("ix_introduction_incidents_report_id"), table_name="introduction_incidents")
    op.drop_column("introduction_incidents", "report_id")
