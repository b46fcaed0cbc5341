"""What the office and the operators fill in."""
