"""Advice may propose new wordings for several sections, as a decision may; what was proposed so far is carried over.

Down again advice keeps the first of its sections, in the order of the sheet.
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "advice_wording",
        sa.Column("advice_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["advice_id"], ["advice.id"], name=op.f("fk_advice_wording_advice_id_advice")),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name=op.f("fk_advice_wording_section_id_section")),
        sa.PrimaryKeyConstraint("advice_id", "section_id", name=op.f("pk_advice_wording")),
    )
    op.execute(
        "INSERT INTO advice_wording (advice_id, section_id, wording) "
        "SELECT id, section_id, wording FROM advice WHERE section_id IS NOT NULL"
    )
    with op.batch_alter_table("advice") as table:
        table.drop_constraint(table.f("fk_advice_section_id_section"), type_="foreignkey")
        table.drop_column("wording")
        table.drop_column("section_id")


def downgrade() -> None:
    with op.batch_alter_table("advice") as table:
        table.add_column(sa.Column("section_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("wording", sa.Text(), server_default=sa.text("''"), nullable=False))
        table.create_foreign_key(table.f("fk_advice_section_id_section"), "section", ["section_id"], ["id"])
    with op.batch_alter_table("advice") as table:
        table.alter_column("wording", server_default=None, existing_type=sa.Text(), existing_nullable=False)
    op.execute(
        "UPDATE advice SET section_id = (SELECT w.section_id FROM advice_wording w "
        "JOIN section s ON s.id = w.section_id WHERE w.advice_id = advice.id ORDER BY s.position, s.id LIMIT 1)"
    )
    op.execute(
        "UPDATE advice SET wording = (SELECT w.wording FROM advice_wording w WHERE w.advice_id = advice.id "
        "AND w.section_id = advice.section_id) WHERE section_id IS NOT NULL"
    )
    op.drop_table("advice_wording")
