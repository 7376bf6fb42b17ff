"""What is looked after again and again."""

from app.safety.operations.reporting import forget_reports

__all__ = ["forget_reports"]
