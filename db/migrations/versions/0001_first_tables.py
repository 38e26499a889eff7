"""The tables of the first release."""

import sqlalchemy as sa
from alembic import op

import db.types

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """To this revision."""
    op.create_table(
        "cause",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.CheckConstraint("trim(name) <> ''", name=op.f("ck_cause_name_filled")),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_cause_name_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cause")),
        sa.UniqueConstraint("name", name=op.f("uq_cause_name")),
    )
    op.create_table(
        "change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", db.types.UTCTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("window", sa.Uuid(), nullable=False),
        sa.Column("group", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("entity", sa.String(), nullable=False),
        sa.Column("entity_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("old", sa.String(), nullable=True),
        sa.Column("new", sa.String(), nullable=True),
        sa.Column("undoable", sa.Boolean(), nullable=False),
        sa.Column("undone", sa.Boolean(), nullable=False),
        sa.CheckConstraint("length(who) <= 200", name=op.f("ck_change_who_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change")),
    )
    op.create_index(op.f("ix_change_group"), "change", ["group"], unique=False)
    op.create_index(op.f("ix_change_window"), "change", ["window"], unique=False)
    op.create_table(
        "theme",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("systemic", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("created_at", db.types.UTCTime(timezone=True), nullable=False),
        sa.CheckConstraint("trim(name) <> ''", name=op.f("ck_theme_name_filled")),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_theme_name_length")),
        sa.CheckConstraint("length(owner) <= 200", name=op.f("ck_theme_owner_length")),
        sa.CheckConstraint("length(systemic) <= 2000", name=op.f("ck_theme_systemic_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme")),
        sa.UniqueConstraint("name", name=op.f("uq_theme_name")),
    )
    op.create_table(
        "incident",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("symptom", sa.String(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("severity", sa.String(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("root_cause", sa.String(), nullable=False),
        sa.Column("cause_id", sa.Uuid(), nullable=True),
        sa.Column("lessons_learned", sa.String(), nullable=False),
        sa.Column("created_at", db.types.UTCTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "severity IN ('SEV1', 'SEV2', 'SEV3', 'SEV4')", name=op.f("ck_incident_severity")
        ),
        sa.CheckConstraint("status IN ('draft', 'reviewed')", name=op.f("ck_incident_status")),
        sa.CheckConstraint("trim(service) <> ''", name=op.f("ck_incident_service_filled")),
        sa.CheckConstraint("trim(symptom) <> ''", name=op.f("ck_incident_symptom_filled")),
        sa.CheckConstraint(
            "length(lessons_learned) <= 20000", name=op.f("ck_incident_lessons_learned_length")
        ),
        sa.CheckConstraint(
            "length(root_cause) <= 20000", name=op.f("ck_incident_root_cause_length")
        ),
        sa.CheckConstraint("length(service) <= 200", name=op.f("ck_incident_service_length")),
        sa.CheckConstraint("length(symptom) <= 200", name=op.f("ck_incident_symptom_length")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_incident_number_positive")),
        sa.ForeignKeyConstraint(
            ["cause_id"], ["cause.id"], name=op.f("fk_incident_cause_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
        sa.UniqueConstraint("number", name=op.f("uq_incident_number")),
    )
    op.create_index(op.f("ix_incident_cause_id"), "incident", ["cause_id"], unique=False)
    op.create_index(op.f("ix_incident_date"), "incident", ["date"], unique=False)
    op.create_index(op.f("ix_incident_service"), "incident", ["service"], unique=False)
    op.create_index(op.f("ix_incident_status"), "incident", ["status"], unique=False)
    op.create_table(
        "action_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("priority", sa.String(), nullable=False),
        sa.Column("due", sa.Date(), nullable=True),
        sa.Column("first_due", sa.Date(), nullable=True),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("ticket", sa.String(), nullable=False),
        sa.Column("ticket_verified", sa.Boolean(), nullable=False),
        sa.Column("created_at", db.types.UTCTime(timezone=True), nullable=False),
        sa.Column("closed_at", db.types.UTCTime(timezone=True), nullable=True),
        sa.CheckConstraint("priority IN ('P1', 'P2', 'P3')", name=op.f("ck_action_item_priority")),
        sa.CheckConstraint(
            "status <> 'dropped' OR trim(note) <> ''",
            name=op.f("ck_action_item_dropped_has_reason"),
        ),
        sa.CheckConstraint(
            "status IN ('open', 'in_progress', 'done', 'dropped')",
            name=op.f("ck_action_item_status"),
        ),
        sa.CheckConstraint("trim(action) <> ''", name=op.f("ck_action_item_action_filled")),
        sa.CheckConstraint("length(action) <= 2000", name=op.f("ck_action_item_action_length")),
        sa.CheckConstraint("length(note) <= 2000", name=op.f("ck_action_item_note_length")),
        sa.CheckConstraint("length(owner) <= 200", name=op.f("ck_action_item_owner_length")),
        sa.CheckConstraint("length(ticket) <= 200", name=op.f("ck_action_item_ticket_length")),
        sa.CheckConstraint("slot IN (1, 2, 3)", name=op.f("ck_action_item_slot")),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incident.id"],
            name=op.f("fk_action_item_incident_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_action_item")),
        sa.UniqueConstraint("incident_id", "slot", name=op.f("uq_action_item_incident_id_slot")),
    )
    op.create_index(
        op.f("ix_action_item_incident_id"), "action_item", ["incident_id"], unique=False
    )
    op.create_index(op.f("ix_action_item_owner"), "action_item", ["owner"], unique=False)
    op.create_index(op.f("ix_action_item_status"), "action_item", ["status"], unique=False)
    op.create_table(
        "factor",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('made_possible', 'slowed_detection', 'slowed_resolution')",
            name=op.f("ck_factor_kind"),
        ),
        sa.CheckConstraint("trim(text) <> ''", name=op.f("ck_factor_text_filled")),
        sa.CheckConstraint("length(text) <= 2000", name=op.f("ck_factor_text_length")),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_factor_incident_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factor")),
    )
    op.create_index(op.f("ix_factor_incident_id"), "factor", ["incident_id"], unique=False)
    op.create_table(
        "finding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('went_well', 'process', 'technical')", name=op.f("ck_finding_kind")
        ),
        sa.CheckConstraint("trim(text) <> ''", name=op.f("ck_finding_text_filled")),
        sa.CheckConstraint("length(text) <= 2000", name=op.f("ck_finding_text_length")),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incident.id"],
            name=op.f("fk_finding_incident_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    op.create_index(op.f("ix_finding_incident_id"), "finding", ["incident_id"], unique=False)
    op.create_table(
        "impact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("began_at", db.types.UTCTime(timezone=True), nullable=True),
        sa.Column("duration_minutes", sa.Integer(), nullable=True),
        sa.Column("users_affected", sa.Integer(), nullable=True),
        sa.Column("revenue", db.types.Money(length=40), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("slo_budget_percent", sa.Float(), nullable=True),
        sa.Column("summary", sa.String(), nullable=False),
        sa.CheckConstraint(
            "duration_minutes >= 0", name=op.f("ck_impact_duration_minutes_not_negative")
        ),
        sa.CheckConstraint("length(currency) = 3", name=op.f("ck_impact_currency_code")),
        sa.CheckConstraint("length(summary) <= 20000", name=op.f("ck_impact_summary_length")),
        sa.CheckConstraint(
            "revenue IS NULL OR currency IS NOT NULL", name=op.f("ck_impact_revenue_has_currency")
        ),
        sa.CheckConstraint(
            "slo_budget_percent >= 0", name=op.f("ck_impact_slo_budget_percent_not_negative")
        ),
        sa.CheckConstraint(
            "users_affected >= 0", name=op.f("ck_impact_users_affected_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_impact_incident_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impact")),
        sa.UniqueConstraint("incident_id", name=op.f("uq_impact_incident_id")),
    )
    op.create_table(
        "meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("sub", sa.Integer(), nullable=False),
        sa.Column("review_minutes", sa.Integer(), nullable=False),
        sa.Column("incident_minutes", sa.Integer(), nullable=False),
        sa.Column("patterns_minutes", sa.Integer(), nullable=False),
        sa.Column("created_at", db.types.UTCTime(timezone=True), nullable=False),
        sa.Column("finished_at", db.types.UTCTime(timezone=True), nullable=True),
        sa.Column("seen_at", db.types.UTCTime(timezone=True), nullable=True),
        sa.Column("seen_uptime", sa.Float(), nullable=False),
        sa.Column("seen_boot", sa.String(), nullable=False),
        sa.CheckConstraint(
            "stage IN ('opening', 'review', 'incident', 'patterns', 'wrap_up')",
            name=op.f("ck_meeting_stage"),
        ),
        sa.CheckConstraint(
            "review_minutes > 0 AND incident_minutes > 0 AND patterns_minutes > 0",
            name=op.f("ck_meeting_minutes_positive"),
        ),
        sa.CheckConstraint("sub IN (0, 1, 2)", name=op.f("ck_meeting_sub")),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incident.id"],
            name=op.f("fk_meeting_incident_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    op.create_index(op.f("ix_meeting_finished_at"), "meeting", ["finished_at"], unique=False)
    op.create_index(op.f("ix_meeting_incident_id"), "meeting", ["incident_id"], unique=False)
    op.create_table(
        "note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", db.types.UTCTime(timezone=True), nullable=False),
        sa.CheckConstraint("trim(text) <> ''", name=op.f("ck_note_text_filled")),
        sa.CheckConstraint("length(text) <= 20000", name=op.f("ck_note_text_length")),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incident.id"], name=op.f("fk_note_incident_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index(op.f("ix_note_incident_id"), "note", ["incident_id"], unique=False)
    op.create_table(
        "theme_incident",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("theme_id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incident.id"],
            name=op.f("fk_theme_incident_incident_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["theme_id"], ["theme.id"], name=op.f("fk_theme_incident_theme_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_theme_incident")),
        sa.UniqueConstraint(
            "theme_id", "incident_id", name=op.f("uq_theme_incident_theme_id_incident_id")
        ),
    )
    op.create_index(
        op.f("ix_theme_incident_incident_id"), "theme_incident", ["incident_id"], unique=False
    )
    op.create_table(
        "timeline_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("at", db.types.UTCTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('impact_began', 'first_alert', 'acknowledged', 'cause_identified', "
            "'fix_deployed', 'recovered', 'all_clear', 'other')",
            name=op.f("ck_timeline_event_kind"),
        ),
        sa.CheckConstraint("length(link) <= 2000", name=op.f("ck_timeline_event_link_length")),
        sa.CheckConstraint("length(text) <= 2000", name=op.f("ck_timeline_event_text_length")),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incident.id"],
            name=op.f("fk_timeline_event_incident_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_timeline_event")),
    )
    op.create_index(
        op.f("ix_timeline_event_incident_id"), "timeline_event", ["incident_id"], unique=False
    )
    op.create_table(
        "attendee",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("facilitates", sa.Boolean(), nullable=False),
        sa.Column("takes_notes", sa.Boolean(), nullable=False),
        sa.Column("was_in_incident", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("trim(name) <> ''", name=op.f("ck_attendee_name_filled")),
        sa.CheckConstraint("length(name) <= 200", name=op.f("ck_attendee_name_length")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_attendee_meeting_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendee")),
        sa.UniqueConstraint("meeting_id", "name", name=op.f("uq_attendee_meeting_id_name")),
    )
    op.create_table(
        "meeting_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", db.types.UTCTime(timezone=True), nullable=False),
        sa.Column("uptime", sa.Float(), nullable=False),
        sa.Column("boot", sa.String(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("moves_end", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('start', 'pause', 'resume', 'extend', 'next', 'back', 'skip', 'finish')",
            name=op.f("ck_meeting_event_kind"),
        ),
        sa.CheckConstraint("length(boot) <= 200", name=op.f("ck_meeting_event_boot_length")),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
            name=op.f("fk_meeting_event_meeting_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_event")),
        sa.UniqueConstraint(
            "meeting_id", "position", name=op.f("uq_meeting_event_meeting_id_position")
        ),
    )
    op.create_table(
        "parked",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=True),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("at", db.types.UTCTime(timezone=True), nullable=False),
        sa.Column("resolved_at", db.types.UTCTime(timezone=True), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('idea', 'topic', 'action')", name=op.f("ck_parked_kind")),
        sa.CheckConstraint("trim(text) <> ''", name=op.f("ck_parked_text_filled")),
        sa.CheckConstraint("length(text) <= 2000", name=op.f("ck_parked_text_length")),
        sa.ForeignKeyConstraint(
            ["incident_id"],
            ["incident.id"],
            name=op.f("fk_parked_incident_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_parked_meeting_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parked")),
    )
    op.create_index(op.f("ix_parked_incident_id"), "parked", ["incident_id"], unique=False)
    op.create_index(op.f("ix_parked_meeting_id"), "parked", ["meeting_id"], unique=False)
    op.create_table(
        "review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("action_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("at", db.types.UTCTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('open', 'in_progress', 'done', 'dropped')", name=op.f("ck_review_status")
        ),
        sa.CheckConstraint("length(note) <= 2000", name=op.f("ck_review_note_length")),
        sa.ForeignKeyConstraint(
            ["action_id"], ["action_item.id"], name=op.f("fk_review_action_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_review_meeting_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_index(op.f("ix_review_action_id"), "review", ["action_id"], unique=False)
    op.create_index(op.f("ix_review_meeting_id"), "review", ["meeting_id"], unique=False)


def downgrade() -> None:
    """Back to the revision before."""
    op.drop_index(op.f("ix_review_meeting_id"), table_name="review")
    op.drop_index(op.f("ix_review_action_id"), table_name="review")
    op.drop_table("review")
    op.drop_index(op.f("ix_parked_meeting_id"), table_name="parked")
    op.drop_index(op.f("ix_parked_incident_id"), table_name="parked")
    op.drop_table("parked")
    op.drop_table("meeting_event")
    op.drop_table("attendee")
    op.drop_index(op.f("ix_timeline_event_incident_id"), table_name="timeline_event")
    op.drop_table("timeline_event")
    op.drop_index(op.f("ix_theme_incident_incident_id"), table_name="theme_incident")
    op.drop_table("theme_incident")
    op.drop_index(op.f("ix_note_incident_id"), table_name="note")
    op.drop_table("note")
    op.drop_index(op.f("ix_meeting_incident_id"), table_name="meeting")
    op.drop_index(op.f("ix_meeting_finished_at"), table_name="meeting")
    op.drop_table("meeting")
    op.drop_table("impact")
    op.drop_index(op.f("ix_finding_incident_id"), table_name="finding")
    op.drop_table("finding")
    op.drop_index(op.f("ix_factor_incident_id"), table_name="factor")
    op.drop_table("factor")
    op.drop_index(op.f("ix_action_item_status"), table_name="action_item")
    op.drop_index(op.f("ix_action_item_owner"), table_name="action_item")
    op.drop_index(op.f("ix_action_item_incident_id"), table_name="action_item")
    op.drop_table("action_item")
    op.drop_index(op.f("ix_incident_status"), table_name="incident")
    op.drop_index(op.f("ix_incident_service"), table_name="incident")
    op.drop_index(op.f("ix_incident_date"), table_name="incident")
    op.drop_index(op.f("ix_incident_cause_id"), table_name="incident")
    op.drop_table("incident")
    op.drop_table("theme")
    op.drop_index(op.f("ix_change_window"), table_name="change")
    op.drop_index(op.f("ix_change_group"), table_name="change")
    op.drop_table("change")
    op.drop_table("cause")
