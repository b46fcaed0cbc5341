"""A consultation knows since when outsiders may have read it: before that, what is in it can still be taken out."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Whoever has, or had, dates or a phase set by hand may have been public."""
    op.add_column("consultation", sa.Column("published_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE consultation SET published_at = created_at WHERE opens_at IS NOT NULL OR stage <> 'preparation' "
        "OR id IN (SELECT consultation_id FROM audit_line "
        "WHERE event IN ('consultation.stage', 'consultation.dates') AND consultation_id IS NOT NULL)"
    )


def downgrade() -> None:
    op.drop_column("consultation", "published_at")
