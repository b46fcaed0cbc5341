"""The public and stakeholders' pages."""
