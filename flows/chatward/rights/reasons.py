"""What the codes that requests stand with mean to whoever answers for them, and what can be done about it."""

_SETTLED = "`chatward request verify --reviewed`"
REASONS = {
    "proof_is_of_another": f"the identifier that was proven is another person's: refuse it, or {_SETTLED}",
    "several_people_behind_it": f"several people may use the identifier: ask who it is, then {_SETTLED}",
    "identity_in_doubt": "some records may be theirs: `chatward identity list` tells what is to be decided",
    "target_is_none_of_theirs": "the conversation or message is none of theirs: ask which one is meant, or refuse it",
    "nothing_to_correct": "it does not say what is right: add a request that has field and value",
    "identifier_is_anothers": "what is said to be right is somebody else's identifier: ask again, or refuse it",
    "copy_comes_first": f"a copy of the same data was made in the same run: hand it over, then {_SETTLED}",
    "nothing_held": "nothing is stored of the person",
    "nothing_rests_on_consent": "nothing rests on a consent that could be withdrawn",
    "legal_hold": "a legal hold keeps something: the first run after its release goes on",
}


def reason_of(code: str | None) -> str | None:
    """Return what a code means; None for none, and for one that people gave themselves."""
    return REASONS.get(code or "")
