"""The way of statements, letters the office enters, appeals, reports, themes, sittings and their decisions."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reason_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "personal_data",
                "insult",
                "off_topic",
                "advertising",
                "unlawful",
                "unclear",
                name="reason",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_reason_text_consultation_id_consultation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reason_text")),
        sa.UniqueConstraint(
            "consultation_id", "reason", "language", name=op.f("uq_reason_text_consultation_id_reason_language")
        ),
    )
    op.create_table(
        "response_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "followed", "partly_followed", "not_followed", "noted", name="answer", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_response_text_consultation_id_consultation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response_text")),
    )
    op.create_index(op.f("ix_response_text_consultation_id"), "response_text", ["consultation_id"])

    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_saved_view_account_id_account")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_saved_view_consultation_id_consultation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
        sa.UniqueConstraint(
            "account_id", "consultation_id", "name", name=op.f("uq_saved_view_account_id_consultation_id_name")
        ),
    )
    op.create_index(op.f("ix_saved_view_account_id"), "saved_view", ["account_id"])
    op.create_index(op.f("ix_saved_view_consultation_id"), "saved_view", ["consultation_id"])

    op.create_table(
        "sitting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_sitting_consultation_id_consultation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sitting")),
        sa.UniqueConstraint("consultation_id", "number", name=op.f("uq_sitting_consultation_id_number")),
    )
    op.create_table(
        "watch_list",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_watch_list_consultation_id_consultation")
        ),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_watch_list")),
    )
    op.create_table(
        "pack",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_comment_id", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("pdf_digest", sa.Text(), nullable=False),
        sa.Column("docx", sa.LargeBinary(), nullable=True),
        sa.Column("docx_digest", sa.Text(), nullable=False),
        sa.Column("maker_id", sa.Integer(), nullable=True),
        sa.Column("maker_label", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["maker_id"], ["account.id"], name=op.f("fk_pack_maker_id_account")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_pack_sitting_id_sitting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack")),
        sa.UniqueConstraint("public_id", name=op.f("uq_pack_public_id")),
        sa.UniqueConstraint("sitting_id", "number", name=op.f("uq_pack_sitting_id_number")),
    )
    op.create_table(
        "agenda_point",
        sa.Column("sitting_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("in_block", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_agenda_point_item_id_item")),
        sa.ForeignKeyConstraint(["sitting_id"], ["sitting.id"], name=op.f("fk_agenda_point_sitting_id_sitting")),
        sa.PrimaryKeyConstraint("sitting_id", "item_id", name=op.f("pk_agenda_point")),
    )
    op.create_index(op.f("ix_agenda_point_item_id"), "agenda_point", ["item_id"])

    op.create_table(
        "board_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_label", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_board_note_author_id_account")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_board_note_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_board_note_item_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_board_note")),
    )
    op.create_index(op.f("ix_board_note_consultation_id"), "board_note", ["consultation_id"])
    op.create_index(op.f("ix_board_note_item_id"), "board_note", ["item_id"])

    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["clerk_id"], ["account.id"], name=op.f("fk_reminder_clerk_id_account")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_reminder_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_reminder_letter_id_letter")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_reminder_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
    )
    op.create_index(op.f("ix_reminder_consultation_id"), "reminder", ["consultation_id"])
    op.create_index(op.f("ix_reminder_organisation_id"), "reminder", ["organisation_id"])

    op.create_table(
        "theme",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=True),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_theme_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_theme_item_id_item")),
        sa.ForeignKeyConstraint(
            ["merged_into_id"],
            ["theme.id"],
            name=op.f("fk_theme_merged_into_id_theme"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["theme.id"], name=op.f("fk_theme_parent_id_theme"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("public_id", name=op.f("uq_theme_public_id")),
    )
    op.create_index(op.f("ix_theme_consultation_id"), "theme", ["consultation_id"])
    op.create_index(op.f("ix_theme_item_id"), "theme", ["item_id"])
    op.create_index(op.f("ix_theme_parent_id"), "theme", ["parent_id"])

    op.create_table(
        "advice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=True),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("is_released", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_label", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_advice_author_id_account")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_advice_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_advice_item_id_item")),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name=op.f("fk_advice_section_id_section")),
        sa.ForeignKeyConstraint(["version_id"], ["item_version.id"], name=op.f("fk_advice_version_id_item_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advice")),
    )
    op.create_index(op.f("ix_advice_consultation_id"), "advice", ["consultation_id"])
    op.create_index(op.f("ix_advice_item_id"), "advice", ["item_id"])

    op.create_table(
        "application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("clerk_id", sa.Integer(), nullable=True),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["clerk_id"], ["account.id"], name=op.f("fk_application_clerk_id_account")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_application_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(
            ["invitation_id"], ["invitation.id"], name=op.f("fk_application_invitation_id_invitation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("public_id", name=op.f("uq_application_public_id")),
    )
    op.create_index(op.f("ix_application_consultation_id"), "application", ["consultation_id"])

    op.create_table(
        "theme_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column(
            "verb",
            sa.Enum(
                "created",
                "renamed",
                "moved",
                "merged",
                "split",
                "closed",
                name="themeverb",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changer_id", sa.Integer(), nullable=True),
        sa.Column("changer_label", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["changer_id"], ["account.id"], name=op.f("fk_theme_change_changer_id_account")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_theme_change_theme_id_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_change")),
    )
    op.create_index(op.f("ix_theme_change_theme_id"), "theme_change", ["theme_id"])

    op.create_table(
        "appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("first_moderator_id", sa.Integer(), nullable=True),
        sa.Column(
            "first_outcome",
            sa.Enum("approve", "return", "redact", "decline", name="outcome", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("appealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("appellant_id", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["appellant_id"], ["account.id"], name=op.f("fk_appeal_appellant_id_account")),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_appeal_comment_id_comment")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_appeal_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(
            ["first_moderator_id"], ["account.id"], name=op.f("fk_appeal_first_moderator_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
        sa.UniqueConstraint("comment_id", name=op.f("uq_appeal_comment_id")),
    )
    op.create_index(
        "ix_appeal_open",
        "appeal",
        ["consultation_id", "appealed_at"],
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )

    op.create_table(
        "claim",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("moderator_id", sa.Integer(), nullable=False),
        sa.Column("moderator_label", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_claim_comment_id_comment")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_claim_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(["moderator_id"], ["account.id"], name=op.f("fk_claim_moderator_id_account")),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_claim")),
    )
    op.create_index(op.f("ix_claim_consultation_id"), "claim", ["consultation_id"])
    op.create_index(op.f("ix_claim_moderator_id"), "claim", ["moderator_id"])

    op.create_table(
        "moderator_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_label", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_moderator_note_author_id_account")),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_moderator_note_comment_id_comment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderator_note")),
    )
    op.create_index(op.f("ix_moderator_note_comment_id"), "moderator_note", ["comment_id"])

    op.create_table(
        "on_behalf",
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column(
            "way",
            sa.Enum("letter", "email", "fax", "in_person", "phone", name="way", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("written_on", sa.Date(), nullable=True),
        sa.Column("arrived_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clerk_id", sa.Integer(), nullable=True),
        sa.Column("clerk_label", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["clerk_id"], ["account.id"], name=op.f("fk_on_behalf_clerk_id_account")),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_on_behalf_comment_id_comment")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_on_behalf_consultation_id_consultation")
        ),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_on_behalf")),
        sa.UniqueConstraint("consultation_id", "reference", name=op.f("uq_on_behalf_consultation_id_reference")),
    )
    op.create_table(
        "settlement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "settled", sa.Enum("yes", "partly", "no", name="settled", native_enum=False, length=32), nullable=True
        ),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_settlement_comment_id_comment")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_settlement_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["item_version.id"], name=op.f("fk_settlement_version_id_item_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement")),
        sa.UniqueConstraint("comment_id", "version_id", name=op.f("uq_settlement_comment_id_version_id")),
    )
    op.create_index("ix_settlement_consultation", "settlement", ["consultation_id", "asked_at"])

    op.create_table(
        "theme_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("marker_id", sa.Integer(), nullable=True),
        sa.Column("marker_label", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_theme_mark_comment_id_comment")),
        sa.ForeignKeyConstraint(["marker_id"], ["account.id"], name=op.f("fk_theme_mark_marker_id_account")),
        sa.ForeignKeyConstraint(["theme_id"], ["theme.id"], name=op.f("fk_theme_mark_theme_id_theme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_mark")),
        sa.UniqueConstraint("theme_id", "comment_id", "quote", name=op.f("uq_theme_mark_theme_id_comment_id_quote")),
    )
    op.create_index("ix_theme_mark_comment", "theme_mark", ["comment_id"])

    op.create_table(
        "visitor_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column(
            "complaint",
            sa.Enum(
                "unlawful",
                "personal_data",
                "insult",
                "false",
                "advertising",
                "other",
                name="complaint",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("moderator_id", sa.Integer(), nullable=True),
        sa.Column("moderator_label", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_visitor_report_comment_id_comment")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_visitor_report_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(["moderator_id"], ["account.id"], name=op.f("fk_visitor_report_moderator_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visitor_report")),
        sa.UniqueConstraint("public_id", name=op.f("uq_visitor_report_public_id")),
    )
    op.create_index(op.f("ix_visitor_report_comment_id"), "visitor_report", ["comment_id"])
    op.create_index(
        "ix_visitor_report_open",
        "visitor_report",
        ["consultation_id", "reported_at"],
        sqlite_where=sa.text("answered_at IS NULL"),
        postgresql_where=sa.text("answered_at IS NULL"),
    )

    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column("is_internal", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sender_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_attachment_comment_id_comment")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_attachment_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["draft.id"], name=op.f("fk_attachment_draft_id_draft"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["sender_id"], ["account.id"], name=op.f("fk_attachment_sender_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_attachment_public_id")),
    )
    op.create_index(op.f("ix_attachment_comment_id"), "attachment", ["comment_id"])
    op.create_index(op.f("ix_attachment_consultation_id"), "attachment", ["consultation_id"])
    op.create_index(op.f("ix_attachment_draft_id"), "attachment", ["draft_id"])
    op.create_index(op.f("ix_attachment_sender_id"), "attachment", ["sender_id"])

    op.create_table(
        "draft_note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("author_label", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_draft_note_author_id_account")),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["draft.id"], name=op.f("fk_draft_note_draft_id_draft"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_note")),
    )
    op.create_index(op.f("ix_draft_note_draft_id"), "draft_note", ["draft_id"])

    with op.batch_alter_table("consultation") as batch_op:
        batch_op.add_column(sa.Column("council_number", sa.Text(), server_default=sa.text("''"), nullable=False))
        batch_op.add_column(sa.Column("council_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("council_url", sa.Text(), server_default=sa.text("''"), nullable=False))

    with op.batch_alter_table("decision") as batch_op:
        batch_op.add_column(sa.Column("section_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("sitting_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("in_block", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.add_column(sa.Column("conflicts", sa.Text(), server_default=sa.text("''"), nullable=False))
        batch_op.add_column(sa.Column("unanswered_reason", sa.Text(), server_default=sa.text("''"), nullable=False))
        batch_op.create_index(batch_op.f("ix_decision_sitting_id"), ["sitting_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_decision_sitting_id_sitting"), "sitting", ["sitting_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_decision_section_id_section"), "section", ["section_id"], ["id"])

    with op.batch_alter_table("draft") as batch_op:
        batch_op.add_column(
            sa.Column(
                "state",
                sa.Enum("writing", "handed_over", "sent_back", name="draftstate", native_enum=False, length=32),
                server_default="writing",
                nullable=False,
            )
        )
        batch_op.add_column(sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("resolved_by", sa.Text(), server_default=sa.text("''"), nullable=False))
        batch_op.add_column(sa.Column("resolved_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("minority_vote", sa.Text(), server_default=sa.text("''"), nullable=False))

    with op.batch_alter_table("moderation_decision") as batch_op:
        batch_op.add_column(sa.Column("marked", sa.Text(), server_default=sa.text("''"), nullable=False))
        batch_op.add_column(sa.Column("suggestion", sa.Text(), server_default=sa.text("''"), nullable=False))
        batch_op.add_column(sa.Column("appeal_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("report_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_moderation_decision_appeal_id"), ["appeal_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_moderation_decision_report_id"), ["report_id"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_moderation_decision_appeal_id_appeal"), "appeal", ["appeal_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_moderation_decision_report_id_visitor_report"), "visitor_report", ["report_id"], ["id"]
        )

    with op.batch_alter_table("publication") as batch_op:
        batch_op.add_column(sa.Column("last_response_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_publication_last_response_id_response"), "response", ["last_response_id"], ["id"]
        )

    with op.batch_alter_table("response") as batch_op:
        batch_op.add_column(sa.Column("consultation_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("theme_id", sa.Integer(), nullable=True))
        batch_op.alter_column("comment_id", existing_type=sa.INTEGER(), nullable=True)
        batch_op.create_index(batch_op.f("ix_response_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_response_theme_id"), ["theme_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_response_theme_id_theme"), "theme", ["theme_id"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_response_consultation_id_consultation"), "consultation", ["consultation_id"], ["id"]
        )
    op.execute(
        "UPDATE response SET consultation_id = "
        "(SELECT consultation_id FROM comment WHERE comment.id = response.comment_id)"
    )
    with op.batch_alter_table("response") as batch_op:
        batch_op.alter_column("consultation_id", existing_type=sa.Integer(), nullable=False)

    with op.batch_alter_table("revision") as batch_op:
        batch_op.add_column(sa.Column("resolved_by", sa.Text(), server_default=sa.text("''"), nullable=False))
        batch_op.add_column(sa.Column("resolved_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("minority_vote", sa.Text(), server_default=sa.text("''"), nullable=False))


def downgrade() -> None:
    with op.batch_alter_table("revision") as batch_op:
        batch_op.drop_column("minority_vote")
        batch_op.drop_column("resolved_on")
        batch_op.drop_column("resolved_by")

    op.execute("DELETE FROM response WHERE comment_id IS NULL")
    with op.batch_alter_table("response") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_response_consultation_id_consultation"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_response_theme_id_theme"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_response_theme_id"))
        batch_op.drop_index(batch_op.f("ix_response_consultation_id"))
        batch_op.alter_column("comment_id", existing_type=sa.INTEGER(), nullable=False)
        batch_op.drop_column("theme_id")
        batch_op.drop_column("consultation_id")

    with op.batch_alter_table("publication") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_publication_last_response_id_response"), type_="foreignkey")
        batch_op.drop_column("last_response_id")

    with op.batch_alter_table("moderation_decision") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_moderation_decision_report_id_visitor_report"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_moderation_decision_appeal_id_appeal"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_moderation_decision_report_id"))
        batch_op.drop_index(batch_op.f("ix_moderation_decision_appeal_id"))
        batch_op.drop_column("report_id")
        batch_op.drop_column("appeal_id")
        batch_op.drop_column("suggestion")
        batch_op.drop_column("marked")

    with op.batch_alter_table("draft") as batch_op:
        batch_op.drop_column("minority_vote")
        batch_op.drop_column("resolved_on")
        batch_op.drop_column("resolved_by")
        batch_op.drop_column("moved_at")
        batch_op.drop_column("state")

    with op.batch_alter_table("decision") as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_decision_section_id_section"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_decision_sitting_id_sitting"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_decision_sitting_id"))
        batch_op.drop_column("unanswered_reason")
        batch_op.drop_column("conflicts")
        batch_op.drop_column("in_block")
        batch_op.drop_column("sitting_id")
        batch_op.drop_column("section_id")

    with op.batch_alter_table("consultation") as batch_op:
        batch_op.drop_column("council_url")
        batch_op.drop_column("council_on")
        batch_op.drop_column("council_number")

    op.drop_table("draft_note")
    op.drop_table("attachment")
    op.drop_table("visitor_report")
    op.drop_table("theme_mark")
    op.drop_table("settlement")
    op.drop_table("on_behalf")
    op.drop_table("moderator_note")
    op.drop_table("claim")
    op.drop_table("appeal")
    op.drop_table("theme_change")
    op.drop_table("application")
    op.drop_table("advice")
    op.drop_table("theme")
    op.drop_table("reminder")
    op.drop_table("board_note")
    op.drop_table("agenda_point")
    op.drop_table("pack")
    op.drop_table("watch_list")
    op.drop_table("sitting")
    op.drop_table("saved_view")
    op.drop_table("response_text")
    op.drop_table("reason_text")
