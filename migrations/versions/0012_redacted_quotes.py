"""A quote, a proposed wording and a minority vote can be blackened too."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("redaction") as table:
        table.add_column(sa.Column("quote", sa.Text(), nullable=True))
        table.add_column(sa.Column("proposed_wording", sa.Text(), nullable=True))
        table.add_column(sa.Column("minority_vote", sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("redaction") as table:
        table.drop_column("minority_vote")
        table.drop_column("proposed_wording")
        table.drop_column("quote")
