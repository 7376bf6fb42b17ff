"""What a programme from elsewhere says, decided from its bytes alone."""

from app.imports.rules.programmes.entries import (
    Entry,
    Fault,
    Form,
    Oddity,
    Programme,
    Unusable,
    Why,
    Wrong,
)
from app.imports.rules.programmes.reading import MAX_BYTES, read_programme

__all__ = [
    "MAX_BYTES",
    "Entry",
    "Fault",
    "Form",
    "Oddity",
    "Programme",
    "Unusable",
    "Why",
    "Wrong",
    "read_programme",
]
