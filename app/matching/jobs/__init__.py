"""What matching does behind the pages."""

from app.matching.jobs.learning import learn_lessons
from app.matching.jobs.lists import keep_lists, make_lists
from app.matching.jobs.rounds import plan_tables, sweep

__all__ = ["keep_lists", "learn_lessons", "make_lists", "plan_tables", "sweep"]
