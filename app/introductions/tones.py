"""First words for those who do not know how to begin: three tones, to be made one's own."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

TONES: dict[str, LazyString] = {
    "warm": _l("Warm"),
    "polite": _l("Formal"),
    "brief": _l("Short"),
}
BLANK = "＿＿"
"""Stands where the writer's own words belong; nothing is sent as long as one is left."""

ASKING: dict[str, dict[str, LazyString]] = {
    "warm": {
        "purpose": _l(
            "I have been working on ＿＿ for some time and would love to talk about ＿＿"
            " with somebody who knows it from the inside. Half an hour would help me a lot."
        ),
        "why": _l("What draws me is ＿＿: I think we would have much to tell each other."),
        "offer": _l("In return I am glad to help with ＿＿, whenever you like."),
    },
    "polite": {
        "purpose": _l(
            "I work on ＿＿. I would be grateful for the opportunity to hear about ＿＿,"
            " for about thirty minutes, at a time that suits you."
        ),
        "why": _l("I am asking because of your experience with ＿＿."),
        "offer": _l("For my part, I could be of help with ＿＿."),
    },
    "brief": {
        "purpose": _l(
            "I am looking for an answer to one question: ＿＿. Thirty minutes are enough."
        ),
        "why": _l("Because ＿＿."),
        "offer": _l("I can give: ＿＿."),
    },
}
PASSING_ON: dict[str, LazyString] = {
    "warm": _l("I thought of you at once: ＿＿. I think you two would enjoy talking about ＿＿."),
    "polite": _l(
        "May I pass this on to you? I know this person from ＿＿, and found them ＿＿."
        " Please decide just as it suits you."
    ),
    "brief": _l("We know each other from ＿＿. Worth half an hour, I think, because ＿＿."),
}
FIRST_LINES: dict[str, LazyString] = {
    "warm": _l(
        "“I was so glad to hear about you. Would you have half an hour in the coming weeks?”"
    ),
    "polite": _l(
        "“Thank you for agreeing to be introduced. May I ask when thirty minutes would suit you?”"
    ),
    "brief": _l("“Shall we talk? Next Tuesday or Thursday evening would suit me.”"),
}
