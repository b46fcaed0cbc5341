"""Questions only the office asks, one module each."""
