"""What comments are about, what the administration advises on it, and what is noted for those who decide."""
