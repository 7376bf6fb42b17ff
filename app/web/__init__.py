"""HTTP for the whole house: transactions, finding, errors, language. No domain is named here."""
