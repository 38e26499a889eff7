"""Incidents #42 to #45: those on the agenda of today's meeting."""

from __future__ import annotations

from facilitator.sample.notation import SampleAction, SampleImpact, SampleIncident, SampleParked

INCIDENTS = (
    SampleIncident(
        number=42,
        days_before_today=61,
        service="gateway",
        symptom="slow recommendations stall the shop",
        severity="SEV2",
        cause="cascading timeout",
        impact=SampleImpact(
            began_at="16:10",
            duration_minutes=39,
            summary="Pages took eight seconds to load until recommendations were switched off.",
            users_affected=10400,
            revenue_usd="13900.00",
            slo_budget_percent=10.5,
        ),
        timeline=(
            ("16:10", "impact_began", "Recommendations answer in seven seconds instead of 80 ms"),
            ("16:13", "first_alert", "Page latency p95 over 5 s at the gateway"),
            ("16:15", "acknowledged", "On-call and a second engineer join"),
            ("16:26", "cause_identified", "Gateway workers all wait for recommendations"),
            ("16:31", "other", "Lowering the time limit needs a restart of each node in turn"),
            ("16:44", "fix_deployed", "Recommendations off by flag"),
            ("16:49", "recovered", "p95 at 350 ms"),
            ("17:10", "all_clear", "Recommendations on again with a limit of 300 ms"),
        ),
        root_cause=(
            "The gateway waits up to ten seconds for recommendations, a part of the page that "
            "could be left out. When that service slowed down, its callers filled all workers, "
            "and pages that show no recommendations waited as well."
        ),
        made_it_possible=(
            "Optional parts of a page may hold a worker as long as vital ones",
            "No breaker opens when a dependency is slow",
        ),
        slowed_resolution=("Time limits are read at start, so a new one means a restart",),
        went_well=(
            "Two people split diagnosis and communication from the start",
            "The flag for recommendations worked at once",
        ),
        process_failures=("Nobody has written down which parts of a page may be left out",),
        technical_gaps=("Workers are shared by all routes",),
        action_items=(
            SampleAction(
                action="Add circuit breaker",
                owner="Kofi",
                priority="P1",
                ticket="OPS-113",
                due_day=14,
                postponed_to_day=58,
                closed_day=57,
                reviews=(
                    "in progress",
                    "in progress: breaker in staging",
                    "in progress: tuning thresholds",
                    "in progress: half of the nodes",
                ),
            ),
            SampleAction(
                action="Set a time limit of 300 ms for optional parts",
                owner="Lena",
                priority="P1",
                ticket="OPS-114",
                closed_day=11,
            ),
            SampleAction(
                action="Read time limits without a restart",
                owner="Aisha",
                priority="P3",
                ticket="OPS-115",
                status="not started: after the breaker",
                due_day=14,
                postponed_to_day=66,
                reviews=("not started", "not started: after the breaker"),
            ),
        ),
        lessons_learned=(
            "Something that the page could do without took the page down. Deciding in advance "
            "what may be left out is design work, and it is done best on a quiet day."
        ),
        themes=("one slow dependency takes others down",),
        parked=(
            SampleParked(kind="idea", text="Load-test the gateway"),
            SampleParked(kind="action", text="List the optional parts of every page"),
        ),
    ),
    SampleIncident(
        number=43,
        days_before_today=46,
        service="payments",
        symptom="latency after release",
        severity="SEV2",
        cause="bad deploy",
        impact=SampleImpact(
            began_at="10:40",
            duration_minutes=53,
            summary="Payments took twelve seconds; one in ten was given up.",
            users_affected=3300,
            revenue_usd="14800.00",
            slo_budget_percent=9.5,
        ),
        timeline=(
            ("10:40", "impact_began", "Release 4.18 reaches all payments pods"),
            ("10:44", "first_alert", "Payment latency p99 over 5 s"),
            ("10:46", "acknowledged", "On-call stops the release train"),
            (
                "10:53",
                "cause_identified",
                "The new client for the ledger opens a connection per call",
            ),
            ("10:55", "other", "Rollback started; the pipeline waits for its full test run"),
            ("11:28", "fix_deployed", "Release 4.17 live again"),
            ("11:33", "recovered", "p99 at 900 ms"),
            ("12:00", "all_clear", "No payment lost"),
        ),
        root_cause=(
            "Release 4.18 came with a new client for the ledger whose default opens a fresh "
            "connection for each call. Under the load of staging that is not noticeable; in "
            "production the handshakes took most of the time."
        ),
        made_it_possible=("A release reaches all pods within a minute",),
        slowed_resolution=("A rollback passes the same 30 minutes of tests as a release",),
        went_well=("The alert came four minutes in", "The decision to roll back took two minutes"),
        process_failures=("New client libraries are not called out in a release's notes",),
        technical_gaps=("There is no canary for payments",),
        action_items=(
            SampleAction(
                action="Add canary deploys",
                owner="Priya",
                priority="P1",
                ticket="OPS-118",
                status="in progress: blocked on CI",
                due_day=14,
                postponed_to_day=40,
                reviews=(
                    "not started",
                    "in progress: blocked on CI",
                    "in progress: blocked on CI",
                ),
            ),
            SampleAction(
                action="Roll back without the full test run",
                owner="Sam",
                priority="P1",
                ticket="OPS-119",
                closed_day=8,
            ),
            SampleAction(
                action="Reuse connections to the ledger",
                owner="Mei",
                priority="P2",
                ticket="OPS-121",
                closed_day=14,
            ),
        ),
        lessons_learned=(
            "Two minutes to decide and half an hour to carry it out: the way back was tested as "
            "if it were new. What ran yesterday has had its test, and the best one there is."
        ),
        themes=("rollback takes too long",),
        parked=(
            SampleParked(
                kind="topic", text="Error budget policy: when do we stop shipping features?"
            ),
        ),
    ),
    SampleIncident(
        number=44,
        days_before_today=20,
        service="notifications",
        symptom="order events pile up",
        severity="SEV3",
        cause="retry storm",
        impact=SampleImpact(
            began_at="21:15",
            duration_minutes=66,
            summary="Order mails and push messages came up to an hour late.",
            users_affected=4700,
            slo_budget_percent=5.0,
        ),
        timeline=(
            ("21:15", "impact_began", "Mail provider answers every tenth call with an error"),
            ("21:34", "first_alert", "Oldest order mail over five minutes old"),
            ("21:38", "acknowledged", "On-call sees the queue grow although traffic is flat"),
            ("21:57", "cause_identified", "Each failed message is put back six times, at once"),
            ("22:09", "fix_deployed", "Failed messages parked in a side queue"),
            ("22:21", "recovered", "Order mails within a minute"),
            ("00:10", "all_clear", "Side queue sent after midnight"),
        ),
        root_cause=(
            "A failed message goes back to the front of the queue up to six times without a "
            "pause. One error in ten calls was enough to fill the senders with retries, and "
            "fresh messages waited behind them."
        ),
        made_it_possible=("The worker retries at once and puts retries first",),
        slowed_detection=("The age of messages is alerted on, the depth of the queue is not",),
        slowed_resolution=("The side queue had to be made during the incident",),
        went_well=(
            "Order mails have a queue of their own since #36",
            "The alert on age fired as designed",
        ),
        process_failures=("The shared retry library is an idea without a date",),
        technical_gaps=("Retries have neither a pause nor a budget",),
        action_items=(
            SampleAction(
                action="Fix retry logic",
                owner="Jonas",
                priority="P1",
                ticket="OPS-126",
                status="not started: reassigning",
                postponed_to_day=21,
                reviews=("not started: reassigning",),
            ),
            SampleAction(
                action="Alert on queue depth",
                owner="Mei",
                priority="P2",
                ticket="OPS-127",
                status="in progress",
                postponed_to_day=28,
                reviews=("in progress",),
            ),
            SampleAction(
                action="Keep a side queue ready for failed messages",
                owner="Tomás",
                priority="P2",
                ticket="OPS-128",
                closed_day=6,
            ),
        ),
        lessons_learned=(
            "The separate queue of #36 kept a provider's hiccup from becoming an outage. Retries "
            "are the piece that is left, and they have now come back in a fourth service."
        ),
        themes=("no client-side retry budget",),
        parked=(SampleParked(kind="idea", text="One shared retry library for all services"),),
    ),
    SampleIncident(
        number=45,
        days_before_today=1,
        service="checkout",
        symptom="5xx spike",
        severity="SEV1",
        cause=None,
        is_reviewed=False,
        impact=SampleImpact(
            began_at="08:57",
            duration_minutes=64,
            summary="One order in three failed at the last step; the mobile app was hit hardest.",
            users_affected=18400,
            revenue_usd="41250.00",
            slo_budget_percent=27.5,
        ),
        timeline=(
            ("08:57", "impact_began", "Checkout latency starts to climb after a push campaign"),
            ("09:02", "first_alert", "p99 over 2 s on checkout"),
            ("09:06", "acknowledged", "On-call opens the incident channel"),
            ("09:11", "other", "5xx ratio passes 10 %; support posts the first complaints"),
            ("09:18", "other", "A config change of 08:50 looks related: larger basket limits"),
            ("09:31", "other", "Rolled back the config: no change"),
            ("09:38", "other", "Mobile makes 30 % of the visits and 85 % of the requests"),
            ("09:44", "cause_identified", "Retry storm from the mobile client"),
            ("09:52", "fix_deployed", "Client flag off: the app no longer retries"),
            ("10:01", "recovered", "5xx ratio under 0.1 %"),
            ("10:20", "all_clear", "Basket limits set again, errors stay flat"),
        ),
        root_cause=(
            "A push campaign brought a third more visits than usual and checkout slowed down "
            "past the mobile client's limit of two seconds. The client retried at once and "
            "without a limit, which multiplied the load and kept checkout over its capacity "
            "after the campaign's peak had passed."
        ),
        made_it_possible=("The mobile client retries at once, up to five times",),
        slowed_resolution=("A config change seven minutes before the impact drew attention first",),
        went_well=("The flag in the client took effect within minutes",),
        technical_gaps=("Checkout cannot tell a retry from a first attempt",),
        action_items=(
            SampleAction(
                action="Give the mobile client a retry budget with backoff",
                owner="Mei",
                priority="P1",
                ticket="",
                status="not started",
            ),
        ),
        themes=("no client-side retry budget",),
        parked=(SampleParked(kind="topic", text="Who tells checkout of a push campaign?"),),
    ),
)
