"""Incidents #37 to #41, three to six months ago: the three rules from the meeting of #37 on."""

from __future__ import annotations

from facilitator.sample.notation import SampleAction, SampleImpact, SampleIncident, SampleParked

INCIDENTS = (
    SampleIncident(
        number=37,
        days_before_today=194,
        service="payments",
        symptom="double captures",
        severity="SEV1",
        cause="retry storm",
        impact=SampleImpact(
            began_at="17:26",
            duration_minutes=44,
            summary="Some cards were charged two or three times; all were refunded within a day.",
            users_affected=870,
            revenue_usd="31400.00",
            slo_budget_percent=16.0,
        ),
        timeline=(
            ("17:26", "impact_began", "Card processor answers slowly after its own incident"),
            ("17:31", "first_alert", "Capture time-outs over 15 %"),
            ("17:33", "acknowledged", "On-call reads the processor's status page: all green"),
            ("17:45", "other", "Capture attempts at five times the number of orders"),
            ("17:52", "cause_identified", "Payments retries captures that had succeeded late"),
            ("18:02", "fix_deployed", "Capture retries off"),
            ("18:10", "recovered", "One capture per order again"),
            ("19:30", "all_clear", "List of double captures handed to finance"),
        ),
        root_cause=(
            "Captures that took longer than four seconds were retried although the first attempt "
            "was still under way. The retries slowed the processor further, and each late "
            "success became one more charge."
        ),
        made_it_possible=(
            "A capture carries no key by which the processor knows a repeat",
            "Payments retries without a budget",
        ),
        slowed_detection=("Doubles show only when captures are compared with orders",),
        slowed_resolution=("The status page of the processor was green throughout",),
        went_well=(
            "Finance had a script for refunds from #22",
            "Retries could be switched off without a deploy",
        ),
        process_failures=(
            "Items of #22 and #26 on retries cover clients, and nobody asked about payments",
        ),
        technical_gaps=("Money moves without an idempotency key",),
        action_items=(
            SampleAction(
                action="Give payments a retry budget of ten per cent",
                owner="Sam",
                priority="P2",
                ticket="OPS-88",
                status="in progress: measuring the usual rate first",
                postponed_to_day=192,
                reviews=(
                    "not started: idempotency first",
                    "not started",
                    "in progress: measuring the usual rate first",
                ),
            ),
            SampleAction(
                action="Send an idempotency key with every capture",
                owner="Jonas",
                priority="P1",
                ticket="OPS-89",
                closed_day=45,
                reviews=("in progress", "in progress: processor's sandbox was down"),
            ),
            SampleAction(
                action="Compare captures with orders every five minutes",
                owner="Aisha",
                priority="P1",
                ticket="OPS-90",
                closed_day=5,
            ),
        ),
        lessons_learned=(
            "Third retry storm in five months, each in another service. The items we chose were "
            "good and local; the pattern is not local.\n\n"
            "From here on we take at most three items, each in the next sprint, and open each "
            "meeting with those still open. A list that nobody reads back is a wish."
        ),
        themes=("no client-side retry budget",),
        parked=(
            SampleParked(kind="idea", text="One shared retry library for all services"),
            SampleParked(
                kind="action",
                text="Ask the processor for a webhook on degradation",
                resolved_day=60,
            ),
        ),
    ),
    SampleIncident(
        number=38,
        days_before_today=168,
        service="search",
        symptom="suggestions down at noon",
        severity="SEV3",
        cause="cache stampede",
        impact=SampleImpact(
            began_at="12:00",
            duration_minutes=27,
            summary="The search box made no suggestions and full searches were slow.",
            users_affected=6900,
            slo_budget_percent=3.5,
        ),
        timeline=(
            ("12:00", "impact_began", "All cached suggestions expire in the same second"),
            ("12:03", "other", "Two customers ask in chat whether search is broken"),
            ("12:06", "first_alert", "Suggestion latency p95 over 2 s"),
            ("12:08", "acknowledged", "On-call sees the cache's hit rate at 4 %"),
            (
                "12:15",
                "cause_identified",
                "Every entry was written by the noon job with the same lifetime",
            ),
            ("12:22", "fix_deployed", "Cache filled by hand from the last good copy"),
            ("12:27", "recovered", "Hit rate back at 96 %"),
            ("12:45", "all_clear", "Lifetimes spread over an hour"),
        ),
        root_cause=(
            "A job fills the cache of suggestions at noon and gives each entry a lifetime of "
            "exactly one day. When all expired together, each key press went to the index at "
            "once."
        ),
        made_it_possible=("Entries written together expire together",),
        slowed_detection=("The hit rate of the cache is on no dashboard with an alert",),
        slowed_resolution=("The copy of yesterday's cache had to be found first",),
        went_well=(
            "On-call had the right graph within two minutes",
            "Full search stayed up, slowly",
        ),
        process_failures=("Changes of job times are not announced",),
        technical_gaps=("Nothing limits how many requests refill the same entry",),
        action_items=(
            SampleAction(
                action="Spread cache lifetimes by ten per cent",
                owner="Kofi",
                priority="P1",
                ticket="OPS-93",
                closed_day=12,
            ),
            SampleAction(
                action="Let one request refill an entry while others wait",
                owner="Tomás",
                priority="P2",
                ticket="OPS-94",
                closed_day=13,
            ),
            SampleAction(
                action="Alert when the hit rate falls under 80 %",
                owner="Priya",
                priority="P2",
                ticket="OPS-95",
                closed_day=20,
                reviews=("in progress: threshold too noisy at night",),
            ),
        ),
        lessons_learned=(
            "Round numbers synchronise machines that ought to be strangers. A little randomness "
            "in every lifetime and every schedule costs nothing."
        ),
        themes=("alerts fire after customers notice",),
    ),
    SampleIncident(
        number=39,
        days_before_today=143,
        service="inventory",
        symptom="writes blocked",
        severity="SEV2",
        cause="migration lock",
        impact=SampleImpact(
            began_at="05:30",
            duration_minutes=48,
            summary=(
                "No stock movement could be booked; the early shift in the warehouse stood still."
            ),
            users_affected=210,
            revenue_usd="6300.00",
            slo_budget_percent=8.0,
        ),
        timeline=(
            ("05:30", "impact_began", "Migration adds a column with a default"),
            ("05:33", "first_alert", "Inventory writes waiting over 60 s"),
            ("05:37", "acknowledged", "On-call finds the migration in the deploy log"),
            (
                "05:44",
                "cause_identified",
                "The migration holds an exclusive lock while it rewrites the table",
            ),
            ("05:49", "other", "Decision between waiting and stopping: nobody knows how far it is"),
            ("06:12", "fix_deployed", "Migration stopped; undoing it took 20 minutes"),
            ("06:18", "recovered", "Bookings go through"),
            ("06:40", "all_clear", "Missed bookings entered from the scanners"),
        ),
        root_cause=(
            "The new column has a default that is computed for each row, so the database "
            "rewrites the whole table and locks it meanwhile. On the copy with a thousandth of "
            "the rows that took less than a second."
        ),
        made_it_possible=("Migrations may take locks without a time limit",),
        slowed_resolution=(
            "The progress of a migration cannot be seen",
            "Stopping it takes as long as it has run",
        ),
        went_well=(
            "The alert on waiting time, new since #31, fired after three minutes",
            "Scanners kept the bookings until writes came back",
        ),
        process_failures=("Migrations run right before the early shift",),
        technical_gaps=("Locks have no time limit",),
        action_items=(
            SampleAction(
                action="Set a lock time-out of two seconds for migrations",
                owner="Mei",
                priority="P1",
                ticket="OPS-98",
                closed_day=10,
            ),
            SampleAction(
                action="Check migrations for rewrites of large tables in CI",
                owner="Sam",
                priority="P2",
                ticket="OPS-99",
                closed_day=14,
            ),
        ),
        lessons_learned=(
            "Half of the outage was the way back. A change whose undo takes as long as the "
            "change itself should carry a time limit that makes the question of stopping it "
            "unnecessary."
        ),
        themes=("rollback takes too long",),
        parked=(
            SampleParked(
                kind="topic",
                text="Migrations at five in the morning: for whose sake?",
                resolved_day=28,
            ),
        ),
    ),
    SampleIncident(
        number=40,
        days_before_today=118,
        service="login",
        symptom="sign-up without code",
        severity="SEV2",
        cause="third-party outage",
        impact=SampleImpact(
            began_at="13:05",
            duration_minutes=82,
            summary="New customers got no confirmation code; those with an account could sign in.",
            users_affected=1500,
            revenue_usd="9600.00",
            slo_budget_percent=7.0,
        ),
        timeline=(
            ("13:05", "impact_began", "Provider of text messages stops delivering"),
            ("13:09", "first_alert", "Confirmed sign-ups under half of last week's"),
            ("13:11", "acknowledged", "On-call tests with an own phone: no code"),
            ("13:19", "cause_identified", "Provider accepts messages and delivers none"),
            ("13:25", "other", "Sign-up threads are busy waiting; login slows down as well"),
            ("14:02", "fix_deployed", "Codes sent by mail instead, threads limited"),
            ("14:27", "recovered", "Sign-ups at their usual number"),
            ("15:30", "all_clear", "Provider reports its outage as solved"),
        ),
        root_cause=(
            "The provider of text messages accepted our messages without delivering them for "
            "three hours. Sign-up has only this way to send a code, and waits for the delivery "
            "report in a thread that login shares."
        ),
        made_it_possible=(
            "There is one provider and one channel for codes",
            "Login and sign-up share their threads",
        ),
        slowed_resolution=(
            "Sending codes by mail existed as a draft and had to be finished first",
        ),
        went_well=(
            "The alert compares with last week and came after four minutes",
            "The draft for mail was nearly complete",
        ),
        process_failures=("No agreement says what we do when a provider is down",),
        technical_gaps=("Waiting for a delivery report has no limit",),
        action_items=(
            SampleAction(
                action="Offer the code by mail after 30 seconds",
                owner="Lena",
                priority="P1",
                ticket="OPS-103",
                closed_day=9,
            ),
            SampleAction(
                action="Contract with a second provider of text messages",
                owner="Jonas",
                priority="P3",
                ticket="OPS-104",
                status="dropped: mail covers it, at no monthly fee",
                closed_day=20,
                reviews=("in progress: two offers",),
            ),
        ),
        lessons_learned=(
            "We cannot mend a provider; we can decide in advance what we do without it. Every "
            "call out of the house deserves one sentence that begins with “if it does not "
            "answer”."
        ),
        themes=("one slow dependency takes others down",),
        parked=(
            SampleParked(
                kind="idea", text="A page that lists every outside service and its plan B"
            ),
        ),
    ),
    SampleIncident(
        number=41,
        days_before_today=90,
        service="catalog",
        symptom="new images missing",
        severity="SEV4",
        cause="quota reached",
        impact=SampleImpact(
            began_at="14:20",
            duration_minutes=135,
            summary="Products added in the afternoon had no picture.",
            users_affected=480,
            slo_budget_percent=0.5,
        ),
        timeline=(
            ("14:20", "impact_began", "Image storage reaches its quota of ten million files"),
            ("14:31", "first_alert", "Uploads failing over 5 %"),
            ("14:40", "acknowledged", "On-call looks for disk space; there is plenty"),
            ("15:20", "cause_identified", "The quota counts files, not bytes"),
            ("15:26", "other", "The runbook names a contact who has left the provider"),
            ("16:12", "fix_deployed", "Quota raised by the provider's night desk"),
            ("16:35", "recovered", "Failed uploads repeated"),
            ("17:00", "all_clear", "Pictures complete"),
        ),
        root_cause=(
            "Image storage has two quotas, one for bytes and one for the number of files. Five "
            "thumbnails per picture brought us to ten million files while only a third of the "
            "bytes was used."
        ),
        made_it_possible=("Thumbnails of deleted products are kept for ever",),
        slowed_detection=("The dashboard shows bytes alone",),
        slowed_resolution=("The contact in the runbook was out of date",),
        went_well=(
            "Uploads were kept and repeated by themselves",
            "The provider raised the quota within the hour",
        ),
        process_failures=("Quotas are looked at when they are reached",),
        technical_gaps=("Number of files is not measured",),
        action_items=(
            SampleAction(
                action="Alert at 80 % of every quota",
                owner="Aisha",
                priority="P1",
                ticket="OPS-108",
                closed_day=13,
            ),
            SampleAction(
                action="Bring contacts in all runbooks up to date",
                owner="Tomás",
                priority="P2",
                ticket="OPS-109",
                closed_day=12,
            ),
            SampleAction(
                action="Delete thumbnails of products that are gone",
                owner="Kofi",
                priority="P3",
                ticket="OPS-110",
                status="in progress: dry run finds 3.1 million",
                postponed_to_day=86,
                reviews=(
                    "not started",
                    "not started: waiting for the product list",
                    "in progress: dry run finds 3.1 million",
                ),
            ),
        ),
        lessons_learned=(
            "“There is plenty of space” was true and beside the point. Limits come in more kinds "
            "than the one on the dashboard; a list of them all fits on a page."
        ),
        themes=("runbooks are out of date",),
    ),
)
