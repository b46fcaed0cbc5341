"""The tables of the comment loop."""

import sqlalchemy as sa
from alembic import op

from portal.search import engine

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("is_admin", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_blocked", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "audit_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("actor_label", sa.Text(), nullable=False),
        sa.Column("event", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_line")),
    )
    with op.batch_alter_table("audit_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_line_actor_id"), ["actor_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_line_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_line_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_line_subject"), ["subject"], unique=False)

    op.create_table(
        "consultation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("plan_name", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("decides", sa.Text(), nullable=False),
        sa.Column("decides_html", sa.Text(), nullable=False),
        sa.Column("review_note", sa.Text(), nullable=False),
        sa.Column("decided_note", sa.Text(), nullable=False),
        sa.Column("adopted_note", sa.Text(), nullable=False),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_email", sa.Text(), nullable=False),
        sa.Column("contact_phone", sa.Text(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "stage",
            sa.Enum(
                "preparation",
                "commenting",
                "review",
                "decided",
                "adopted",
                "archived",
                name="phase",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("council_resolution", sa.Text(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("catalogue_revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
        sa.UniqueConstraint("slug", name=op.f("uq_consultation_slug")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("requester_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("waiting", "running", "done", "failed", name="jobstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index("ix_job_due", ["state", "due_at"], unique=False)

    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("is_secret", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("waiting", "sent", "refused", name="letterstate", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_attempt_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("message_id", name=op.f("uq_letter_message_id")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_letter_address"), ["address"], unique=False)
        batch_op.create_index("ix_letter_due", ["state", "next_attempt_at"], unique=False)

    op.create_table(
        "page",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", "language", name=op.f("pk_page")),
    )
    op.create_table(
        "search_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.Enum("item", "comment", name="subject", native_enum=False, length=32), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_document")),
        sa.UniqueConstraint("subject", "subject_id", name=op.f("uq_search_document_subject_subject_id")),
    )
    op.create_table(
        "site_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_state")),
    )
    op.create_table(
        "throttle",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_throttle")),
    )
    op.create_table(
        "field",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_field_consultation_id_consultation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_field")),
        sa.UniqueConstraint("consultation_id", "code", name=op.f("uq_field_consultation_id_code")),
    )
    op.create_table(
        "origin",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_origin_consultation_id_consultation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_origin")),
        sa.UniqueConstraint("consultation_id", "name", name=op.f("uq_origin_consultation_id_name")),
    )
    op.create_table(
        "password_letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.Text(), nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_password_letter_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_letter")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_password_letter_token_digest")),
    )
    with op.batch_alter_table("password_letter", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_password_letter_account_id"), ["account_id"], unique=False)

    op.create_table(
        "section",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("label_en", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_section_consultation_id_consultation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_section")),
        sa.UniqueConstraint("consultation_id", "key", name=op.f("uq_section_consultation_id_key")),
    )
    op.create_table(
        "sign_in_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.Text(), nullable=False),
        sa.Column("browser", sa.Text(), nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_sign_in_session_account_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_session")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_sign_in_session_token_digest")),
    )
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_session_account_id"), ["account_id"], unique=False)

    op.create_table(
        "stakeholder_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_stakeholder_group_consultation_id_consultation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stakeholder_group")),
        sa.UniqueConstraint("consultation_id", "key", name=op.f("uq_stakeholder_group_consultation_id_key")),
    )
    op.create_table(
        "item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("field_id", sa.Integer(), nullable=False),
        sa.Column("type", sa.Enum("goal", "measure", name="itemtype", native_enum=False, length=32), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("administration", "lighthouse", "recommendation", name="kind", native_enum=False, length=32),
            nullable=True,
        ),
        sa.Column("recommended_to", sa.Text(), nullable=False),
        sa.Column("origin_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_item_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(["field_id"], ["field.id"], name=op.f("fk_item_field_id_field")),
        sa.ForeignKeyConstraint(["origin_id"], ["origin.id"], name=op.f("fk_item_origin_id_origin")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item")),
        sa.UniqueConstraint("consultation_id", "code", name=op.f("uq_item_consultation_id_code")),
    )
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.create_index("ix_item_order", ["consultation_id", "type", "field_id", "sort_key"], unique=False)

    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("short_mode", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_organisation_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["stakeholder_group.id"], name=op.f("fk_organisation_group_id_stakeholder_group")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("consultation_id", "name", name=op.f("uq_organisation_consultation_id_name")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_group_id"), ["group_id"], unique=False)

    op.create_table(
        "counter",
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column(
            "stance",
            sa.Enum(
                "support",
                "support_with_changes",
                "no_objection",
                "question",
                "object",
                name="stance",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "submitted",
                "approved",
                "returned",
                "redacted",
                "declined",
                "withdrawn",
                name="commentstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "voice", sa.Enum("individual", "organisation", name="voice", native_enum=False, length=32), nullable=False
        ),
        sa.Column("is_late", sa.Boolean(), nullable=False),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_counter_item_id_item")),
        sa.PrimaryKeyConstraint(
            "item_id", "group_id", "stance", "state", "voice", "is_late", "is_shown", name=op.f("pk_counter")
        ),
    )
    op.create_table(
        "extension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granter_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["granter_id"], ["account.id"], name=op.f("fk_extension_granter_id_account")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_extension_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_extension_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "former_code",
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_former_code_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_former_code_item_id_item")),
        sa.PrimaryKeyConstraint("consultation_id", "code", name=op.f("pk_former_code")),
    )
    with op.batch_alter_table("former_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_former_code_item_id"), ["item_id"], unique=False)

    op.create_table(
        "goal_link",
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("goal_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["goal_id"], ["item.id"], name=op.f("fk_goal_link_goal_id_item")),
        sa.ForeignKeyConstraint(["measure_id"], ["item.id"], name=op.f("fk_goal_link_measure_id_item")),
        sa.PrimaryKeyConstraint("measure_id", "goal_id", name=op.f("pk_goal_link")),
    )
    with op.batch_alter_table("goal_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_goal_link_goal_id"), ["goal_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("member", "releaser", "moderator", "steering", "editor", name="role", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("chair", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("token_digest", sa.Text(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("inviter_id", sa.Integer(), nullable=True),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_invitation_account_id_account")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_invitation_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["stakeholder_group.id"], name=op.f("fk_invitation_group_id_stakeholder_group")
        ),
        sa.ForeignKeyConstraint(["inviter_id"], ["account.id"], name=op.f("fk_invitation_inviter_id_account")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_invitation_letter_id_letter")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_invitation_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_invitation_token_digest")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_email"), ["email"], unique=False)
        batch_op.create_index(batch_op.f("ix_invitation_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "item_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_item_version_author_id_account")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_version_item_id_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_version")),
        sa.UniqueConstraint("item_id", "number", name=op.f("uq_item_version_item_id_number")),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("member", "releaser", "moderator", "steering", "editor", name="role", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("chair", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("private_number", sa.Integer(), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_membership_account_id_account")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_membership_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(
            ["group_id"], ["stakeholder_group.id"], name=op.f("fk_membership_group_id_stakeholder_group")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "consultation_id", "private_number", name=op.f("uq_membership_consultation_id_private_number")
        ),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "comment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("submission_key", sa.Text(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=True),
        sa.Column("private_number", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column(
            "voice", sa.Enum("individual", "organisation", name="voice", native_enum=False, length=32), nullable=False
        ),
        sa.Column(
            "stance",
            sa.Enum(
                "support",
                "support_with_changes",
                "no_objection",
                "question",
                "object",
                name="stance",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "submitted",
                "approved",
                "returned",
                "redacted",
                "declined",
                "withdrawn",
                name="commentstate",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "arrival",
            sa.Enum("in_time", "late", "included", name="arrival", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("included_reason", sa.Text(), nullable=False),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.Column("visible", sa.Integer(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("first_submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_comment_author_id_account")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_comment_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_comment_item_id_item")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_comment_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["version_id"], ["item_version.id"], name=op.f("fk_comment_version_id_item_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
        sa.UniqueConstraint("public_id", name=op.f("uq_comment_public_id")),
        sa.UniqueConstraint("submission_key", name=op.f("uq_comment_submission_key")),
    )
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_comment_author_id"), ["author_id"], unique=False)
        batch_op.create_index("ix_comment_filter", ["consultation_id", "group_id", "stance"], unique=False)
        batch_op.create_index(batch_op.f("ix_comment_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index("ix_comment_page", ["item_id", "visible", "submitted_at"], unique=False)
        batch_op.create_index("ix_comment_queue", ["consultation_id", "state", "submitted_at"], unique=False)
        batch_op.create_index(
            "ix_comment_shown",
            ["consultation_id", "first_submitted_at", "id"],
            unique=False,
            sqlite_where=sa.text("visible IS NOT NULL"),
            postgresql_where=sa.text("visible IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_comment_shown_item",
            ["item_id", "first_submitted_at", "id"],
            unique=False,
            sqlite_where=sa.text("visible IS NOT NULL"),
            postgresql_where=sa.text("visible IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_comment_shown_organisation",
            ["organisation_id", "arrival"],
            unique=False,
            sqlite_where=sa.text("visible IS NOT NULL"),
            postgresql_where=sa.text("visible IS NOT NULL"),
        )

    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "adopt",
                "adopt_with_changes",
                "return_to_experts",
                "postpone",
                "recommend",
                "reject",
                name="decisionoutcome",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("recommended_to", sa.Text(), nullable=False),
        sa.Column("sitting", sa.Text(), nullable=False),
        sa.Column("votes_for", sa.Integer(), nullable=True),
        sa.Column("votes_against", sa.Integer(), nullable=True),
        sa.Column("votes_abstained", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorder_id", sa.Integer(), nullable=True),
        sa.Column("recorder_label", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_decision_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_decision_item_id_item")),
        sa.ForeignKeyConstraint(["recorder_id"], ["account.id"], name=op.f("fk_decision_recorder_id_account")),
        sa.ForeignKeyConstraint(["version_id"], ["item_version.id"], name=op.f("fk_decision_version_id_item_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_item_id"), ["item_id"], unique=False)

    op.create_table(
        "passage",
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name=op.f("fk_passage_section_id_section")),
        sa.ForeignKeyConstraint(["version_id"], ["item_version.id"], name=op.f("fk_passage_version_id_item_version")),
        sa.PrimaryKeyConstraint("version_id", "section_id", name=op.f("pk_passage")),
    )
    op.create_table(
        "draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("public_id", sa.Text(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("is_shared", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=True),
        sa.Column(
            "stance",
            sa.Enum(
                "support",
                "support_with_changes",
                "no_objection",
                "question",
                "object",
                name="stance",
                native_enum=False,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("proposed_wording", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("lock", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changer_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_draft_author_id_account")),
        sa.ForeignKeyConstraint(["changer_id"], ["account.id"], name=op.f("fk_draft_changer_id_account")),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_draft_comment_id_comment")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_draft_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_draft_item_id_item")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_draft_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name=op.f("fk_draft_section_id_section")),
        sa.ForeignKeyConstraint(["version_id"], ["item_version.id"], name=op.f("fk_draft_version_id_item_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft")),
        sa.UniqueConstraint("public_id", name=op.f("uq_draft_public_id")),
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_author_id"), ["author_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_draft_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_draft_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_draft_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "publication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("last_decision_id", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("publisher_id", sa.Integer(), nullable=True),
        sa.Column("publisher_label", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_publication_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(
            ["last_decision_id"], ["decision.id"], name=op.f("fk_publication_last_decision_id_decision")
        ),
        sa.ForeignKeyConstraint(["publisher_id"], ["account.id"], name=op.f("fk_publication_publisher_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_publication")),
    )
    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_publication_consultation_id"), ["consultation_id"], unique=False)

    op.create_table(
        "response",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "followed", "partly_followed", "not_followed", "noted", name="answer", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorder_id", sa.Integer(), nullable=True),
        sa.Column("recorder_label", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_response_comment_id_comment")),
        sa.ForeignKeyConstraint(["recorder_id"], ["account.id"], name=op.f("fk_response_recorder_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_response")),
    )
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_response_comment_id"), ["comment_id"], unique=False)

    op.create_table(
        "revision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "stance",
            sa.Enum(
                "support",
                "support_with_changes",
                "no_objection",
                "question",
                "object",
                name="stance",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("renderer", sa.Integer(), nullable=False),
        sa.Column("section_id", sa.Integer(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("quote_before", sa.Text(), nullable=False),
        sa.Column("quote_after", sa.Text(), nullable=False),
        sa.Column("proposed_wording", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitter_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_revision_comment_id_comment")),
        sa.ForeignKeyConstraint(["section_id"], ["section.id"], name=op.f("fk_revision_section_id_section")),
        sa.ForeignKeyConstraint(["submitter_id"], ["account.id"], name=op.f("fk_revision_submitter_id_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revision")),
        sa.UniqueConstraint("comment_id", "number", name=op.f("uq_revision_comment_id_number")),
    )
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.create_index(
            "ix_revision_section",
            ["section_id", "comment_id", "number"],
            unique=False,
            sqlite_where=sa.text("section_id IS NOT NULL"),
            postgresql_where=sa.text("section_id IS NOT NULL"),
        )

    op.create_table(
        "moderation_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("consultation_id", sa.Integer(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum("approve", "return", "redact", "decline", name="outcome", native_enum=False, length=32),
            nullable=False,
        ),
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
            nullable=True,
        ),
        sa.Column("explanation", sa.Text(), nullable=False),
        sa.Column("moderator_id", sa.Integer(), nullable=True),
        sa.Column("moderator_label", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undoes_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_moderation_decision_comment_id_comment")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_moderation_decision_consultation_id_consultation")
        ),
        sa.ForeignKeyConstraint(
            ["moderator_id"], ["account.id"], name=op.f("fk_moderation_decision_moderator_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["revision.id"], name=op.f("fk_moderation_decision_revision_id_revision")
        ),
        sa.ForeignKeyConstraint(
            ["undoes_id"], ["moderation_decision.id"], name=op.f("fk_moderation_decision_undoes_id_moderation_decision")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_moderation_decision")),
    )
    with op.batch_alter_table("moderation_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_moderation_decision_comment_id"), ["comment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_moderation_decision_consultation_id"), ["consultation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_moderation_decision_revision_id"), ["revision_id"], unique=False)

    op.create_table(
        "redaction",
        sa.Column("revision_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["revision_id"], ["revision.id"], name=op.f("fk_redaction_revision_id_revision")),
        sa.PrimaryKeyConstraint("revision_id", name=op.f("pk_redaction")),
    )
    engine.create(op.get_bind())


def downgrade() -> None:
    engine.drop(op.get_bind())
    op.drop_table("redaction")
    with op.batch_alter_table("moderation_decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_moderation_decision_revision_id"))
        batch_op.drop_index(batch_op.f("ix_moderation_decision_consultation_id"))
        batch_op.drop_index(batch_op.f("ix_moderation_decision_comment_id"))

    op.drop_table("moderation_decision")
    with op.batch_alter_table("revision", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_revision_section",
            sqlite_where=sa.text("section_id IS NOT NULL"),
            postgresql_where=sa.text("section_id IS NOT NULL"),
        )

    op.drop_table("revision")
    with op.batch_alter_table("response", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_response_comment_id"))

    op.drop_table("response")
    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_publication_consultation_id"))

    op.drop_table("publication")
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_draft_item_id"))
        batch_op.drop_index(batch_op.f("ix_draft_consultation_id"))
        batch_op.drop_index(batch_op.f("ix_draft_author_id"))

    op.drop_table("draft")
    op.drop_table("passage")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_item_id"))
        batch_op.drop_index(batch_op.f("ix_decision_consultation_id"))

    op.drop_table("decision")
    with op.batch_alter_table("comment", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_comment_shown_organisation",
            sqlite_where=sa.text("visible IS NOT NULL"),
            postgresql_where=sa.text("visible IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_comment_shown_item",
            sqlite_where=sa.text("visible IS NOT NULL"),
            postgresql_where=sa.text("visible IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_comment_shown",
            sqlite_where=sa.text("visible IS NOT NULL"),
            postgresql_where=sa.text("visible IS NOT NULL"),
        )
        batch_op.drop_index("ix_comment_queue")
        batch_op.drop_index("ix_comment_page")
        batch_op.drop_index(batch_op.f("ix_comment_organisation_id"))
        batch_op.drop_index("ix_comment_filter")
        batch_op.drop_index(batch_op.f("ix_comment_author_id"))

    op.drop_table("comment")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_membership_consultation_id"))
        batch_op.drop_index(batch_op.f("ix_membership_account_id"))

    op.drop_table("membership")
    op.drop_table("item_version")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_invitation_email"))
        batch_op.drop_index(batch_op.f("ix_invitation_consultation_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("goal_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_goal_link_goal_id"))

    op.drop_table("goal_link")
    with op.batch_alter_table("former_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_former_code_item_id"))

    op.drop_table("former_code")
    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_extension_organisation_id"))

    op.drop_table("extension")
    op.drop_table("counter")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_group_id"))

    op.drop_table("organisation")
    with op.batch_alter_table("item", schema=None) as batch_op:
        batch_op.drop_index("ix_item_order")

    op.drop_table("item")
    op.drop_table("stakeholder_group")
    with op.batch_alter_table("sign_in_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_session_account_id"))

    op.drop_table("sign_in_session")
    op.drop_table("section")
    with op.batch_alter_table("password_letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_password_letter_account_id"))

    op.drop_table("password_letter")
    op.drop_table("origin")
    op.drop_table("field")
    op.drop_table("throttle")
    op.drop_table("site_state")
    op.drop_table("search_document")
    op.drop_table("page")
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_index("ix_letter_due")
        batch_op.drop_index(batch_op.f("ix_letter_address"))

    op.drop_table("letter")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index("ix_job_due")

    op.drop_table("job")
    op.drop_table("consultation")
    with op.batch_alter_table("audit_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_line_subject"))
        batch_op.drop_index(batch_op.f("ix_audit_line_consultation_id"))
        batch_op.drop_index(batch_op.f("ix_audit_line_at"))
        batch_op.drop_index(batch_op.f("ix_audit_line_actor_id"))

    op.drop_table("audit_line")
    op.drop_table("account")
