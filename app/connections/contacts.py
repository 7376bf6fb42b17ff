"""Who knows whom, laid out to be looked up quickly from either side."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.connections.models import Connection
from app.kit.db import Model


class Contact(Model):
    """`a` knows `b`. The database keeps a row each way for every living connection.

    `strength` grows with the evenings both have been to; it begins at 1.
    """

    __tablename__ = "contacts"
    __table_args__ = (sa.PrimaryKeyConstraint("a", "b", postgresql_include=["strength"]),)

    a: Mapped[int] = mapped_column(autoincrement=False)
    b: Mapped[int] = mapped_column(autoincrement=False)
    strength: Mapped[float] = mapped_column(sa.REAL, default=1.0, server_default="1")


# As the migration has it, for tables made from the models alone.
KEEP_CONTACTS = """
CREATE FUNCTION keep_contacts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' AND OLD.state = 'active' AND
     (TG_OP = 'DELETE' OR NEW.state <> 'active') THEN
    DELETE FROM contacts WHERE (a = OLD.low_id AND b = OLD.high_id)
                            OR (a = OLD.high_id AND b = OLD.low_id);
  END IF;
  IF TG_OP <> 'DELETE' AND NEW.state = 'active' THEN
    INSERT INTO contacts (a, b) VALUES (NEW.low_id, NEW.high_id), (NEW.high_id, NEW.low_id)
    ON CONFLICT DO NOTHING;
  END IF;
  RETURN NULL;
END $$
"""
WATCH = """
CREATE TRIGGER keep_contacts AFTER INSERT OR DELETE OR UPDATE OF state ON connections
FOR EACH ROW EXECUTE FUNCTION keep_contacts()
"""
for _statement in (KEEP_CONTACTS, WATCH):
    sa.event.listen(Connection.__table__, "after_create", sa.DDL(_statement))  # type: ignore[no-untyped-call]
