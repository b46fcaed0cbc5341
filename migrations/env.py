"""Alembic's entry: runs on the connection that `portal.kernel.migrations` puts into the configuration."""

from alembic import context

from portal.kernel.migrations import run

run(context.config)
