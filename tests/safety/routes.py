"""Every page of the house and who it is for. A page that is not listed here fails the tests."""

from collections.abc import Iterator
from itertools import product

from flask import Flask
from werkzeug.routing import Rule

from tests.safety.town import ENDINGS, Town

# What is the same for everybody, or shows and changes nothing but one's own things.
OPEN = {
    *("static", "assets.show", "events.home", "events.index", "groups.index", "groups.show"),
    "events.month",
    *("pages.trouble", "leaving.goodbye"),
    *("pages.about", "pages.privacy", "pages.help", "pages.healthz", "pages.readyz"),
    *("pages.robots", "preferences.locale", "accounts.sign_in", "accounts.ask", "accounts.sent"),
    *("accounts.with_password", "accounts.sign_out", "accounts.change_password"),
    *("pages.security", "calendars.everything", "calendars.group", "calendars.news"),
    *("calendars.group_news", "calendars.sitemap", "calendars.embed"),
    "monitoring.show",  # on this machine; elsewhere it does not exist
    "relay.take",  # with the key of the mail provider; without that setting it does not exist
    "hosting.index",
    *("docs.index", "api.description", "connpass.events", "connpass.groups"),
    "events.verifier",
    *("helping.worker", "registrations.ticket_worker"),
    "attendance.scans",  # leads on to the door, whatever the event is called
}
OWN = {
    *("keys.index", "keys.make"),
    *("insights.overview", "insights.attendance"),
    "chores.mine",
    *("settings.show", "settings.password", "settings.sign_ins", "settings.end_others"),
    *("reports.index", "copies.show", "leaving.show", "sharing.index"),
    *("profiles.edit", "profiles.preview", "profiles.welcome", "profiles.tags"),
    *("evidence.index", "evidence.add", "evidence.tell", "evidence.leave_hint"),
    *("statements.index", "studies.index", "studies.write"),
    *("advice.index", "advice.add", "advice.set_monthly"),
    "announcements.mine",
    *("mails.promotion", "mails.works_again", "notices.index", "notices.read_all"),
    *("mails.index", "mails.choose", "moderation.blocks", "registrations.mine"),
    *("connections.index", "matching.index", "introductions.index"),
    *("matching.community", "matching.set_pace", "matching.rest", "matching.go_on"),
    *("matching.add_word", "matching.progress", "matching.marked"),
    *("introductions.need", "introductions.propose", "introductions.terms"),
    *("introductions.rest", "introductions.refuse_all"),
    "together.index",
    *("meeting.code", "meeting.at_venues", "meeting.invitations", "meeting.invite"),
    *("keeping.index", "keeping.set_aim", "keeping.goals", "keeping.set_goals"),
    *("keeping.look_for", "keeping.picture", "keeping.review"),
    *("promises.index", "promises.make", "seconds.index", "seconds.ask", "seconds.remove"),
    *("calendars.own_calendar", "calendars.renew"),
    *("charters.new", "charters.join", "charters.leave", "circles.propose"),
    *("hosting.begin", "hosting.plan"),
}
# One row of one's own, by its number.
OWN_ROW = {
    "reports.message",
    *("settings.end", "keys.take_back", "meeting.withdraw", "keeping.change_target"),
    "notices.follow",
    *("promises.change", "promises.keep", "promises.let_go", "promises.take_up_again"),
    "promises.forget",
    "introductions.leave_prompt",
    *("evidence.change", "evidence.remove"),
    *("statements.say_again", "statements.forget", "studies.remove"),
    "advice.remove",
}
# An event one may see.
EVENT = {
    "reports.event",
    *("events.draw", "events.draw_file"),
    *("events.show", "events.calendar", "registrations.show", "registrations.begin"),
    "calendars.picture",
    *("registrations.register", "matching.people", "matching.beside", "matching.glimpse"),
    *("matching.my_table", "matching.arrived", "matching.met"),
    *("recaps.say_i_came", "recaps.say_i_was_mistaken"),
    *("recaps.answer", "recaps.take_back_answer"),
}
# An event at which one has a place.
PLACE = {
    *("registrations.take_over", "registrations.not_me"),
    *("arriving.show", "arriving.check_in"),
    *("registrations.bring", "registrations.alone", "registrations.rank"),
    *("registrations.introduce", "registrations.minute"),
    *("registrations.edit", "registrations.leave", "registrations.cancel", "registrations.move"),
    *("registrations.accept", "registrations.decline", "registrations.take", "recaps.show"),
}
# What is done beside the programme: for those who come, and those who run the event.
BESIDE = {
    *("chores.index", "chores.name", "chores.take", "chores.give_back", "chores.finish"),
    *("chores.reopen", "chores.show_name", "chores.drop"),
    *("meals.index", "meals.propose", "meals.approve", "meals.decline", "meals.join"),
    *("meals.leave", "meals.call_off"),
}
DOOR = {
    "events.printed_list",
    *("attendance.door", "attendance.count", "attendance.guests", "attendance.scan"),
    *("attendance.scan_page", "attendance.undo", "attendance.receive_fee", "attendance.leave"),
    *("attendance.walk_in", "attendance.let_in", "attendance.send_away"),
    *("attendance.roster", "attendance.receive", "attendance.over"),
    *("imports.links", "imports.make_links"),
}
ORGANIZER = {
    *("announcements.of_event", "announcements.for_event", "announcements.count"),
    *("helping.links", "helping.make", "helping.end", "helping.send_away"),
    *("checking.settings", "checking.screen", "checking.code", "checking.poster"),
    *("checking.checks", "checking.settle"),
    *("events.questions", "events.requests", "events.decide"),
    *("events.invitations", "events.withdraw_invitation"),
    *("events.nominees", "events.nominate", "events.withdraw_nomination", "events.hold_draw"),
    *("events.name_tags", "events.introductions"),
    *("events.answers", "events.series", "events.begin_series", "events.change_series"),
    *("events.leave_out", "events.bring_back", "events.end_series"),
    *("events.attendees", "events.edit", "events.publish", "events.call_off"),
    *("imports.new", "imports.show", "imports.name_columns", "imports.bring_in", "imports.drop"),
    *("imports.progress", "imports.left_out"),
    *("matching.rounds", "matching.look", "matching.begin", "matching.end", "matching.take_back"),
    *("matching.seat", "matching.change_seat", "matching.lock_table", "matching.pairs"),
    *("matching.free_pair", "matching.board", "matching.paper"),
    *("matching.prospects", "matching.handout", "matching.theme"),
    *("insights.desk", "insights.people", "insights.weigh", "insights.decide"),
    "insights.live",
    *("recaps.compose", "recaps.keep_words", "recaps.letter", "recaps.try_out"),
    *("insights.turnout", "insights.close", "insights.reopen", "insights.take_back"),
    *("insights.answer", "insights.excuse"),
    *("insights.person", "insights.remember", "insights.event_log"),
    *("hosting.steps", "hosting.co_host", "hosting.ask_along"),
}
GROUP = {
    *("programmes.new", "programmes.show", "programmes.progress", "programmes.bring_in"),
    *("programmes.drop", "programmes.publish", "programmes.undo"),
    *("insights.group", "insights.group_log"),
    *("announcements.of_group", "announcements.for_group"),
    *("team.members", "team.member", "team.appoint", "team.dismiss", "team.hand_over"),
    *("team.index", "team.invite", "team.withdraw"),
    *("bans.index", "bans.add", "bans.ban_member", "bans.end"),
    *("charters.edit", "events.new", "circles.set_aside"),
    *("matching.learning", "matching.set_aside", "matching.take_up"),
}
STAFF = {
    *("admin.outbox", "admin.send_again", "admin.drop", "admin.resume"),
    *("letters.index", "letters.show", "letters.html", "addresses.index", "addresses.lift"),
    *("vocabulary.index", "vocabulary.changes", "vocabulary.show", "vocabulary.name"),
    *("vocabulary.spell", "vocabulary.unspell", "vocabulary.merge", "vocabulary.split"),
    "vocabulary.wave_through",
    *("introductions.screening", "introductions.let_pass", "introductions.turn_away"),
    "introductions.clear_marks",
}
# Reports: for staff, and for owners those of their own groups' events.
DESK = {
    *("safety.index", "safety.show", "safety.open_", "safety.act", "safety.settle"),
    "safety.reopen",
}
# Also people one has lost sight of may be reported, whether or not they have blocked oneself.
MET = {"reports.person"}
PERSON = {
    "sharing.end",
    *("connections.person", "connections.ask", "connections.accept", "connections.decline"),
    *("connections.share", "connections.remember", "connections.remove", "matching.dismiss"),
    *("matching.why", "matching.like", "matching.unlike", "matching.take_dismissal_back"),
    *("matching.like_at", "matching.tell"),
    "introductions.thank_you",
    *("together.person", "together.ask_to_learn", "together.agree_to_learn"),
    *("together.leave_pair", "together.check_in", "together.add_task"),
    *("together.take_on", "together.finish_task", "together.drop_task"),
    *("consulting.person", "consulting.ask", "consulting.agree", "consulting.decline"),
    *("connections.vcf", "connections.mute", "connections.put_away", "connections.vouch"),
    "connections.check",
    *("keeping.person", "keeping.keep_up", "keeping.snooze", "keeping.note_touch"),
    *("keeping.note_favour", "keeping.timeline_file", "keeping.keep"),
    *("introductions.ask", "moderation.unblock"),
}
# Also people one has lost sight of may be blocked, whether they hide or have blocked oneself.
KNOWN = {"moderation.block"}
# Something written to many, of a group one runs.
ANNOUNCEMENT = {
    *("announcements.show", "announcements.edit", "announcements.letter"),
    *("announcements.how_far", "announcements.try_out", "announcements.send"),
    *("announcements.schedule", "announcements.withdraw"),
}
# A group one belongs to, by its public name.
OWN_GROUP = {"announcements.choose"}
INTRODUCTION = {
    *("introductions.show", "introductions.forward", "introductions.consent"),
    *("introductions.refuse", "introductions.withdraw", "introductions.take_back"),
    *("introductions.tell_outcome", "introductions.thank", "introductions.report"),
    "introductions.drop",
}
# The board of a group one belongs to, and what stands on it.
BOARD = {
    *("board.index", "board.new", "board.show", "board.respond", "board.take_up"),
    "board.take_down",
}
TOKEN = {
    *("helping.show", "helping.enter"),
    *("arriving.poster", "arriving.write_down", "arriving.thanks"),
    *("registrations.invited", "registrations.accept_invitation"),
    "registrations.take_invitation",
    *("registrations.together", "registrations.stay_away", "registrations.come_along"),
    *("registrations.ticket", "registrations.confirm", "registrations.arrive"),
    *("registrations.still", "registrations.still_yes", "registrations.still_no"),
    *("accounts.link", "accounts.use_link", "claims.show", "claims.accept", "claims.ask"),
    "claims.decline",
    *("recaps.about", "recaps.tap", "recaps.say", "recaps.said"),
    "calendars.mine",
    *("team.invitation", "team.accept"),
    *("announcements.off", "announcements.turn_off", "announcements.turn_on"),
    *("claims.address", "claims.use_address", "mails.off", "mails.turn_off", "mails.turn_on"),
}
# A link that is worth nothing but to whoever asked for it, and is signed in.
OWN_LINK = {"seconds.link", "seconds.confirm"}
# What somebody shows or sends to be connected; made up, it is nothing, also to members.
CODE = {"meeting.scanned", "meeting.connect", "meeting.invited", "meeting.come"}
GUARDS = (
    *(DESK, MET, OWN_LINK),
    *(OPEN, OWN, OWN_ROW, EVENT, PLACE, BESIDE, DOOR, ORGANIZER, GROUP, STAFF),
    *(CODE, PERSON, KNOWN, INTRODUCTION, BOARD, ANNOUNCEMENT, OWN_GROUP, TOKEN),
)
EVENT_PAGES = EVENT | PLACE | BESIDE | DOOR | ORGANIZER

