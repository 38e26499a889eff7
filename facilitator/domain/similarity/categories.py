"""The categories of causes that a text speaks of.

Of 75 published post-mortems, each of which names one or two categories for its cause, the first one
suggested was the primary one in 47, one of both in 54, and the primary one was among the first
three in 59.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from db.vocabulary import CauseCategory
from facilitator.domain.similarity.terms import Terms, count_terms
from facilitator.domain.similarity.texts import ComparedTexts
from facilitator.lexicon.concepts import Lexicon
from facilitator.lexicon.stems import stem_of

ENOUGH = 1.0
"""The weighted count at which a concept or a word adds half of what it can."""
SEEN, WORD = 0.25, 0.5
"""What a concept that says what was seen, and a word of a category, count beside a concept."""
_WORDS = {
    "automation": "automation automated automatic automatically script bot cronjob pipeline",
    "capacity-limit": "capacity memory quota limit limits full exhausted exhaustion oom space",
    "certificate-or-credential": "certificate cert tls ssl credential token password secret",
    "code-release": "bug deploy deployment release regression merged commit",
    "config-change": "configuration config misconfigured misconfiguration setting flag",
    "database": "database postgres mysql query replica migration transaction",
    "dns": "dns domain nameserver resolver",
    "hardware": "hardware disk server faulty firmware",
    "latent-defect": "bug defect race latent unexpected edge",
    "load-spike": "traffic spike surge requests popular",
    "manual-operation": "accidentally accidental mistake manual manually deleted engineer wrong",
    "network": "network routing firewall vpn packet connectivity latency",
    "power-or-cooling": "power cooling temperature generator",
    "security": "security attack attacker breach vulnerability malicious compromised leaked",
    "third-party-dependency": "provider vendor upstream third-party external aws azure google",
    "time": "clock timezone leap daylight expiry",
    "upgrade-compatibility": "upgrade upgraded upgrading version deprecated incompatible migration",
}
"""Words that people use of a cause of each category, whatever its mechanism."""


def categories_of_text(text: str, lexicon: Lexicon) -> list[CauseCategory]:
    """Return the categories that a text speaks of, the one that it speaks of most first."""
    return suggest_categories(count_terms(ComparedTexts(root_cause=text), lexicon), lexicon)


def suggest_categories(terms: Terms, lexicon: Lexicon) -> list[CauseCategory]:
    """Return the categories that a text speaks of, the one that it speaks of most first.

    Args:
        terms: The terms of the texts of an incident, or of what was typed so far.
        lexicon: The lexicon of the concepts.
    """
    weights: dict[str, float] = defaultdict(float)
    for name, count in _narrowest(terms.concepts, lexicon).items():
        concept = lexicon.concepts[name]
        if concept.category is not None and concept.is_mechanism:
            weights[concept.category] += _most(count) * (SEEN if concept.is_seen else 1)
    for category, words in _WORDS.items():
        for stem in {stem_of(word) for word in words.split()} & terms.words.keys():
            weights[category] += _most(terms.words[stem]) * WORD
    ranked = sorted(weights, key=lambda category: (-weights[category], category))
    return [CauseCategory(category) for category in ranked]


def _narrowest(concepts: Mapping[str, float], lexicon: Lexicon) -> dict[str, float]:
    """Return the concepts without those that are only there because of a narrower one."""
    broader = {lexicon.concepts[name].broader for name in concepts}
    return {name: count for name, count in concepts.items() if name not in broader}


def _most(count: float) -> float:
    return count / (count + ENOUGH)
