"""The servers a one-command start brings along: PostgreSQL, Valkey, a postbox, their keeper."""
