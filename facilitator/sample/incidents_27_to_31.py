"""Incidents #27 to #31, nine to ten months ago."""

from __future__ import annotations

from facilitator.sample.notation import SampleAction, SampleImpact, SampleIncident, SampleParked

INCIDENTS = (
    SampleIncident(
        number=27,
        days_before_today=309,
        service="catalog",
        symptom="category pages slow",
        severity="SEV3",
        cause="missing index",
        impact=SampleImpact(
            began_at="07:40",
            duration_minutes=95,
            summary=(
                "Category pages took six seconds; search and product pages were as quick as ever."
            ),
            users_affected=5200,
            slo_budget_percent=6.0,
        ),
        timeline=(
            ("07:52", "first_alert", "Page latency p95 over 3 s on catalog"),
            ("08:01", "acknowledged", "On-call compares with the deploy of the evening before"),
            (
                "08:20",
                "cause_identified",
                "Query plan reads the whole table for the new sort order",
            ),
            ("08:26", "other", "Index built on a replica first: four minutes"),
            ("09:08", "fix_deployed", "Index built on the primary without locking"),
            ("09:15", "recovered", "p95 at 400 ms"),
            ("09:30", "all_clear", "Morning peak passes quietly"),
        ),
        root_cause=(
            "The new sort by popularity reads a column without an index. With the sample of the "
            "test database that takes a millisecond; with the real catalog it reads eleven "
            "million rows."
        ),
        made_it_possible=("The test database holds a thousandth of the real rows",),
        slowed_detection=("The release went out in the evening and the load came in the morning",),
        slowed_resolution=(
            "Building an index on the primary needs a person from the database team",
        ),
        went_well=(
            "The query plan was in the slow log, ready to read",
            "Building on a replica first showed how long it would take",
        ),
        process_failures=("Query plans are no part of a review",),
        technical_gaps=("Queries have no time limit of their own",),
        action_items=(
            SampleAction(
                action="Give catalog queries a limit of one second",
                owner="Aisha",
                priority="P2",
                ticket="OPS-57",
                closed_day=6,
            ),
            SampleAction(
                action="Fill the test database with a tenth of the real rows",
                owner="Sam",
                priority="P3",
                ticket="OPS-58",
                status="dropped: personal data in the copy; needs a masking tool first",
                closed_day=95,
            ),
        ),
        lessons_learned=(
            "A query that is fast on a thousand rows tells nothing about eleven million. The "
            "plan, not the time, is what carries over from a small database to a large one."
        ),
    ),
    SampleIncident(
        number=28,
        days_before_today=297,
        service="inventory",
        symptom="stock shown as zero",
        severity="SEV2",
        cause="connection pool exhausted",
        impact=SampleImpact(
            began_at="12:48",
            duration_minutes=57,
            summary=(
                "Most products were shown as sold out; about a third of all baskets were given up."
            ),
            users_affected=7800,
            revenue_usd="15900.00",
            slo_budget_percent=14.0,
        ),
        timeline=(
            ("12:48", "impact_began", "Nightly export is started by hand at noon"),
            ("13:01", "acknowledged", "A colleague in the warehouse phones the on-call directly"),
            ("13:06", "first_alert", "Inventory lookups failing over 20 %"),
            ("13:14", "other", "Service restarted; fine for two minutes, then as before"),
            (
                "13:27",
                "cause_identified",
                "All 40 connections held by the export, each idle in a transaction",
            ),
            ("13:41", "fix_deployed", "Export stopped and its connections ended"),
            ("13:45", "recovered", "Stock correct in a sample of products"),
            ("14:10", "all_clear", "Caches refilled"),
        ),
        root_cause=(
            "The export opens one transaction per warehouse and keeps it open while it writes "
            "its file. Started during the day it took all 40 connections of the shared pool, and "
            "stock lookups fell back to zero."
        ),
        made_it_possible=(
            "Export and shop share one pool",
            "A lookup without an answer reads as a stock of zero",
        ),
        slowed_detection=("Answers of zero count as successes, so the error rate stayed flat",),
        slowed_resolution=("A restart helps for two minutes, which looked like a cure",),
        went_well=(
            "The warehouse knew whom to phone",
            "The export could be stopped without losing its progress",
        ),
        process_failures=("Nothing says when the export may run by hand",),
        technical_gaps=("No job has a limit on how long it may hold a connection",),
        action_items=(
            SampleAction(
                action="Give batch jobs a pool of their own, at most ten connections",
                owner="Tomás",
                priority="P1",
                ticket="OPS-60",
                closed_day=140,
                reviews=(
                    "not started",
                    "not started: waiting for the database upgrade",
                    "in progress",
                ),
            ),
            SampleAction(
                action="Show “unknown” instead of zero when a lookup fails",
                owner="Mei",
                priority="P2",
                ticket="OPS-61",
                status="dropped: the new product page does not show numbers at all",
                closed_day=150,
                reviews=("not started",),
            ),
        ),
        lessons_learned=(
            "A fallback is a statement about the world. “Zero” is a claim, and a wrong one; "
            "“unknown” would have been the truth and would have sold more."
        ),
        themes=("alerts fire after customers notice", "one slow dependency takes others down"),
    ),
    SampleIncident(
        number=29,
        days_before_today=288,
        service="login",
        symptom="partner sign-in fails",
        severity="SEV3",
        cause="expired certificate",
        impact=SampleImpact(
            began_at="06:00",
            duration_minutes=150,
            summary="Staff of partner shops could not sign in; customers were not affected.",
            users_affected=340,
            slo_budget_percent=1.5,
        ),
        timeline=(
            ("06:00", "impact_began", "The certificate that signs partner tokens runs out"),
            ("07:35", "first_alert", "A partner opens a ticket marked urgent"),
            ("07:50", "acknowledged", "On-call reads the ticket after the morning hand-over"),
            (
                "08:04",
                "cause_identified",
                "Token checks log “signing certificate not valid after 06:00”",
            ),
            ("08:26", "fix_deployed", "New signing certificate published to partners"),
            ("08:30", "recovered", "Three partners confirm"),
            ("09:00", "all_clear", "All partners signed in again"),
        ),
        root_cause=(
            "Partner tokens are signed with a certificate of our own, valid for one year. The "
            "alert added after #23 watches public endpoints, and this certificate is never "
            "served by one."
        ),
        made_it_possible=("The list of certificates knows endpoints, not signing keys",),
        slowed_detection=("Partner sign-ins are too few at night for an alert on volume",),
        slowed_resolution=(
            "Publishing a new certificate to partners is a manual step with a form",
        ),
        went_well=(
            "The log line named the cause in plain words",
            "Partners were told of the new certificate by phone",
        ),
        process_failures=("The follow-up of #23 was scoped to one kind of certificate",),
        technical_gaps=("Signing keys have no expiry metric",),
        action_items=(
            SampleAction(
                action="Export days left of every signing key as a metric",
                owner="Aisha",
                priority="P2",
                ticket="OPS-63",
                closed_day=13,
            ),
            SampleAction(
                action="Publish the next signing key 30 days ahead",
                owner="Lena",
                priority="P2",
                ticket="OPS-64",
                closed_day=150,
                reviews=("not started", "in progress: two partners tested"),
            ),
        ),
        lessons_learned=(
            "We fixed the certificate of #23 and not the class of it. Before an action item is "
            "written down, it pays to ask what else is of the same shape."
        ),
        themes=("certificates have no owner",),
        parked=(
            SampleParked(
                kind="action", text="Write the runbook for renewing certificates", resolved_day=155
            ),
        ),
    ),
    SampleIncident(
        number=30,
        days_before_today=276,
        service="search",
        symptom="results missing",
        severity="SEV3",
        cause="memory leak",
        impact=SampleImpact(
            began_at="15:20",
            duration_minutes=110,
            summary="About a fifth of all searches came back empty, more with each hour.",
            users_affected=4100,
            slo_budget_percent=5.5,
        ),
        timeline=(
            ("15:20", "impact_began", "First search node killed for lack of memory"),
            ("15:58", "first_alert", "Two of five search nodes restarted within ten minutes"),
            ("16:21", "other", "Runbook says to add nodes; the new ones die as well"),
            (
                "16:40",
                "cause_identified",
                "Heap dump full of suggestion lists that are never released",
            ),
            ("17:02", "fix_deployed", "Suggestions switched off by flag"),
            ("17:10", "recovered", "All nodes stable, results complete"),
            ("18:00", "all_clear", "Memory flat for 50 minutes"),
        ),
        root_cause=(
            "Suggestions are cached by the exact text typed, and the cache has no bound. A new "
            "app version sends each key press as a query, so the cache grew a hundred times "
            "faster than before and nodes ran out of memory in turn."
        ),
        made_it_possible=("The cache of suggestions has no upper bound",),
        slowed_detection=(
            "A restart of one node is normal and alerts nobody",
            "Empty results are valid answers",
        ),
        slowed_resolution=("The runbook treats memory as a matter of more nodes",),
        went_well=(
            "Suggestions are behind a flag",
            "A heap dump was taken before the node was restarted",
        ),
        process_failures=("The app team's change of traffic was not announced to search",),
        technical_gaps=("Memory per node has no trend alert",),
        action_items=(
            SampleAction(
                action="Bound the cache of suggestions at 50,000 entries",
                owner="Kofi",
                priority="P1",
                ticket="OPS-66",
                closed_day=20,
                reviews=("in progress",),
            ),
            SampleAction(
                action="Alert on memory that grows for six hours",
                owner="Jonas",
                priority="P3",
                ticket="OPS-67",
                closed_day=130,
                reviews=("not started",),
            ),
        ),
        lessons_learned=(
            "Every cache without a bound is a leak that waits for traffic to change. The app did "
            "nothing wrong, and neither did search; between them nobody had said how often a key "
            "press may ask."
        ),
        themes=("runbooks are out of date",),
    ),
    SampleIncident(
        number=31,
        days_before_today=266,
        service="payments",
        symptom="refunds stuck",
        severity="SEV2",
        cause="connection pool exhausted",
        impact=SampleImpact(
            began_at="09:15",
            duration_minutes=128,
            summary="Refunds and captures stood still; new payments were slow but went through.",
            users_affected=1250,
            revenue_usd="5200.00",
            slo_budget_percent=9.0,
        ),
        timeline=(
            ("09:15", "impact_began", "Ledger queries slow down during a storage migration"),
            ("09:44", "other", "Support notices that no refund mails go out"),
            ("10:02", "first_alert", "Payments workers idle for 30 minutes"),
            ("10:08", "acknowledged", "On-call finds workers waiting, not crashed"),
            ("10:39", "cause_identified", "Pool of 20 connections waiting on the ledger"),
            ("11:05", "fix_deployed", "Pool raised to 60, storage migration paused"),
            ("11:23", "recovered", "Backlog of refunds empty"),
            ("12:00", "all_clear", "Storage migration moved to the night"),
        ),
        root_cause=(
            "Each refund holds a database connection while it waits for the ledger. When the "
            "ledger slowed down, all 20 connections were waiting, and work that has nothing to "
            "do with the ledger had none left."
        ),
        made_it_possible=(
            "A connection is held across a call to another service",
            "All kinds of work share one pool",
        ),
        slowed_detection=("The alert counts crashes and idle time, not waiting time",),
        slowed_resolution=("The size of the pool is compiled in, so raising it took a build",),
        went_well=(
            "The storage team paused the migration at once",
            "No refund was lost or paid twice",
        ),
        process_failures=("The storage migration was announced to its own team alone",),
        technical_gaps=("Calls to the ledger have no time limit",),
        action_items=(
            SampleAction(
                action="Release the connection before calling the ledger",
                owner="Priya",
                priority="P1",
                ticket="OPS-69",
                closed_day=110,
                reviews=("not started", "in progress"),
            ),
            SampleAction(
                action="Split the pool by kind of work",
                owner="Tomás",
                priority="P3",
                ticket="OPS-70",
                status="dropped: not needed once connections are released",
                closed_day=60,
                reviews=("not started",),
            ),
            SampleAction(
                action="Export pool waiting time and alert on it",
                owner="Mei",
                priority="P2",
                ticket="OPS-71",
                closed_day=115,
                reviews=("not started: no sprint had room",),
            ),
        ),
        lessons_learned=(
            "Waiting is the failure that dashboards do not show: nothing crashes, nothing errs, "
            "and nothing moves. Time spent waiting for a connection would have told the whole "
            "story at 09:20."
        ),
        themes=("one slow dependency takes others down", "alerts fire after customers notice"),
        parked=(SampleParked(kind="topic", text="Who announces maintenance, and where?"),),
    ),
)
