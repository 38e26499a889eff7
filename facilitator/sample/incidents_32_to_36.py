"""Incidents #32 to #36, seven to eight months ago."""

from __future__ import annotations

from facilitator.sample.notation import SampleAction, SampleImpact, SampleIncident, SampleParked

INCIDENTS = (
    SampleIncident(
        number=32,
        days_before_today=255,
        service="notifications",
        symptom="push messages doubled",
        severity="SEV4",
        cause=None,
        impact=SampleImpact(
            began_at="16:30",
            duration_minutes=45,
            summary="Some people got each push message twice. Annoying, not costly.",
            users_affected=2600,
        ),
        timeline=(
            ("16:48", "first_alert", "Push volume twice the forecast"),
            ("16:55", "acknowledged", "On-call pauses the campaign"),
            ("17:05", "other", "Both senders claim the same half of the recipients"),
            ("17:10", "fix_deployed", "One sender switched off"),
            ("17:15", "recovered", "No doubles in the sample"),
            ("17:40", "all_clear", "Campaign resumed with one sender"),
        ),
        root_cause=(
            "Two senders worked on the same half of a campaign. The logs of the hand-over had "
            "been rotated away before anybody read them, so how the halves came to overlap is "
            "not known."
        ),
        made_it_possible=("Senders split the work by a convention that nothing checks",),
        slowed_resolution=("Logs of the hand-over are kept for ten minutes",),
        went_well=(
            "The campaign could be paused with one command",
            "The forecast of volume made doubles visible",
        ),
        process_failures=("Campaigns start without anyone watching the first minutes",),
        technical_gaps=("A message has no key by which a second copy is recognised",),
        action_items=(
            SampleAction(
                action="Keep hand-over logs for seven days",
                owner="Sam",
                priority="P2",
                ticket="OPS-73",
                closed_day=14,
            ),
            SampleAction(
                action="Give every push message a key against doubles",
                owner="Lena",
                priority="P3",
                ticket="OPS-74",
                status="dropped: comes with the new provider",
                closed_day=120,
                reviews=("not started", "not started"),
            ),
        ),
        lessons_learned=(
            "We do not know the cause, and that is the finding: evidence that lives for ten "
            "minutes is no evidence. The next one will be explained."
        ),
        parked=(SampleParked(kind="idea", text="Keep the logs of all hand-overs in one place"),),
    ),
    SampleIncident(
        number=33,
        days_before_today=243,
        service="gateway",
        symptom="requests to a dead address",
        severity="SEV2",
        cause="dns misconfiguration",
        impact=SampleImpact(
            began_at="11:02",
            duration_minutes=49,
            summary=(
                "One visitor in four met a connection error, depending on which resolver answered."
            ),
            users_affected=8700,
            revenue_usd="12100.00",
            slo_budget_percent=11.0,
        ),
        timeline=(
            ("11:02", "impact_began", "Old load balancer is switched off after its move"),
            ("11:10", "first_alert", "Connection errors at the edge over 10 %"),
            ("11:12", "acknowledged", "On-call reverts a gateway deploy of the morning; no change"),
            (
                "11:29",
                "cause_identified",
                "One of four name records still points at the old balancer",
            ),
            ("11:34", "fix_deployed", "Record removed; it stays cached for up to 15 minutes"),
            ("11:51", "recovered", "Errors gone from the last region"),
            ("12:10", "all_clear", "Old balancer kept running for one more day"),
        ),
        root_cause=(
            "The move of the load balancer changed three of four name records. The fourth is "
            "kept in a file of the network team that no tool reads, and it pointed at the old "
            "balancer until that was switched off."
        ),
        made_it_possible=(
            "Name records live in two places",
            "The change of records was applied without a reviewer from the network team",
        ),
        slowed_detection=("Health checks ask the balancer by address, not by name",),
        slowed_resolution=("Cached answers outlive a corrected record by a quarter of an hour",),
        went_well=(
            "The old balancer was still there to be switched on again",
            "Resolvers of four regions could be compared from one page",
        ),
        process_failures=("A switch-off needs no look at who still connects",),
        technical_gaps=("No probe resolves names as visitors do",),
        action_items=(
            SampleAction(
                action="Probe the shop by name from four regions",
                owner="Aisha",
                priority="P1",
                ticket="OPS-76",
                closed_day=11,
            ),
            SampleAction(
                action="Bring the network team's records under the same tool",
                owner="Kofi",
                priority="P2",
                ticket="OPS-77",
                closed_day=90,
                reviews=("not started", "in progress: zone file imported"),
            ),
        ),
        lessons_learned=(
            "Switching something off is a deploy with a long fuse. Looking at a day of traffic "
            "on the old address would have shown a quarter of our visitors there."
        ),
        themes=("config changes skip review",),
        parked=(SampleParked(kind="idea", text="Load-test the gateway"),),
    ),
    SampleIncident(
        number=34,
        days_before_today=233,
        service="checkout",
        symptom="vouchers rejected",
        severity="SEV3",
        cause="config change without canary",
        impact=SampleImpact(
            began_at="00:05",
            duration_minutes=560,
            summary="Vouchers of the anniversary campaign were refused for a night and a morning.",
            users_affected=1900,
            revenue_usd="8800.00",
            slo_budget_percent=2.0,
        ),
        timeline=(
            ("00:05", "impact_began", "New validity dates go live with the wrong year"),
            ("08:40", "first_alert", "Support reports a wave of voucher complaints"),
            ("08:48", "acknowledged", "On-call asks marketing for one refused code"),
            ("08:55", "cause_identified", "Validity ends before it begins"),
            ("09:00", "other", "Rollback refused: a later change depends on the same file"),
            ("09:22", "fix_deployed", "Dates corrected by a new change"),
            ("09:25", "recovered", "Codes accepted"),
            ("09:50", "all_clear", "Apology voucher sent"),
        ),
        root_cause=(
            "The validity of the campaign was entered with last year's number, and the "
            "configuration is not checked for an end that lies before its beginning. It reached "
            "all shops at once during the night."
        ),
        made_it_possible=(
            "Dates are free text in the configuration",
            "Campaign settings go live in all shops at the same minute",
        ),
        slowed_detection=("Refused vouchers count as normal answers",),
        slowed_resolution=("Changes share one file, so one cannot be taken back alone",),
        went_well=(
            "Support recognised the pattern after three calls",
            "Marketing had the apology ready in half an hour",
        ),
        process_failures=("Campaign settings are entered by one person at the end of a day",),
        technical_gaps=("Configuration has no schema",),
        action_items=(
            SampleAction(
                action="Review and schema for all shared configuration",
                owner="Tomás",
                priority="P1",
                ticket="OPS-79",
                closed_day=80,
                reviews=("not started", "in progress: schema written"),
            ),
            SampleAction(
                action="Roll configuration out shop by shop",
                owner="Jonas",
                priority="P1",
                ticket="OPS-80",
                closed_day=100,
                reviews=("not started", "not started: after the schema", "in progress"),
            ),
        ),
        lessons_learned=(
            "This is the third time that a configuration reached everybody at once. Each time we "
            "repaired the value and left the road open on which it came.\n\n"
            "Two items were chosen that close the road: a schema, so that nonsense is refused, "
            "and a rollout by shop, so that sense which turns out wrong stays small."
        ),
        themes=("config changes skip review", "rollback takes too long"),
        parked=(
            SampleParked(
                kind="topic", text="Error budget policy: when do we stop shipping features?"
            ),
        ),
    ),
    SampleIncident(
        number=35,
        days_before_today=221,
        service="catalog",
        symptom="product pages time out",
        severity="SEV2",
        cause="missing index",
        impact=SampleImpact(
            began_at="19:10",
            duration_minutes=63,
            summary="Product pages with reviews timed out; those without were fine.",
            users_affected=9400,
            revenue_usd="11700.00",
            slo_budget_percent=13.0,
        ),
        timeline=(
            ("19:10", "impact_began", "Reviews by helpfulness switched on for everybody"),
            ("19:22", "other", "A post in the community forum reaches the front page"),
            ("19:27", "first_alert", "Database CPU over 90 % for ten minutes"),
            ("19:30", "acknowledged", "On-call suspects a crawler"),
            (
                "19:49",
                "cause_identified",
                "The sort reads all reviews of a product, then sorts in memory",
            ),
            ("20:02", "fix_deployed", "Sort switched off by flag"),
            ("20:13", "recovered", "Pages at 300 ms"),
            ("20:40", "all_clear", "Index scheduled for the night"),
        ),
        root_cause=(
            "Sorting reviews by helpfulness needs an index on product and votes, which exists in "
            "the test database and not in the real one. The migration that adds it was merged a "
            "day after the code that relies on it."
        ),
        made_it_possible=("Code and migration are released separately, in either order",),
        slowed_detection=("The alert waits for ten minutes of high CPU",),
        slowed_resolution=(
            "A crawler was the known pattern for this graph, and took 15 minutes to rule out",
        ),
        went_well=(
            "The sort had a flag, so no rollback was needed",
            "The slow log named the query",
        ),
        process_failures=("The order of migration and code is agreed in chat",),
        technical_gaps=("Schemas of test and production are never compared",),
        action_items=(
            SampleAction(
                action="Compare the schemas of test and production each night",
                owner="Sam",
                priority="P2",
                ticket="OPS-82",
                closed_day=60,
                reviews=("in progress",),
            ),
            SampleAction(
                action="Fail the build when a query has no index to use",
                owner="Mei",
                priority="P2",
                ticket="OPS-83",
                status="in progress: works for catalog, inventory next",
                postponed_to_day=229,
                reviews=(
                    "not started",
                    "in progress: prototype for catalog",
                    "in progress: works for catalog, inventory next",
                ),
            ),
        ),
        lessons_learned=(
            "The flag saved the evening. What did not help is that the graph looked like last "
            "month's crawler: a familiar shape is a hypothesis, and cheap to test before it is "
            "believed."
        ),
        themes=("alerts fire after customers notice",),
    ),
    SampleIncident(
        number=36,
        days_before_today=208,
        service="notifications",
        symptom="order mails hours late",
        severity="SEV3",
        cause="queue backlog",
        impact=SampleImpact(
            began_at="09:00",
            duration_minutes=245,
            summary=(
                "Order confirmations came up to four hours late; people ordered again to be sure."
            ),
            users_affected=11300,
            slo_budget_percent=4.0,
        ),
        timeline=(
            ("09:00", "impact_began", "Campaign mails join the queue of order mails"),
            ("10:50", "other", "Support hears “did my order go through?” all morning"),
            ("11:20", "first_alert", "Oldest message in the queue over two hours old"),
            ("11:26", "acknowledged", "On-call doubles the senders; the provider throttles them"),
            ("12:05", "cause_identified", "400,000 campaign mails stand before the order mails"),
            ("12:20", "other", "The runbook's command to move messages no longer exists"),
            ("12:48", "fix_deployed", "Order mails sent from a queue of their own"),
            ("13:05", "recovered", "Order mails within a minute"),
            ("14:00", "all_clear", "Campaign continues in the slow queue"),
        ),
        root_cause=(
            "Campaign and order mails share one queue that is worked off in order. A campaign of "
            "400,000 went in at nine, and each order mail waited behind all of it."
        ),
        made_it_possible=("One queue for mails that are urgent and mails that are not",),
        slowed_detection=("The limit for the age of a message is two hours",),
        slowed_resolution=(
            "The command in the runbook was removed two versions ago",
            "The provider throttles when more is sent at once",
        ),
        went_well=("No mail was lost", "A second queue could be set up in twenty minutes"),
        process_failures=("Campaigns are planned without a look at the queue's speed",),
        technical_gaps=("Messages have no priority",),
        action_items=(
            SampleAction(
                action="Separate queues for order and campaign mails",
                owner="Lena",
                priority="P1",
                ticket="OPS-85",
                closed_day=10,
            ),
            SampleAction(
                action="Alert on messages older than five minutes in the order queue",
                owner="Priya",
                priority="P2",
                ticket="OPS-86",
                closed_day=70,
                reviews=("not started", "in progress"),
            ),
        ),
        lessons_learned=(
            "A queue hides an outage by making it late instead of broken. Age of the oldest "
            "message, by kind, is the one figure that cannot be fooled."
        ),
        themes=("runbooks are out of date", "alerts fire after customers notice"),
        parked=(SampleParked(kind="idea", text="Rehearse every runbook once a quarter"),),
    ),
)
