"""Whether action items work: the day to check one, and a hint where none of them can.

Training people, reminding them and writing things down leaves the system as it is, so the incident
can happen again. The hierarchy of interventions calls these the weakest actions (National Center
for Patient Safety, "RCA²: Improving Root Cause Analyses and Actions to Prevent Harm", 2015).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from db.records import ActionItem, Check
from db.vocabulary import SLOTS
from facilitator.domain.labels import CHECK_LABELS

DAYS_UNTIL_CHECK = 30
"""How many days after an item is due a check is offered for."""
WEAK_HINT = (
    "All three train, remind or document, and none changes a system:"
    " what would make it hard to happen again?"
)
_TELLING = (
    "train retrain educate teach coach brief remind warn tell inform announce communicate"
    " emphasise emphasize reinforce encourage urge discuss share"
)
"""Verbs of actions that change what people know, whatever it is about."""
_WRITING = (
    "review revisit reread clarify document describe note record write rewrite update ensure"
    " remember hold run give send add create do"
)
"""Verbs of actions that may change no more than a text; it depends on what follows."""
_WEAK_OBJECT = re.compile(
    r"\b(?:training|workshop|awareness|reminder|refresher|document\w*|docs?|runbooks?|playbooks?"
    r"|wiki|guides?|guidelines?|checklists?|readme|polic(?:y|ies)|procedures?|e-?mails?|newsletter"
    r"|everyone|everybody|people|teams?|engineers|developers|staff|colleagues|on-?call|careful"
    r"|lessons?|knowledge|incident|post-?mortem|process)\b"
)
_WORD_OF_SYSTEMS = re.compile(
    r"\b(?:automat\w*|alert\w*|alarm\w*|monitor\w*|deploy\w*|roll ?back\w*|retr(?:y|ies)|limit\w*"
    r"|timeout\w*|circuit|breaker|tests?|ci|pipeline|script\w*|block\w*|reject\w*|enforce\w*"
    r"|validat\w*|canar(?:y|ies)|replica\w*|fail-?over|cache\w*|queue\w*|scal\w*|quota\w*|schema"
    r"|linter?|gate|guard\w*)\b"
)


def default_check_day(due: date | None, today: date) -> date:
    """Return the day that is offered for a check: some weeks after the item is due."""
    return max(due or today, today) + timedelta(days=DAYS_UNTIL_CHECK)


def check_in_words(check: Check) -> str:
    """Return what a check has found: `did not hold (it paged again on Sunday)`."""
    note = f" ({check.note})" if check.note else ""
    return f"{CHECK_LABELS[check.result].name}{note}"


def is_weak(action: str) -> bool:
    """Return whether an action only trains, reminds or documents, as far as its words tell."""
    words = action.casefold()
    verb = re.match(r"\W*(\w+)", words)
    if verb is None or _WEAK_OBJECT.search(words) is None:
        return False
    if verb[1] in _TELLING.split():
        # What people are told about may be a system; what is done beside it changes one.
        return _WORD_OF_SYSTEMS.search(words.partition(" and ")[2]) is None
    return verb[1] in _WRITING.split() and _WORD_OF_SYSTEMS.search(words) is None


def weak_actions_hint(items: Sequence[ActionItem]) -> str:
    """Return a hint where all three action items are weak; empty otherwise. It blocks nothing."""
    is_full = len(items) == len(SLOTS)
    return WEAK_HINT if is_full and all(is_weak(item.action) for item in items) else ""
