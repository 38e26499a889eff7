"""What a new ticket is given, what Jira does not take, and what is never sent twice."""

import pytest

from db.vocabulary import Priority
from facilitator.tracker.errors import AnswerLost, NotThere, Refused, ServerFailed
from facilitator.tracker.jira.tracker import JiraTracker
from tests.tracker.asking import KEY, ask, draft
from tests.tracker.document import FOLDER, description_schema
from tests.tracker.fake_cloud import FakeCloud, Field
from tests.tracker.loopback import Reply

CREATE = "POST /rest/api/3/issue"


def text_of(cloud: FakeCloud, ticket: str = "OPS-1") -> list[str]:
    """Return the paragraphs of a description, which has to follow Atlassian's schema."""
    document = cloud.issues[ticket].fields["description"]
    if FOLDER.is_dir():
        description_schema().validate(document)
    return [
        "".join("\n" if node["type"] == "hardBreak" else node["text"] for node in part["content"])
        for part in document["content"]
    ]


def test_a_lost_answer_is_no_reason_to_make_a_second_ticket(
    cloud: FakeCloud, tracker: JiraTracker
) -> None:
    cloud.server.lost.add(CREATE)
    with pytest.raises(AnswerLost, match="may have been done"):
        tracker.create(draft(), KEY)
    # Each time, two pages are asked for.
    cloud.search_lag = 3 * 2
    assert [tracker.find(KEY) for _ in range(4)] == [None, None, None, "OPS-1"]
    assert len(cloud.issues) == len(cloud.server.calls(CREATE)) == 1


@pytest.mark.parametrize(
    "reply",
    [
        Reply(503, None, {"Retry-After": "5"}),
        Reply(
            502, body=b"<html><h1>Bad Gateway</h1></html>", headers={"Content-Type": "text/html"}
        ),
        Reply(200, body=b"<html>Log in</html>", headers={"Content-Type": "text/html"}),
        Reply(201, {}),
        Reply(201, {"key": "OPS-1"}, {"X-Seraph-LoginReason": "AUTHENTICATED_FAILED"}),
    ],
    ids=["unavailable", "html", "page", "no key", "as nobody"],
)
def test_an_answer_that_leaves_open_what_was_done_is_sent_once(
    cloud: FakeCloud, tracker: JiraTracker, reply: Reply
) -> None:
    cloud.server.instead[CREATE].append(reply)
    with pytest.raises(AnswerLost):
        tracker.create(draft(), KEY)
    assert len(cloud.server.calls(CREATE)) == 1


def test_a_part_of_the_api_that_is_gone_has_made_nothing(
    cloud: FakeCloud, tracker: JiraTracker
) -> None:
    cloud.server.instead[CREATE].append(Reply(410, {"errorMessages": ["Removed."]}))
    with pytest.raises(ServerFailed, match=r"410.*Removed"):
        tracker.create(draft(), KEY)


def test_what_the_screen_lacks_is_said_and_stands_in_the_description(
    cloud: FakeCloud, tracker: JiraTracker
) -> None:
    for name in ("duedate", "priority", "assignee", "labels"):
        del cloud.screen[name]
    made = tracker.create(draft(), KEY)
    where = "it is not on the create screen of OPS, Task"
    assert made.remarks == [
        f"labels left out: {where}",
        f"priority left out: {where}",
        f"owner left out: {where}",
        f"due date left out: {where}",
    ]
    assert made.account == ""
    assert text_of(cloud)[1:] == [
        f"Labels: postmortem, {KEY}",
        "Priority: P1",
        "Owner: Priya Raman",
        "Due date: 2026-03-28",
    ]


def test_a_screen_without_a_description_is_said(cloud: FakeCloud, tracker: JiraTracker) -> None:
    del cloud.screen["description"]
    (remark,) = tracker.create(draft(), KEY).remarks
    assert remark.startswith("description left out")


def test_a_project_that_is_not_there_is_said_in_jiras_words(cloud: FakeCloud) -> None:
    with pytest.raises(NotThere, match="No project could be found with key 'NOPE'"):
        ask(cloud.server.url, project="NOPE").create(draft(), KEY)


def test_fields_that_nobody_can_fill_are_named_before_anything_is_sent(
    cloud: FakeCloud, tracker: JiraTracker
) -> None:
    cloud.screen["customfield_1"] = Field("Cost centre", required=True)
    cloud.screen["customfield_2"] = Field("Root cause", required=True)
    cloud.screen["customfield_3"] = Field("Team", required=True, has_default=True)
    with pytest.raises(Refused, match="a Task of OPS also needs Cost centre, Root cause, which"):
        tracker.create(draft(), KEY)
    with pytest.raises(Refused, match="Cost centre, Root cause"):
        ask(cloud.server.url).check_screen()
    assert cloud.server.calls(CREATE) == []


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("priority", "The priority selected is invalid."),
        ("labels", "The label 'a b' contains spaces which is invalid."),
        ("duedate", "Error parsing date string"),
        ("customfield_1", "Cost centre is required."),
    ],
)
def test_what_jira_refuses_is_said_in_its_words(
    cloud: FakeCloud, tracker: JiraTracker, field: str, words: str
) -> None:
    refusal = Reply(400, {"errorMessages": [], "errors": {field: words}})
    cloud.server.instead[CREATE].append(refusal)
    with pytest.raises(Refused, match=f"Jira refused: {field}: {words}") as caught:
        tracker.create(draft(), KEY)
    assert caught.value.fields == {field: words}
    assert cloud.issues == {}


