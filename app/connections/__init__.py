"""Who knows whom, and what each lets the other see."""
