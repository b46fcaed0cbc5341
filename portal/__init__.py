"""A participation portal: publish, invite, comment, moderate, decide. This module imports nothing, on purpose."""