def test_a_priority_that_the_project_does_not_have_is_left_out(cloud: FakeCloud) -> None:
    asking = ask(cloud.server.url, priorities=("Blocker", "high", "Medium"))
    (remark,) = asking.create(draft(), KEY).remarks
    assert remark == (
        "priority left out: OPS has no priority “Blocker”; it has Highest, High, Medium, Low"
    )
    asking.create(draft(priority=Priority.P2), KEY)
    assert cloud.issues["OPS-2"].fields["priority"] == {"name": "High"}


@pytest.mark.parametrize(
    ("owner", "account", "words"),
    [
        ("priya raman", "5b10a-priya", ""),
        ("Priya", "5b10a-priya", ""),
        ("Ben", "", "owner left out: Ben may be any of Ben Ito, Ben Okri"),
        ("Zoë", "", "owner left out: Jira finds nobody called Zoë to assign it to"),
    ],
)
def test_an_owner_is_assigned_only_where_there_is_no_doubt(
    cloud: FakeCloud, tracker: JiraTracker, owner: str, account: str, words: str
) -> None:
    made = tracker.create(draft(owner=owner), KEY)
    assert made.account == account
    assert list(made.remarks) == ([words] if words else [])
    assert ("assignee" in cloud.issues["OPS-1"].fields) == bool(account)


def test_an_account_that_is_remembered_is_not_looked_up_again(
    cloud: FakeCloud, tracker: JiraTracker
) -> None:
    made = tracker.create(draft(owner="Benny", account="5b10a-ben"), KEY)
    assert made.account == "5b10a-ben"
    assert cloud.issues["OPS-1"].fields["assignee"] == {"id": "5b10a-ben"}
    assert cloud.server.calls("GET /rest/api/3/user/assignable/search") == []


def test_an_owner_who_may_not_be_looked_up_does_not_stop_the_ticket(
    cloud: FakeCloud, tracker: JiraTracker
) -> None:
    search = "GET /rest/api/3/user/assignable/search"
    cloud.server.instead[search].append(Reply(403, {"errorMessages": ["Browse users needed"]}))
    (remark,) = tracker.create(draft(), KEY).remarks
    assert "Priya Raman could not be looked up (not allowed: Browse users needed)" in remark


@pytest.mark.parametrize(
    ("action", "summary"),
    [
        ("Cap\n  client\tretries ", "Cap client retries"),
        ("a" * 255, "a" * 255),
        ("a" * 256, "a" * 254 + "…"),
        ("🧯" * 200, "🧯" * 127 + "…"),
        ("Wörter, 日本語, שלום \x1b[31m", "Wörter, 日本語, שלום ␛[31m"),
    ],
    ids=["lines", "fits", "long", "two units each", "scripts"],
)
def test_a_summary_is_one_line_that_jira_takes(
    cloud: FakeCloud, tracker: JiraTracker, action: str, summary: str
) -> None:
    tracker.create(draft(action=action), KEY)
    assert cloud.issues["OPS-1"].fields["summary"] == summary


def test_an_action_that_does_not_fit_stands_whole_in_the_description(
    cloud: FakeCloud, tracker: JiraTracker
) -> None:
    action = "Cap retries:\n- in the client\n" + "x" * 300
    tracker.create(draft(action=action), KEY)
    assert text_of(cloud)[0] == action


def test_a_draft_without_owner_and_day_leaves_nothing_out(
    cloud: FakeCloud, tracker: JiraTracker
) -> None:
    assert tracker.create(draft(owner="", due=None), KEY).remarks == []
    assert "duedate" not in cloud.issues["OPS-1"].fields


def test_the_create_screen_is_read_once(cloud: FakeCloud, tracker: JiraTracker) -> None:
    cloud.page = 4
    for number in range(3):
        tracker.create(draft(), f"pm-{number}")
    # Two pages of fields and more, and none of them a second time.
    screens = cloud.server.calls("GET /rest/api/3/issue/createmeta/OPS/issuetypes/10003")
    assert len(screens) == 3
    assert cloud.issues["OPS-3"].fields["priority"] == {"name": "Highest"}


@pytest.mark.parametrize(
    "reply",
    [Reply(200), Reply(200, {}), Reply(200, []), Reply(200, body=b"null"), Reply(200, "issues")],
    ids=["empty", "object", "array", "null", "text"],
)
def test_an_answer_without_a_list_does_not_mean_that_there_is_no_ticket(
    cloud: FakeCloud, tracker: JiraTracker, reply: Reply
) -> None:
    cloud.server.instead["POST /rest/api/3/search/jql"].append(reply)
    with pytest.raises(ServerFailed, match="the address of Jira answered with"):
        tracker.find(KEY)


def test_a_search_without_an_end_does_not_mean_that_there_is_no_ticket(
    cloud: FakeCloud, tracker: JiraTracker
) -> None:
    page = {"issues": [], "isLast": False, "nextPageToken": "again"}
    cloud.server.instead["POST /rest/api/3/search/jql"].extend([Reply(200, page)] * 1_000)
    with pytest.raises(ServerFailed, match="no end"):
        tracker.find(KEY)


def test_a_ticket_is_announced_right_before_it_is_sent_and_not_sent_after_an_objection(
    cloud: FakeCloud, tracker: JiraTracker
) -> None:
    asked = []

    def object_to_it() -> None:
        asked.append([request.call for request in cloud.server.requests])
        raise InterruptedError

    with pytest.raises(InterruptedError):
        tracker.create(draft(), KEY, object_to_it)
    assert len(cloud.server.requests) == len(asked[0]) > 3
    assert cloud.issues == {}
