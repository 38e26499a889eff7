"""The words that say nothing about how a system failed, and those that do."""

from __future__ import annotations

from facilitator.lexicon.stems import stem_of
from facilitator.lexicon.words import Word

SHORTEST_WORD = 2
"""The fewest characters of a word that says something."""
LONGEST_NAME_WITH_DIGITS = 5
"""The most characters of a word with digits, such as `x509`; longer ones are hashes and ids."""
_ENGLISH = """
    a about after again all also although always am an and another any are around as at away back be
    because been before being between both but by came can cannot could did do does doing done down
    during each either else even ever every few for from further get gets getting give given go
    goes going gone got had has have having he her here him his how however i if in into is it its
    itself just kept know known last later less let like made make makes making many may might more
    most much must my near need needed needs never new next no none nor not nothing now of off often
    on once one only onto or other our out over own per put quite rather really right said same saw
    say see seem seemed seen several shall she should since so some something soon still such take
    taken taking than that the their them then there these they thing things this those though
    through thus to together too took two under until up upon us use used uses using very via want
    was way we well went were what when where whether which while who whole whom why will with
    within without would yet you your able across actually against almost already among amount
    aren't can't couldn't didn't doesn't don't hadn't hasn't haven't i'm isn't it's shouldn't that's
    wasn't we're weren't won't wouldn't we've they're first second third three four five
"""
_INCIDENT_REPORT = """
    acknowledged action actions affected affecting am ask asked attendees background began begin
    bst cause caused causes causing cest cet comms confirmed consequence context contributing cst
    currently date day days declared description details detected detection discovered duration
    edt est event events experienced experiencing factor factors fix fixed follow following found
    friday happened happening hour hours identified impact impacted incident incidents informed
    initial investigate investigated investigating investigation issue issues item items january
    february march april june july august september october november december key learned lesson
    lessons link looked looking luck lucky message minute minutes min mins monday month months
    morning night noted notice noticed occurred outage outages overview owner pdt people person
    please pm pr problem problems process pst reason report reported reports resolution resolve
    resolved resolving responder responders response result resulted root saturday section severity
    slack stakeholders start started starting starts stats status summary sunday team teams thread
    thursday time timeline times today tomorrow tuesday understand update updates utc wednesday
    week weekend weeks work worked working wrong year years yesterday postmortem mortem post
    http https www com org html github issuecomment sec seconds
"""
STOP_WORDS = frozenset(f"{_ENGLISH} {_INCIDENT_REPORT}".split())
"""The commonest English words, and those that every report of an incident has."""
_STOP_STEMS = frozenset(map(stem_of, _INCIDENT_REPORT.split()))


def is_informative(word: Word) -> bool:
    """Return whether a word may tell one incident from another.

    Stop words, numbers, ids and the parts of a name in camel case do not.
    """
    folded = word.spelling.casefold()
    if word.is_part or len(folded) < SHORTEST_WORD or folded.isdigit():
        return False
    if folded in STOP_WORDS or word.stem in _STOP_STEMS:
        return False
    return folded.isalpha() or "'" in folded or len(folded) <= LONGEST_NAME_WITH_DIGITS
