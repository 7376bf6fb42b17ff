"""The words for a first event: its sorts, what they begin with, and what is to be done."""

from flask_babel import lazy_gettext as _l

from app.hosting.rules import Sort, Stage, Step

SORTS = {
    Sort.STUDY: _l("A study evening"),
    Sort.MIXER: _l("A get-together"),
    Sort.VOLUNTEER: _l("Volunteering"),
    Sort.MEAL: _l("A meal"),
}
SORT_HINTS = {
    Sort.STUDY: _l("One question, one short talk or a page read together, and time to talk."),
    Sort.MIXER: _l("People of different trades at small tables, changing places once."),
    Sort.VOLUNTEER: _l("Doing something useful side by side: talking comes by itself."),
    Sort.MEAL: _l("One table, six people, everybody pays for themselves."),
}
TITLES = {
    Sort.STUDY: _l("A small study evening"),
    Sort.MIXER: _l("A small get-together"),
    Sort.VOLUNTEER: _l("A morning of lending a hand"),
    Sort.MEAL: _l("A meal at one table"),
}
TEXTS = {
    Sort.STUDY: _l(
        "We take one question and look at it together.\n\n"
        "### How it goes\n\n"
        "- Everybody says in a minute who they are and what they would like to know\n"
        "- Somebody tells what they have tried, for about twenty minutes\n"
        "- We talk at tables of four\n"
        "- What each of us takes home\n\n"
        "You need not know anything beforehand."
    ),
    Sort.MIXER: _l(
        "People of different trades get to know each other, at tables small enough to listen.\n\n"
        "### How it goes\n\n"
        "- Everybody says in a minute what they do and what they can give\n"
        "- A first round of talking at tables of four\n"
        "- Everybody changes places for a second round\n"
        "- Who should meet whom: we introduce each other\n\n"
        "Come alone if you like. Nobody sells anything here."
    ),
    Sort.VOLUNTEER: _l(
        "We do something useful together, and get to know each other on the way.\n\n"
        "### How it goes\n\n"
        "- We meet and share out what there is to do\n"
        "- Two hours of work in pairs, with a break\n"
        "- A cup of tea afterwards for those who would like to stay\n\n"
        "Wear something that may get dirty. No experience is needed."
    ),
    Sort.MEAL: _l(
        "Six people at one table: few enough for one conversation.\n\n"
        "### How it goes\n\n"
        "- We meet at the restaurant and order\n"
        "- Everybody brings one thing they would like to ask the others\n"
        "- Everybody pays for what they have had\n\n"
        "Please say when you register what you cannot eat."
    ),
}
STAGES = {
    Stage.PLANNING: _l("Getting it ready"),
    Stage.INVITING: _l("Inviting people"),
    Stage.EVENING: _l("The evening itself"),
    Stage.AFTERWARDS: _l("Afterwards"),
}
STEPS = {
    Step.DATE: _l("A day and an hour"),
    Step.PLACE: _l("A place, or a web address"),
    Step.SEATS: _l("A number of seats"),
    Step.TEXT: _l("What it is about"),
    Step.CARD: _l("Who is behind it"),
    Step.CO_HOST: _l("Somebody to host it with"),
    Step.PUBLISHED: _l("Publish the page"),
    Step.SOMEBODY: _l("Share the link: a first person has registered"),
    Step.LETTER: _l("A reminder for those who come"),
    Step.DOOR: _l("A second pair of hands at the door"),
    Step.TABLES: _l("Who sits with whom"),
    Step.ARRIVED: _l("Check people in"),
    Step.WORDS: _l("A few words for the recap"),
    Step.NEXT: _l("The next one"),
}
STEP_HINTS = {
    Step.DATE: _l("Three weeks ahead is enough for people to keep it free."),
    Step.PLACE: _l("Where there is one table and no music, people hear each other."),
    Step.SEATS: _l("Small is good: with eight people you hear everybody once."),
    Step.TEXT: _l("For whom it is, how it goes, what it costs."),
    Step.CARD: _l("Who runs the group, ties to a business, how it stands to selling."),
    Step.CO_HOST: _l("Good to have: two notice more, and one can be ill."),
    Step.PUBLISHED: _l("Until then only those who run the group see it."),
    Step.SOMEBODY: _l("Ask three people you know in person. The rest follow."),
    Step.LETTER: _l(
        "Good to have: the way there, what to bring, how to reach you. Plan it for the day before."
    ),
    Step.DOOR: _l("A helper of the group, or a link and a PIN for somebody without an account."),
    Step.TABLES: _l("Good to have: planned with reasons, to print or to show on a screen."),
    Step.ARRIVED: _l(
        "With it the recap knows who came, and nobody counts as missing who was there."
    ),
    Step.WORDS: _l("Good to have: your thanks, and papers or pictures as links."),
    Step.NEXT: _l("Good to have: those who liked it ask for the date first."),
}
