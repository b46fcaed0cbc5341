"""What the steering group and the office can do: plan, decide, answer, publish; each with its audit line."""
