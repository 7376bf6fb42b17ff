"""Who should meet whom, and why: suggestions and rounds."""
