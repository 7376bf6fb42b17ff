"""What those who come do beside the programme: chores somebody takes on, and small meals."""
