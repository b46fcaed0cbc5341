"""Questions about sittings, decisions and answers."""
