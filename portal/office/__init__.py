"""The staff's side of a consultation."""
