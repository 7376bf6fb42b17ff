"""The words of the API's pages and of its description."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from app.accounts.models import Scope

BAD_KEY = _l("1 to 255 printable ASCII characters, please.")

SCOPES: dict[Scope, LazyString] = {
    Scope.READ: _l("Read"),
    Scope.PROFILE: _l("Change my profile"),
    Scope.ATTEND: _l("Register and cancel"),
    Scope.CONNECT: _l("Meet people"),
    Scope.ORGANIZE: _l("Organize"),
    Scope.DOOR: _l("Keep the door"),
}
SCOPE_HINTS: dict[Scope, LazyString] = {
    Scope.READ: _l("What you see yourself: events, your places, your connections, your recaps."),
    Scope.PROFILE: _l("Your names, your tags, and who sees what."),
    Scope.ATTEND: _l("Join groups, ask for a place, change it, answer offers."),
    Scope.CONNECT: _l("Connections, introductions, “not for me” and blocks."),
    Scope.ORGANIZE: _l("Groups and events you run, with their attendee lists."),
    Scope.DOOR: _l("Let people in at events you run or help at, and read who came."),
}

# What a word means, wherever it stands. Words that say all they mean are not listed.
FIELDS: dict[str, LazyString] = {
    "id": _l("A name that stays; what it is made of may change."),
    "limit": _l("How many at most."),
    "cursor": _l("Where to go on: from `next` of the part before."),
    "next": _l("The address of the next part; null at the end."),
    "q": _l("Words that all have to stand in the event or in the name of its group."),
    "from": _l("What ends after that moment."),
    "to": _l("What begins before that moment."),
    "mine": _l("Only groups you belong to."),
    "visibility": _l("Of an event: who finds it. Of a profile: who sees each field."),
    "reading": _l("How the name is read, in hiragana; lists are sorted by it."),
    "matched": _l("Whether one is suggested to others, and others to oneself."),
    "reachable": _l("Whether people may ask a common acquaintance to introduce them."),
    "connector": _l("Whether one is glad to introduce people to each other."),
    "disclosure": _l("Who is behind a group, and what they gain by it."),
    "role": _l("What you are in the group; null when you do not belong."),
    "kind": _l("Of a group, or of a line in the door's record."),
    "stance": _l("How somebody, or an evening, stands to selling."),
    "description": _l("Markdown."),
    "timezone": _l("Where it takes place, or where you live: a name such as Asia/Tokyo."),
    "capacity": _l("How many seats; null for no limit. Fewer than are taken send nobody away."),
    "taken": _l("Seats that are confirmed or offered."),
    "mode": _l("First come, first served; by lot; or as the organizers decide."),
    "lottery_at": _l("When the lots are drawn. Only for the mode `lottery`."),
    "nominees": _l("How many people the organizers may seat before the draw."),
    "weighs_losses": _l("Whether whoever lost earlier draws of the group has more lots."),
    "public_value": _l("A figure nobody can know beforehand that goes into the draw."),
    "fee": _l("Yen, at the door."),
    "online_url": _l("Told to whoever has a seat, and to organizers."),
    "elsewhere_url": _l("Where people register, when that is on another platform."),
    "composition": _l("Who comes; null while there are fewer than five."),
    "slots": _l("Ways to come; in a registration, those wished for, in order. None means any."),
    "queue_no": _l("The place in line, counted from 1."),
    "offer_expires_at": _l("Until when the seat is kept for an answer."),
    "latest_notice": _l("How late a freed seat is still of use."),
    "list_visibility": _l("Who sees that somebody comes."),
    "answers": _l("Answers by the id of the question."),
    "buddy_email": _l("Somebody to come with: both get a seat, or neither."),
    "ticket": _l("What the door scans: the address in the QR code, or its token."),
    "grants": _l("Which of your ways to be reached the other sees."),
    "shares": _l("Which of your ways to be reached the other sees."),
    "share": _l("Which of your ways to be reached the other will see."),
    "contacts": _l("Ways to be reached that this person has granted to you."),
    "note": _l("Your private note; in an introduction, the connector's word."),
    "topic": _l("What a request is about: whoever is asked says what they are asked about."),
    "why": _l("Why this person; or, by need, what kind of person."),
    "show": _l("Fields of your profile that may be seen with the request, from the beginning."),
    "people": _l("Two of your connections; each is asked separately."),
    "scope": _l("How well the connector knows whoever asks."),
    "closes_at": _l("When the asker hears at the latest; every ending but success looks the same."),
    "paused": _l("Whether nobody is asked to introduce through you for now."),
    "offline": _l("Written down without a network: it has happened and is kept."),
    "since": _l("When somebody in already came in. Of the record: what was received from then on."),
    "at_device": _l("What the device is called that let them in."),
    "says": _l("What the door says, in the reader's language."),
    "entry": _l("The line of the record that let them in; an undo names it."),
    "ticket_hash": _l("SHA-256 of the ticket's token, hexadecimal."),
    "fee_due": _l("Yen still to be taken at the door."),
    "sent_at": _l("The device's own time at sending: clocks that are off are put right by it."),
    "undoes": _l("The line of the record that is taken back."),
    "early": _l("Let in although it is still early."),
    "occurred_at": _l("When the device saw it."),
    "device": _l("What the device calls itself."),
    "commitment": _l("SHA-256 of the seed, published before anybody enters."),
    "seed": _l("Told once the lots are drawn; hexadecimal."),
    "order": _l("The public names of the registrations, in the order drawn."),
    "whom": _l("Of whom it is, in your own words; nobody else reads it."),
    "due_on": _l("By which day; null where none was named. Only you see that it has passed."),
    "advice": _l("What you are glad to be asked about: at most five, all of them anew."),
    "advice_cap": _l("How often in thirty days you may be asked for advice, 0 to 10; 0 is a rest."),
    "wanted": _l("How many people it takes."),
    "hand": _l("Your own part in it; null where you have none."),
    "shows_name": _l("Whether the organizers may read that it is you."),
    "helpers": _l("For organizers: those who let them read their names."),
    "free": _l("Seats free to you; nought where it is full or you could not sit."),
    "seated": _l("Whether you sit there."),
    "at_table": _l("Who sits there; told to those who do, and to organizers."),
    "errors": _l("What is wrong, field by field."),
    "code": _l("Which rule says no, or what the door answers."),
    "reference": _l("A number to quote when you ask us about a fault."),
    "accept": _l("Say yes to being asked."),
    "rank": _l("1 is the best."),
    "bound": _l("Nothing could reach more than that."),
    "repeats": _l("How many pairs meet a second time."),
    "came": _l("How many came; null when fewer than five."),
}
STATUSES: dict[int, LazyString] = {
    200: _l("Here it is."),
    201: _l("Made."),
    204: _l("Done."),
    401: _l("No key, or one that is worth nothing."),
    403: _l("Not yours to do, or the key is not good for it."),
    404: _l("Not there, or not yours to see."),
    409: _l("Not now: a rule says no, and `code` which one."),
    413: _l("More than 1 MiB."),
    415: _l("Not sent as application/json."),
    422: _l("Bad input: `errors` names each field."),
    429: _l("Too often: `Retry-After` says when to come again."),
    503: _l("Out of breath: come again after `Retry-After` seconds."),
}
TITLE = _l("Kizuna for programs")
INTRODUCTION = _l(
    "Everything members do on the pages, for scripts and other programs: the same rules, the same"
    " refusals, and nothing to be seen that the pages hide."
)
IDEMPOTENCY = _l(
    "A name of your own for this call. Sent again within a day, it gives the same answer and"
    " nothing happens twice."
)
