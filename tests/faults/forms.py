"""The forms of a page, read from its HTML as a browser reads them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

TYPED = {"text", "email", "password", "search", "tel", "url", "number", "datetime-local", "date"}


@dataclass
class Field:
    """One field and what a browser would send if nobody touched it."""

    name: str
    kind: str
    value: str = ""

    @property
    def is_typed(self) -> bool:
        """Whether people write into it, rather than choose."""
        return self.kind in TYPED or self.kind == "textarea"

    @property
    def is_prose(self) -> bool:
        """Whether any words will do."""
        return self.kind in ("text", "textarea")


@dataclass
class Form:
    """Where it goes and what is in it."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)

    @property
    def shape(self) -> tuple[str, ...]:
        """What tells it from other forms, whichever page it stands on."""
        return (self.action.split("?")[0], *sorted({each.name for each in self.fields}))

    def filled(self, **instead: str) -> dict[str, list[str]]:
        """What is sent, some fields changed; a button only when it is one of them."""
        sent: dict[str, list[str]] = {}
        for each in self.fields:
            if each.name not in instead and each.kind != "button":
                sent.setdefault(each.name, []).append(each.value)
        return sent | {name: [value] for name, value in instead.items()}


def forms_in(page: str, address: str) -> list[Form]:
    """Every form of the page that has fields."""
    reader = _Reader(address)
    reader.feed(page)
    reader.close()
    return [form for form in reader.forms if form.fields]


class _Reader(HTMLParser):
    def __init__(self, address: str) -> None:
        super().__init__()
        self.address = address
        self.forms: list[Form] = []
        self.select: Field | None = None
        self.text: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        read = getattr(self, f"read_{tag}", None)
        if read:
            read(given)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self.select = None
        elif tag == "textarea":
            self.text = None

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text.value += data

    def read_form(self, given: dict[str, str | None]) -> None:
        action = given.get("action") or self.address
        self.forms.append(Form(action, (given.get("method") or "get").upper()))

    def read_input(self, given: dict[str, str | None]) -> None:
        kind = given.get("type") or "text"
        is_chosen = kind not in ("radio", "checkbox") or "checked" in given
        if given.get("name") and is_chosen and kind not in ("submit", "file"):
            self._add(Field(given["name"], kind, given.get("value") or ""))

    def read_button(self, given: dict[str, str | None]) -> None:
        if given.get("name"):
            self._add(Field(given["name"], "button", given.get("value") or ""))

    def read_textarea(self, given: dict[str, str | None]) -> None:
        if given.get("name"):
            self.text = Field(given["name"], "textarea")
            self._add(self.text)

    def read_select(self, given: dict[str, str | None]) -> None:
        if given.get("name"):
            self.select = Field(given["name"], "select")
            self._add(self.select)

    def read_option(self, given: dict[str, str | None]) -> None:
        if self.select is not None and ("selected" in given or not self.select.value):
            self.select.value = given.get("value") or ""

    def _add(self, found: Field) -> None:
        if self.forms:
            self.forms[-1].fields.append(found)
