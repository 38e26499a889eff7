"""Incidents #22 to #26, eleven to twelve months ago."""

from __future__ import annotations

from facilitator.sample.notation import SampleAction, SampleImpact, SampleIncident, SampleParked

INCIDENTS = (
    SampleIncident(
        number=22,
        days_before_today=357,
        service="checkout",
        symptom="orders time out",
        severity="SEV2",
        cause="retry storm",
        impact=SampleImpact(
            began_at="18:31",
            duration_minutes=52,
            summary=(
                "Every third order ended on an error page; most people tried again and some paid "
                "twice."
            ),
            users_affected=6400,
            revenue_usd="18200.00",
            slo_budget_percent=12.0,
        ),
        timeline=(
            (
                "18:31",
                "impact_began",
                "Order latency climbs after a slow inventory replica is added to the pool",
            ),
            ("18:44", "other", "First customer message: “the button spins for ever”"),
            ("18:49", "first_alert", "Order success rate under 90 %"),
            ("18:54", "acknowledged", "On-call joins from a train, on a phone"),
            (
                "19:02",
                "other",
                "Checkout scaled from 6 to 12 pods; load on inventory doubles as well",
            ),
            ("19:11", "cause_identified", "Traces show each order calling inventory nine times"),
            (
                "19:19",
                "fix_deployed",
                "Slow replica taken out, retries in the web client set to one",
            ),
            ("19:23", "recovered", "Success rate back over 99 %"),
            ("19:40", "all_clear", "Double charges listed for refund"),
        ),
        root_cause=(
            "A slow inventory replica pushed responses past the client's two-second limit. The "
            "web client retried three times at once, and checkout retried each of those three "
            "times again, so load grew ninefold just as capacity shrank."
        ),
        made_it_possible=("Client and server both retry, and neither knows of the other",),
        slowed_detection=("The alert looks at a ten-minute average of order success",),
        slowed_resolution=("Scaling checkout out sent still more calls to the slow replica",),
        went_well=(
            "Tracing was on for all orders, so the ninefold calls were visible at a glance",
            "Support had a refund list within the hour",
        ),
        process_failures=("No replica is measured under load before it joins the pool",),
        technical_gaps=("Retries have no budget and no jitter",),
        action_items=(
            SampleAction(
                action="Cap retries in the web client at one, with jitter",
                owner="Sam",
                priority="P1",
                ticket="OPS-41",
                closed_day=40,
                reviews=("in progress: waiting for the next web release",),
            ),
            SampleAction(
                action="Load-test replicas before they join the inventory pool",
                owner="Kofi",
                priority="P3",
                ticket="OPS-42",
                status="dropped: no test environment with data of that size",
                closed_day=122,
            ),
        ),
        lessons_learned=(
            "A retry is a promise that somebody else has spare capacity. When every layer makes "
            "that promise on its own, a small slowdown is multiplied instead of absorbed.\n\n"
            "Adding machines was the natural move, and it made things worse. Under overload the "
            "first question is where the load comes from, and only then how much of it can be "
            "served."
        ),
        themes=("no client-side retry budget", "alerts fire after customers notice"),
        parked=(
            SampleParked(kind="idea", text="Show retries per request on the service dashboards"),
        ),
    ),
    SampleIncident(
        number=23,
        days_before_today=348,
        service="login",
        symptom="sign-in refused on mobile",
        severity="SEV1",
        cause="expired certificate",
        impact=SampleImpact(
            began_at="00:00",
            duration_minutes=74,
            summary="Nobody could sign in from the mobile apps; the web shop was not touched.",
            users_affected=9100,
            revenue_usd="7400.00",
            slo_budget_percent=21.0,
        ),
        timeline=(
            (
                "00:00",
                "impact_began",
                "The certificate of the mobile endpoint runs out at midnight",
            ),
            ("00:09", "first_alert", "Sign-ins from mobile under a tenth of the usual"),
            ("00:16", "acknowledged", "On-call looks at the last deploys first: there are none"),
            ("00:38", "other", "Web sign-in tested and fine; suspicion turns to the network"),
            ("00:47", "cause_identified", "A TLS check by hand prints “certificate has expired”"),
            ("01:10", "fix_deployed", "New certificate issued and rolled out to both edges"),
            ("01:14", "recovered", "Mobile sign-ins climb to normal"),
            ("01:30", "all_clear", "Both app stores' versions verified on real devices"),
        ),
        root_cause=(
            "The mobile endpoint kept a certificate that was ordered by hand two years ago, "
            "outside the automatic renewal. It ran out at midnight and every app refused the "
            "connection."
        ),
        made_it_possible=("The endpoint predates automatic renewal and was never moved over",),
        slowed_detection=("No check watches the days that a certificate has left",),
        slowed_resolution=(
            "The runbook for certificates describes the provider of three years ago",
            "Only two people may issue certificates, and both were asleep",
        ),
        went_well=(
            (
                "The alert on sign-ins compares with the same hour of last week, and caught it "
                "at midnight"
            ),
            "The mobile team confirmed the fix on real devices",
        ),
        process_failures=("Reminders for renewals go to a mailbox that no longer has a reader",),
        technical_gaps=("Certificates exist that no inventory lists",),
        action_items=(
            SampleAction(
                action="Alert when any public certificate has under 21 days left",
                owner="Aisha",
                priority="P1",
                ticket="OPS-44",
                closed_day=9,
            ),
            SampleAction(
                action="Move the last hand-made certificates to automatic renewal",
                owner="Lena",
                priority="P2",
                ticket="OPS-45",
                closed_day=215,
                reviews=("not started", "in progress: two of five moved"),
            ),
        ),
        lessons_learned=(
            "An expiry date is an outage with an appointment. It costs a calendar entry to avoid "
            "and a night to repair, so the list of what expires deserves an owner as much as any "
            "service does."
        ),
        themes=("certificates have no owner", "runbooks are out of date"),
    ),
    SampleIncident(
        number=24,
        days_before_today=339,
        service="payments",
        symptom="card payments declined",
        severity="SEV1",
        cause="config change without canary",
        impact=SampleImpact(
            began_at="10:12",
            duration_minutes=41,
            summary="All card payments were declined; wallets and invoices went on working.",
            users_affected=3900,
            revenue_usd="26500.00",
            slo_budget_percent=17.5,
        ),
        timeline=(
            ("10:12", "impact_began", "New currency table goes live in all regions at once"),
            ("10:21", "other", "Support asks in chat whether cards are down"),
            ("10:25", "first_alert", "Declines over 60 % for five minutes"),
            ("10:27", "acknowledged", "On-call opens an incident channel"),
            ("10:33", "cause_identified", "Request logs carry the amount with four decimals"),
            ("10:36", "other", "Rollback started; the pipeline rebuilds the whole image first"),
            ("10:51", "fix_deployed", "Former currency table live again"),
            ("10:53", "recovered", "Declines at their usual 3 %"),
            ("11:05", "all_clear", "Failed payments offered again by mail"),
        ),
        root_cause=(
            "The currency table gained a column for precision, and its default of four decimals "
            "reached the card processor, which refuses such amounts. Configuration goes to every "
            "region in one step, so all cards were declined within seconds."
        ),
        made_it_possible=("Configuration skips the staged rollout that code goes through",),
        slowed_detection=("Declines are normal in small numbers, so the alert waits five minutes",),
        slowed_resolution=("Taking a configuration back means building the image again",),
        went_well=(
            "The change was in the incident channel within minutes, posted by its author",
            "Wallet payments were offered as a way round",
        ),
        process_failures=("A change of configuration needs no second pair of eyes",),
        technical_gaps=("Amounts are not validated before they leave for the processor",),
        action_items=(
            SampleAction(
                action="Validate amounts against the currency before sending",
                owner="Mei",
                priority="P1",
                ticket="OPS-47",
                closed_day=190,
                reviews=("not started: behind the tax release", "in progress"),
            ),
            SampleAction(
                action="Approval by a second person for shared configuration",
                owner="Tomás",
                priority="P2",
                ticket="OPS-48",
                status="dropped: replaced by the review of all configuration in #34",
                closed_day=112,
            ),
            SampleAction(
                action="Keep the last five configurations ready to switch back",
                owner="Jonas",
                priority="P2",
                ticket="OPS-49",
                closed_day=200,
                reviews=("not started",),
            ),
        ),
        lessons_learned=(
            "Configuration is code that skips the compiler. It changes behaviour as quickly as a "
            "deploy and reaches further, so it earns at least the same care on its way out."
        ),
        themes=(
            "config changes skip review",
            "rollback takes too long",
            "alerts fire after customers notice",
        ),
        parked=(
            SampleParked(
                kind="topic", text="Error budget policy: when do we stop shipping features?"
            ),
        ),
    ),
    SampleIncident(
        number=25,
        days_before_today=327,
        service="checkout",
        symptom="wrong shipping fees",
        severity="SEV3",
        cause="config change without canary",
        impact=SampleImpact(
            began_at="08:05",
            duration_minutes=170,
            summary="Shipping was free for parcels that should cost 4.90; orders went through.",
            users_affected=2100,
            revenue_usd="10290.00",
            slo_budget_percent=0.5,
        ),
        timeline=(
            ("08:05", "impact_began", "Fee rules for a new carrier go live"),
            ("10:02", "first_alert", "The daily report on margins turns red"),
            ("10:10", "acknowledged", "On-call asks finance which fees look wrong"),
            (
                "10:24",
                "cause_identified",
                "The new rule matches every postal code, not the listed ones",
            ),
            ("10:31", "other", "Two teams start a rollback each; they wait for the same lock"),
            ("10:52", "fix_deployed", "Rule taken back"),
            ("10:55", "recovered", "Fees correct in a sample of new orders"),
            ("11:20", "all_clear", "Finance agrees to honour the free shipping"),
        ),
        root_cause=(
            "An empty list of postal codes in a fee rule means “everywhere” to the engine and "
            "“nowhere” to people. The rule went to all regions at once, and no region was "
            "compared with another."
        ),
        made_it_possible=(
            "An empty list reads differently to people and to the rule engine",
            "Fee rules reach all regions in one step",
        ),
        slowed_detection=("Nothing technical failed, so no alert had a reason to fire",),
        slowed_resolution=("Rollbacks queue behind a lock that does not say who holds it",),
        went_well=(
            "Finance had the sum lost within half an hour",
            "The rule's author was in the channel and explained the intent",
        ),
        process_failures=("Fee rules are tried on last year's orders by one person on a laptop",),
        technical_gaps=("There is no alert on business figures",),
        action_items=(
            SampleAction(
                action="Refuse fee rules with an empty list of postal codes",
                owner="Lena",
                priority="P2",
                ticket="OPS-51",
                closed_day=30,
                reviews=("in progress",),
            ),
            SampleAction(
                action="Alert when the average shipping fee moves by more than 20 %",
                owner="Priya",
                priority="P2",
                ticket="OPS-52",
                closed_day=170,
                reviews=("not started",),
            ),
        ),
        lessons_learned=(
            "The service was healthy and the result was wrong. Our dashboards answer “does it "
            "run?” and leave “does it do the right thing?” to a report that somebody reads at "
            "ten."
        ),
        themes=("config changes skip review", "rollback takes too long"),
    ),
    SampleIncident(
        number=26,
        days_before_today=318,
        service="gateway",
        symptom="503 on all routes",
        severity="SEV1",
        cause="retry storm",
        impact=SampleImpact(
            began_at="20:14",
            duration_minutes=36,
            summary="The shop was unreachable for most visitors during the evening peak.",
            users_affected=22000,
            revenue_usd="48700.00",
            slo_budget_percent=34.0,
        ),
        timeline=(
            ("20:14", "impact_began", "One of three gateway nodes restarts for a kernel update"),
            ("20:15", "first_alert", "Error ratio at the edge over 5 %"),
            ("20:17", "acknowledged", "On-call sees two nodes at full CPU"),
            ("20:22", "other", "Restarted node comes back and is flooded at once"),
            ("20:31", "cause_identified", "Half of all requests carry a retry header"),
            ("20:42", "fix_deployed", "Retried requests shed at the edge for ten minutes"),
            ("20:50", "recovered", "All three nodes under 60 % CPU"),
            ("21:15", "all_clear", "Shedding switched off, traffic normal"),
        ),
        root_cause=(
            "While one node restarted, the other two ran slightly over their limit and answered "
            "some requests with 503. Apps and partner clients retried those at once, and the "
            "retries kept the load over the limit after the node was back."
        ),
        made_it_possible=(
            "The gateway runs without the headroom to lose a node at peak",
            "Clients retry a 503 at once and without limit",
        ),
        slowed_resolution=(
            "Shedding retried requests was a rule to be written during the incident",
        ),
        went_well=(
            "The first alert came within a minute",
            "The edge team had a shell and a plan within ten minutes",
        ),
        process_failures=("Kernel updates may start during the evening peak",),
        technical_gaps=("The gateway has no admission control",),
        action_items=(
            SampleAction(
                action="Answer overload with Retry-After and shed retries first",
                owner="Kofi",
                priority="P1",
                ticket="OPS-54",
                closed_day=160,
                reviews=("not started", "in progress: in review"),
            ),
            SampleAction(
                action="Move kernel updates to the early morning",
                owner="Jonas",
                priority="P2",
                ticket="OPS-55",
                closed_day=185,
                reviews=("not started: the platform team owns the schedule",),
            ),
        ),
        lessons_learned=(
            "The trigger was gone after two minutes and the outage stayed for half an hour: the "
            "system had found a second stable state, and it was the bad one. Only less load "
            "brings it back, so we need a way to refuse work politely."
        ),
        themes=("no client-side retry budget",),
        parked=(
            SampleParked(kind="idea", text="Load-test the gateway"),
            SampleParked(kind="action", text="Draw the map of who retries whom", resolved_day=70),
        ),
    ),
)
