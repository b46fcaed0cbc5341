"""Read access for programs: the public edition as JSON, one versioned contract."""
