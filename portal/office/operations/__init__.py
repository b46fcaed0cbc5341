"""What the office does that no package below it does alone."""
