"""The same house through JSON: other programs call the operations that the pages call."""
