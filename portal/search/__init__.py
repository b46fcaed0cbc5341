"""Full-text search over what the public may read."""
