"""What a member has written, chosen and agreed to, besides what other calls tell them."""

from datetime import date, datetime

from app.api.shapes.base import Shape
from app.api.shapes.beside import HeldChore, HeldHand, HeldMeal, HeldMealSeat
from app.api.shapes.people import Person
from app.introductions.rules import Outcome, Party, Place, Side, Topic, Vouching
from app.keeping.rules import Direction, Favour, Horizon, Touch
from app.moderation.rules import Kind, Subject
from app.notifications.rules import Trouble, Way
from app.profiles.traits import Way as AdviceWay
from app.recaps.rules import Face
from app.relay.rules import Matter


class HeldTouch(Shape):
    """A contact noted for oneself. The other is named as long as the two are connected."""

    person: Person | None
    kind: Touch
    words: str
    at: datetime


class HeldFavour(Shape):
    """A line of one's own ledger. The other is named as long as the two are connected."""

    person: Person | None
    direction: Direction
    kind: Favour
    words: str
    at: datetime


class HeldPledge(Shape):
    """Something one has said one would do. The other is named as long as the two are connected."""

    person: Person | None
    words: str
    whom: str
    due_on: date | None
    made_at: datetime
    done_at: datetime | None
    dropped_at: datetime | None


class HeldGoal(Shape):
    """What one wants to have reached."""

    horizon: Horizon
    words: str
    changed_at: datetime


class HeldStatement(Shape):
    """What one used to say one stands for."""

    words: str
    since: datetime
    until: datetime


class HeldStudy(Shape):
    """A line of one's own learning log."""

    on: date
    words: str


class HeldConsultation(Shape):
    """A question for advice one has asked. `agreed_at` is empty unless the other said yes."""

    topic: str
    way: AdviceWay
    minutes: int
    words: str
    asked_at: datetime
    agreed_at: datetime | None


class HeldTarget(Shape):
    """A kind of person one would like to meet."""

    words: str
    industry: str
    made_at: datetime
    filled_at: datetime | None


class HeldAim(Shape):
    """How many new people a week one has in mind."""

    people: int
    is_told: bool


class HeldPace(Shape):
    """How many new people a week one wants to be shown."""

    weekly: int
    rests_until: datetime | None


class HeldPosting(Shape):
    """Something offered, or looked for, on the board of a group."""

    side: Side
    topic: Topic
    place: Place
    title: str
    words: str
    standard: str
    is_selling: bool
    posted_at: datetime
    until: datetime
    ended_at: datetime | None


class HeldResponse(Shape):
    """What one wrote to somebody's posting."""

    words: str
    shares: list[str]
    at: datetime


class HeldThanks(Shape):
    """Words of thanks, given or received: `mine` if they are one's own."""

    person: Person | None
    mine: bool
    words: str
    at: datetime


class HeldMessage(Shape):
    """An answer that was passed on for one; its words are kept for a fortnight."""

    matter: Matter
    subject: str
    body: str
    received_at: datetime


class HeldFeedback(Shape):
    """How one said an evening was."""

    event: str
    face: Face
    words: str
    answered_at: datetime


class HeldReport(Shape):
    """What one has told the moderators."""

    kind: Kind
    subject: Subject
    words: str
    at: datetime


class HeldConsent(Shape):
    """A yes to an introduction, bound to its words by their SHA-256."""

    party: Party
    shares: list[str]
    words_hash: str
    given_at: datetime


class HeldOutcome(Shape):
    """What one said came of an introduction."""

    outcome: Outcome
    at: datetime


class HeldTerms(Shape):
    """How often one may be asked to introduce or be introduced, and about what."""

    connector_cap: int
    paused_at: datetime | None
    is_digest: bool
    is_prompted: bool
    hears_of_trouble: bool
    target_cap: int
    topics: list[str]
    accepts_sales: bool | None
    vouching: Vouching


class HeldInvitation(Shape):
    """A link made for one person to connect by."""

    words: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


class HeldVenueConsent(Shape):
    """A yes to being connected at once at a venue."""

    agreed_at: datetime


class HeldPause(Shape):
    """A while in which one may not ask for introductions."""

    since: datetime
    until: datetime


class HeldChoice(Shape):
    """How one wants mail of one topic."""

    topic: str
    way: Way
    off_at: datetime


class HeldPromotion(Shape):
    """A yes or a no to promotion, and the words it was said to."""

    is_given: bool
    at: datetime
    locale: str
    words: str
    version: str
    source: str


class HeldTrouble(Shape):
    """Letters to one's own address that came back."""

    trouble: Trouble
    faults: int
    answer: str
    last_at: datetime
    since: datetime | None


class HeldSecondAddress(Shape):
    """A second address one has confirmed. Others read only that there is one, and since when."""

    address: str
    confirmed_at: datetime


class HeldFeed(Shape):
    """A calendar address of one's own; the address itself is kept nowhere."""

    made_at: datetime


class Own(Shape):
    """One's own words, choices and consents; nothing that others have said of one."""

    touches: list[HeldTouch]
    favours: list[HeldFavour]
    promises: list[HeldPledge]
    statements: list[HeldStatement]
    studies: list[HeldStudy]
    consultations: list[HeldConsultation]
    goals: list[HeldGoal]
    targets: list[HeldTarget]
    aim: list[HeldAim]
    pace: list[HeldPace]
    postings: list[HeldPosting]
    responses: list[HeldResponse]
    chores: list[HeldChore]
    hands: list[HeldHand]
    meals: list[HeldMeal]
    meal_seats: list[HeldMealSeat]
    thanks: list[HeldThanks]
    messages: list[HeldMessage]
    feedback: list[HeldFeedback]
    reports: list[HeldReport]
    consents: list[HeldConsent]
    outcomes: list[HeldOutcome]
    terms: list[HeldTerms]
    vouchers: list[Person]
    invitations: list[HeldInvitation]
    venue: list[HeldVenueConsent]
    asking_pauses: list[HeldPause]
    mail_choices: list[HeldChoice]
    promotion: list[HeldPromotion]
    mail_trouble: list[HeldTrouble]
    feeds: list[HeldFeed]
    second_address: list[HeldSecondAddress]
