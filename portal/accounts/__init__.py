"""Accounts, signing in, and sessions that can be ended."""