# Files and pictures, which hold nothing that a page does not say.
NO_TEXT = {"static", "assets.show", "calendars.picture"}

# Whose pages are looked at in every walk.
ON_SHOW = (
    *("private", "matching", "matches", "members", "public", "hidden", "host", "wall"),
    *("unproven", "asker introduced", "connector introduced", "target introduced"),
    *("asker passed_on", "target passed_on"),
)


def rules(app: Flask, endpoints: set[str], method: str) -> list[Rule]:
    found = (rule for rule in app.url_map.iter_rules() if rule.endpoint in endpoints)
    return sorted((rule for rule in found if method in rule.methods), key=lambda rule: rule.rule)


def methods(rule: Rule) -> list[str]:
    """GET and POST, as far as the page knows them."""
    return sorted(rule.methods & {"GET", "POST"})


def paths(rule: Rule, values: dict[str, list[str]]) -> Iterator[str]:
    """Every address the rule makes of `values`."""
    names = sorted(rule.arguments)
    for chosen in product(*(values[name] for name in names)):
        yield rule.build(dict(zip(names, chosen, strict=True)))[1]


def values_of(town: Town, event: str = "soon") -> dict[str, list[object]]:
    """Something for every part of an address, all of it there."""
    ticket = town.tokens[f"ticket public {town.slugs['soon']}"]
    return {
        "slug": [town.slugs[event]],
        "person_id": [town.public_ids[name] for name in ON_SHOW],
        "held_id": ["x"],
        "prompt_id": [1],
        "posting_id": [town.others["posting"]],
        "introduction_id": [town.introductions[ending] for ending in ENDINGS],
        "import_id": [town.others["looked at"], town.others["brought in"]],
        "programme_id": [town.others["programme"]],
        "entry_id": [town.others["entry public"]],
        "registration_id": [town.others[f"place public {town.slugs['soon']}"]],
        "token": [ticket],
        "slot_id": [1],
        "number": [1],
        "table_no": [1],
        "pairing_id": [1],
        "member_id": [town.public_ids["public"]],
        "topic": ["recaps"],
        "step": [1, 2, 3],
        "mail_id": [1],
        "sign_in_id": [1],
        "key_id": [1],
        "invitation_id": [1],
        "announcement_id": [town.others["announcement"]],
        "group_id": [town.others["other group"]],
        "scope": [f"group:{town.others['other group']}"],
        "ban_id": [1],
        "digest": ["0"],
        "code": ["x" * 16],
        "slip": ["x" * 16],
        "target_id": [1],
        "pledge_id": [town.others["pledge"]],
        "chore_id": [town.others["chore"]],
        "meal_id": [town.others["meal"]],
        "evidence_id": [1],
        "statement_id": [1],
        "note_id": [1],
        "advice_id": [1],
        "consultation_id": [1],
        "task_id": [1],
        "device_id": [1],
        "link_id": ["x"],
        "visitor_id": ["x"],
        "event_id": ["x"],
        "name": ["css/kizuna.css"],
        "filename": ["css/tokens.css"],
        "kind": ["registrations.confirmed"],
        "locale": ["ja"],
        "tag_id": [1],
        "worry": ["at_work"],
        "merge_id": [1],
        "message_id": [1],
        "report_id": ["x"],
    }


def pages(app: Flask, town: Town, endpoints: set[str]) -> list[str]:
    """The address of every page of `endpoints` there is to read."""
    found: list[str] = []
    for rule in rules(app, endpoints - NO_TEXT, "GET"):
        values = values_of(town)
        if rule.endpoint in GROUP | {"groups.show"}:
            values["slug"] = [town.slugs["group"]]
        elif rule.endpoint in EVENT_PAGES:
            values["slug"] = [town.slugs["soon"], town.slugs["over"]]
        if rule.endpoint == "introductions.ask":
            values["person_id"] = values["person_id"][:4]
        found.extend(paths(rule, values))
    return sorted(set(found))


def pages_of_introductions(town: Town, ending: str) -> list[str]:
    """Where the three of one introduction meet each other."""
    three = (f"{party} {ending}" for party in ("asker", "connector", "target"))
    return [
        *("/introductions", "/connections", "/me"),
        f"/introductions/{town.introductions[ending]}",
        *(f"/people/{town.public_ids[name]}" for name in three),
    ]
