"""What the steering group decides about an item."""
