"""The morning after: whom you met, whom you missed, what comes next."""
