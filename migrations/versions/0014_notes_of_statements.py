"""What members said to each other about a draft stays with the statement it has become.

Down again those notes go, as there is no draft left that they could belong to.
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("draft_note") as table:
        table.alter_column("draft_id", existing_type=sa.Integer(), nullable=True)
        table.add_column(sa.Column("comment_id", sa.Integer(), nullable=True))
        table.create_foreign_key(table.f("fk_draft_note_comment_id_comment"), "comment", ["comment_id"], ["id"])
        table.create_index(table.f("ix_draft_note_comment_id"), ["comment_id"])


def downgrade() -> None:
    op.execute("DELETE FROM draft_note WHERE draft_id IS NULL")
    with op.batch_alter_table("draft_note") as table:
        table.drop_index(table.f("ix_draft_note_comment_id"))
        table.drop_constraint(table.f("fk_draft_note_comment_id_comment"), type_="foreignkey")
        table.drop_column("comment_id")
        table.alter_column("draft_id", existing_type=sa.Integer(), nullable=False)
