"""How places are written that stand in postal addresses: one rule for where a town's name ends."""

CAPITAL = "A-ZÀ-ÞĀ-ŽΑ-ΩΆ-ΏА-ЯЁІЇЄ\u05d0-\u0dff"
"""Capitals, and the letters of scripts that have none."""
SIGNS = r"\u0300-\u036f\u0900-\u0dff\u0e00-\u0eff.'’-"
"""What beside letters may be in a name: vowel signs, accents, hyphens."""
PROPER = rf"[{CAPITAL}](?:[^\W\d_]|[{SIGNS}])*"
_NO_STOP = r"(?<!\w\w\w\w\.)"
"""A dot behind a longer word than "St." ends a sentence."""
_JOINT = (
    "am|an|auf|bei|ob|der|den|dem|die|das|de|la|le|les|lès|sur|sous|en|du|des|del|della|di|do|da|van|von|im|in|zum|zur"
    "|upon|of|the|el|los|y|i|w|na|a|nad"
)
_DISTRICT = r"[0-9]{1,2}(?=\s?(?:[,;.!?)\n-]|$))"
"""Of "Paris 12" or "Praha 4": where nothing else is said that may be counted."""
TOWN = rf"{PROPER}{_NO_STOP}(?:[ /-](?:(?:(?:{_JOINT})[ -]){{0,2}}{PROPER}{_NO_STOP}|{_DISTRICT})){{0,3}}"
