"""The crowd's groups: what they are called, who runs them, who belongs."""

from datetime import datetime, timedelta
from random import Random

from app.demo.crowd.rules import Size, group_sizes
from app.demo.crowd.writing import Row, Tell, put, put_numbered
from app.demo.operations.names import public_name
from app.groups.models import Group, Membership
from app.groups.rules import Kind, Role
from app.kit.slugs import slug_from
from app.profiles.traits import Stance
from app.profiles.vocabulary import Concept, concepts

PLACES = (
    *(("丸の内", "Marunouchi"), ("神田", "Kanda"), ("渋谷", "Shibuya"), ("横浜", "Yokohama")),
    *(("大阪", "Osaka"), ("京都", "Kyoto"), ("名古屋", "Nagoya"), ("福岡", "Fukuoka")),
    *(("札幌", "Sapporo"), ("仙台", "Sendai"), ("広島", "Hiroshima"), ("松本", "Matsumoto")),
)
RUN_BY = {
    "ja": "{place}ではたらく有志3人が、仕事の外で運営しています。",
    "en": "Three volunteers who work in {place}, outside their jobs.",
}
NAMES = {
    Kind.STUDY_GROUP: {"ja": "{place}{topic}勉強会", "en": "{place} {topic} Study Group"},
    Kind.CROSS_INDUSTRY: {"ja": "{place}{topic}交流会", "en": "{place} {topic} Circle"},
}
SUMMARIES = {
    "ja": "{topic}に関心のある人が、仕事の垣根をこえて集まる会です。",
    "en": "People who care about {topic}, whatever their trade.",
}
TEAM = (Role.OWNER, Role.ORGANIZER, Role.DOOR)


class Circle:
    """A group, with who belongs to it: those who run it first."""

    def __init__(self, group_id: int, row: Row, topic: Concept, member_ids: list[int]) -> None:
        self.group_id, self.row, self.topic, self.member_ids = group_id, row, topic, member_ids

    @property
    def locale(self) -> str:
        return "ja" if self.row["name"][-1] == "会" else "en"


def found(size: Size, ids: list[int], at: datetime, tell: Tell) -> list[Circle]:
    """Found every group and let people in."""
    lots, topics = size.lots("groups"), concepts()
    about = [lots.choice(topics) for _ in range(size.groups)]
    rows = [_group(size, number, topic, lots, at) for number, topic in enumerate(about)]
    group_ids = put_numbered(Group, rows, tell)
    wanted = group_sizes(size)
    circles = [
        Circle(group_id, row, topic, lots.sample(ids, min(number, len(ids))))
        for group_id, row, topic, number in zip(group_ids, rows, about, wanted, strict=True)
    ]
    put(Membership, [row for circle in circles for row in _belonging(circle, at)], tell)
    return circles


def _group(size: Size, number: int, topic: Concept, lots: Random, at: datetime) -> Row:
    locale = "ja" if lots.random() < 0.7 else "en"  # noqa: PLR2004 -- most speak Japanese
    kind = lots.choice(list(Kind))
    place = lots.choice(PLACES)[locale == "en"]
    words = {"place": place, "topic": topic.label(locale)}
    return {
        "public_id": public_name("crowd", size.seed, "group", number),
        "slug": slug_from(f"{topic.slug} s{size.seed} {number + 1}"),
        "name": NAMES[kind][locale].format(**words),
        "kind": kind,
        "summary": SUMMARIES[locale].format(**words),
        "founded_at": at - timedelta(days=lots.randint(400, 900)),
        "run_by": RUN_BY[locale].format(**words),
        "stance": lots.choice(list(Stance)),
    }


def _belonging(circle: Circle, at: datetime) -> list[Row]:
    founded_at = circle.row["founded_at"]
    days = max(1, (at - founded_at).days)
    return [
        {
            "group_id": circle.group_id,
            "member_id": member_id,
            "role": TEAM[number] if number < len(TEAM) else Role.MEMBER,
            "joined_at": founded_at + timedelta(days=number % days),
        }
        for number, member_id in enumerate(circle.member_ids)
    ]
