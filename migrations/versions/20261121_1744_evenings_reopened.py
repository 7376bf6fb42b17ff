"""Open an evening again, say why somebody is excused, take back what is still to be handed in

Why: organizers put right who came for a week; a reason stands beside whom they excuse; and a phone
may hand in what it took back before what it takes back.
"""

import sqlalchemy as sa
from alembic import op

revision = "20261121_1744"
down_revision = "20261121_1740"


def upgrade() -> None:
    op.add_column(
        "attendance_entries", sa.Column("reason", sa.Text(), server_default="", nullable=False)
    )
    op.add_column("events", sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_constraint("fk_attendance_entries_undoes_id", "attendance_entries", type_="foreignkey")
    op.create_index(
        "ix_attendance_entries_waiting",
        "attendance_entries",
        ["undoes_id"],
        postgresql_where=sa.text("registration_id IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_attendance_entries_waiting", table_name="attendance_entries")
    # The key wants every line that is taken back to be there.
    op.execute(
        "DELETE FROM attendance_entries undo WHERE undoes_id IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM attendance_entries line WHERE line.id = undo.undoes_id)"
    )
    op.create_foreign_key(
        "fk_attendance_entries_undoes_id",
        "attendance_entries",
        "attendance_entries",
        ["undoes_id"],
        ["id"],
        ondelete="CASCADE",
    )
    op.drop_column("events", "reopened_at")
    op.drop_column("attendance_entries", "reason")
