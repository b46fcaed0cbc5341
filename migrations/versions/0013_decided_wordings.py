"""A decision may change the wording of several sections; what it changed so far is carried over.

An index tells at once whether an organisation has spoken on an item, for the marks of partiality in the matrix.

Down again a decision keeps the first of its sections, in the order of the sheet.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "decision_wording",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_decision_wording_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name=op.f("fk_decision_wording_section_id_section")),
        sa.PrimaryKeyConstraint("decision_id", "section_id", name=op.f("pk_decision_wording")),
    )
    op.execute(
        "INSERT INTO decision_wording (decision_id, section_id, wording) "
        "SELECT id, section_id, wording FROM decision WHERE section_id IS NOT NULL"
    )
    shown = sa.text("visible IS NOT NULL")
    columns = ["item_id", "organisation_id", "arrival"]
    op.create_index("ix_comment_shown_on", "comment", columns, sqlite_where=shown, postgresql_where=shown)
    with op.batch_alter_table("decision") as table:
        table.drop_constraint(table.f("fk_decision_section_id_section"), type_="foreignkey")
        table.drop_column("wording")
        table.drop_column("section_id")


def downgrade() -> None:
    op.drop_index("ix_comment_shown_on", table_name="comment")
    with op.batch_alter_table("decision") as table:
        table.add_column(sa.Column("section_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("wording", sa.Text(), server_default=sa.text("''"), nullable=False))
        table.create_foreign_key(table.f("fk_decision_section_id_section"), "section", ["section_id"], ["id"])
    with op.batch_alter_table("decision") as table:
        table.alter_column("wording", server_default=None, existing_type=sa.Text(), existing_nullable=False)
    op.execute(
        "UPDATE decision SET section_id = (SELECT w.section_id FROM decision_wording w "
        "JOIN section s ON s.id = w.section_id WHERE w.decision_id = decision.id ORDER BY s.position, s.id LIMIT 1)"
    )
    op.execute(
        "UPDATE decision SET wording = (SELECT w.wording FROM decision_wording w WHERE w.decision_id = decision.id "
        "AND w.section_id = decision.section_id) WHERE section_id IS NOT NULL"
    )
    op.drop_table("decision_wording")
