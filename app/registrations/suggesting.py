"""Events that suit a member, from what is public about them and what the member says."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from app.accounts.models import User
from app.events.finding import naming
from app.events.leaning import Because, Facts, Reader, Suits, suits
from app.events.models import Event
from app.groups.queries import groups_of
from app.kit.search import exactly
from app.profiles.models import Profile
from app.profiles.queries import profile_of
from app.profiles.wording import word_for
from app.registrations.queries import purposes_at
from app.web.filters import shares

# By what one would call them, the spellings of the kinds of people that somebody looks for.
Sought = Mapping[str, Iterable[str]]
_SOUGHT: list[Callable[[User], Sought]] = []


def also_sought(ask: Callable[[User], Sought]) -> None:
    """Have those who keep it say whom a member looks for; only that member ever reads of it."""
    _SOUGHT.append(ask)


@dataclass(frozen=True)
class Suggested:
    """An event, and why it is named."""

    event: Event
    suits: Suits

    @property
    def reasons(self) -> list[str]:
        """Each reason in a sentence of its own."""
        return [_sentence(why, words) for why, words in self.suits.reasons]


def reader_of(member: User) -> Reader:
    """What `member` says of themselves; nobody else's words."""
    profile = profile_of(member)
    return Reader(
        tags={
            (mark.facet, str(mark.tag_id)): mark.tag.label_in(member.locale)
            for mark in profile.tags
        },
        purposes=profile.purposes,
        languages=profile.languages,
        groups=[group.id for group in groups_of(member)],
        sought=list(_sought_by(member)),
    )


def suggested(events: Iterable[Event], member: User, reader: Reader) -> list[Suggested]:
    """Those of `events` for which there is a reason, what suits best first."""
    events = list(events)
    ids = [event.id for event in events]
    answered = naming(ids, _questions(profile_of(member), _sought_by(member)))
    coming = purposes_at(ids)
    rated = [
        Suggested(event, suits(reader, _facts(event, reader, answered, coming))) for event in events
    ]
    return sorted(
        (each for each in rated if each.suits.score > 0),
        key=lambda each: (-each.suits.score, each.event.starts_at, each.event.id),
    )


def _facts(
    event: Event,
    reader: Reader,
    answered: Mapping[int, set[str]],
    coming: Mapping[int, Mapping[str, int]],
) -> Facts:
    named = answered.get(event.id, set())
    told = shares(list(coming.get(event.id, {}).items()), "")
    return Facts(
        kind=event.group.kind,
        stance=event.stance or event.group.stance,
        languages=event.languages,
        group_id=event.group_id,
        answered={key for key in reader.tags if key[1] in named},
        told={share.label: share.count for share in told if share.count and not share.is_rest},
        found={words for words in reader.sought if _name_of(words) in named},
    )


def _sought_by(member: User) -> dict[str, set[str]]:
    return {words: {*spelled} for ask in _SOUGHT for words, spelled in ask(member).items()}


def _name_of(words: str) -> str:
    """What the question for a kind of people is called; those for tags have numbers."""
    return f"sought {words}"


def _questions(profile: Profile, sought: Sought) -> dict[str, str]:
    asked = {
        str(mark.tag_id): _question((mark.tag.label_ja, mark.tag.label_en)) for mark in profile.tags
    }
    asked |= {_name_of(words): _question(spelled) for words, spelled in sought.items()}
    return {name: question for name, question in asked.items() if question}


def _question(spellings: Iterable[str]) -> str:
    spelled = {exactly(each) for each in spellings} - {""}
    return " | ".join(f"({each})" for each in sorted(spelled))


def _sentence(why: Because, words: tuple[str, ...]) -> str:
    named = _(", ").join(words)
    if why in (Because.COMPANY, Because.PURPOSE):
        named = _(", ").join(map(word_for, words))
    return str(_SENTENCES[why]() % {"words": named})


_SENTENCES = {
    Because.NEED: lambda: _("You are looking for: %(words)s"),
    Because.SOUGHT: lambda: _("You would like to meet: %(words)s"),
    Because.INTEREST: lambda: _("You care about: %(words)s"),
    Because.OFFER: lambda: _("You can offer: %(words)s"),
    Because.HOBBY: lambda: _("You like: %(words)s"),
    Because.LEARNING: lambda: _("You are learning: %(words)s"),
    Because.COMPANY: lambda: _("Others come for the same: %(words)s"),
    Because.PURPOSE: lambda: _("Good for: %(words)s"),
    Because.GROUP: lambda: _("Your group"),
}
