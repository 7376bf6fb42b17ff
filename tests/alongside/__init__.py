"""What people do beside the programme."""
