"""What has come in from elsewhere, and what bringing something in would do."""

from app.imports.queries.lists import (
    Line,
    Prospect,
    imports_of,
    open_claims,
    prospect,
    unknown_slots,
    without_address,
)
from app.imports.queries.programmes import (
    Outlook,
    Step,
    outlook,
    programmes_of,
    publishable,
    usual_zone,
)

__all__ = [
    "Line",
    "Outlook",
    "Prospect",
    "Step",
    "imports_of",
    "open_claims",
    "outlook",
    "programmes_of",
    "prospect",
    "publishable",
    "unknown_slots",
    "usual_zone",
    "without_address",
]
