"""clinic.yml, typed: what one clinic sets. All mistakes are reported at once, each with its key."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, Extra, Field, ValidationError, validator

from bot.settings.hosts import checked_host
from bot.settings.paths import WEB_DIR, clinic_file
from bot.settings.staff import Staff
from bot.settings.written import written_as

_PHONE = re.compile(r"^(?:\+|\()?[0-9][0-9 ()./-]{1,24}$")
_EMAIL = re.compile(r"^[^@\s]+@[^@\s]+$")
_WEBHOOK = re.compile(r"^https?://\S+$")
_ORIGIN = re.compile(r"^https?://[a-z0-9.-]+(:\d{1,5})?$")
_COLOUR = re.compile(r"^#[0-9a-fA-F]{6}$")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


class ClinicFileError(ValueError):
    """clinic.yml cannot be used; the message lists every mistake with file, key and reason."""


class _Section(BaseModel):
    class Config:
        extra = Extra.forbid
        frozen = True
        anystr_strip_whitespace = True


class Phone(str):
    """A number that patients are told to call or to write to, as it is shown to them."""

    @classmethod
    def __get_validators__(cls) -> Iterator[Callable[[object], Phone]]:
        yield cls._checked

    @classmethod
    def _checked(cls, value: object) -> Phone:
        if not isinstance(value, str):
            # YAML reads 0207… as an octal number, and takes the plus away from +44….
            raise ValueError('is read as a number: write it in quotes, like "555-0100"')
        if not _PHONE.match(value.strip()):
            raise ValueError(
                'is not a phone number: write it like "555-0100" or "+44 20 7946 0000"'
            )
        return cls(value.strip())


class CareTeam(_Section):
    phone: Phone
    hours: str = Field(min_length=2, max_length=60)


class Emergency(_Section):
    phone: Phone


class Crisis(_Section):
    name: str = Field(min_length=2, max_length=60)
    phone: Phone
    # The number for text messages, where the line takes any.
    text: Phone | None = None


class Safety(_Section):
    # NCI's infection page calls from 38 °C (100.5 °F); published thresholds run from 38.0 to
    # 38.3 °C (shared reference: CDC, NCI, UKONS). A clinic may move it only within this range.
    fever_threshold_celsius: float = Field(default=38.0, ge=37.5, le=38.3)


class Colours(_Section):
    """The widget's colour as #rrggbb, for light and for dark pages."""

    main: str = "#0b5563"
    main_dark: str = "#8fd3e0"

    @validator("main", "main_dark")
    def _check_colour(cls, value: str) -> str:  # noqa: N805
        if not _COLOUR.match(value):
            raise ValueError(f'"{value}" is not a colour: write it like "#0b5563"')
        return value


class Web(_Section):
    allowed_origins: tuple[str, ...] = ()
    # Names under which browsers and messengers reach the assistant; see bot/run/hosts.py.
    hosts: tuple[str, ...] = ()
    session_hours: float = Field(default=24, ge=0.1, le=24 * 30)
    # Of what is longer than 4000 the safety layer reads start and end only.
    max_message_characters: int = Field(default=2000, ge=200, le=4000)
    messages_per_minute: int = Field(default=30, ge=5, le=10_000)
    # Many patients may share one address: a hospital's network, a mobile provider.
    messages_per_minute_of_address: int = Field(default=20_000, ge=60, le=1_000_000)
    sessions_per_minute_of_address: int = Field(default=2_000, ge=10, le=100_000)
    # How many reverse proxies of the clinic's own stand before the assistant.
    proxies: int = Field(default=0, ge=0, le=5)
    title: str | None = Field(default=None, min_length=2, max_length=60)
    greeting: str | None = Field(default=None, min_length=2, max_length=600)
    suggestions: tuple[str, ...] = ()
    colours: Colours = Colours()
    theme: Literal["light", "dark", "auto"] = "auto"
    position: Literal["right", "left"] = "right"
    language: str = "en"
    direction: Literal["ltr", "rtl"] = "ltr"
    texts: Mapping[str, str] = {}
    urgent_words: tuple[str, ...] = ()

    _check_language = written_as(
        "language", "[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", 'the code of a language, like "en" or "pt-BR"'
    )

    @validator("allowed_origins", each_item=True)
    def _check_origin(cls, value: str) -> str:  # noqa: N805
        if not _ORIGIN.match(value):
            raise ValueError(
                f'"{value}" is not an origin: write it like "https://www.clinic.example"'
            )
        return value

    @validator("hosts", each_item=True)
    def _check_host(cls, value: str) -> str:  # noqa: N805
        return checked_host(value)

    @validator("texts")
    def _check_texts(cls, texts: Mapping[str, str]) -> Mapping[str, str]:  # noqa: N805
        known = widget_texts()
        for key, text in texts.items():
            if key not in known:
                raise ValueError(f'"{key}" is not a text of the widget: see bot/web/texts.yml')
            unknown = set(_PLACEHOLDER.findall(text)) - set(_PLACEHOLDER.findall(known[key]))
            if unknown:
                raise ValueError(f'"{key}": {{{min(unknown)}}} cannot be filled in here')
        return texts


class Answers(_Section):
    # The widget gives up after 10 s (bot/web/widget/server.js); an answer should be there before.
    deadline_seconds: float = Field(default=8, ge=0.5, le=9)


class Retention(_Section):
    conversations_days: int = Field(default=90, ge=1, le=3650)
    red_flags_days: int = Field(default=365, ge=1, le=3650)


class Email(_Section):
    """Where notices of red flags go by e-mail. The password stands in BOT_SMTP_PASSWORD."""

    to: str
    sender: str
    smtp_host: str
    smtp_port: int = Field(default=587, ge=1, le=65535)
    starttls: bool = True
    user: str | None = None

    @validator("to", "sender")
    def _check_address(cls, value: str) -> str:  # noqa: N805
        if not _EMAIL.match(value):
            raise ValueError(f'"{value}" is not an e-mail address')
        return value


class Notify(_Section):
    """Content-free notices of red flags to the care team."""

    webhook: str | None = None
    email: Email | None = None

    @validator("webhook")
    def _check_webhook(cls, value: str | None) -> str | None:  # noqa: N805
        if value is not None and not _WEBHOOK.match(value):
            raise ValueError(f'"{value}" is not an address: write it like "https://…"')
        return value

    def methods(self) -> list[str]:
        """How this clinic wants its notices: by webhook, email, both or none."""
        return [name for name in ("webhook", "email") if getattr(self, name) is not None]


class Clinic(_Section):
    """One clinic's settings. Phones are shown as written; temperatures are degrees Celsius."""

    name: str = Field(min_length=2, max_length=80)
    # Where the clinic is (ISO 3166: US, GB, DE): what "+" number a number without "+" has.
    country: str | None = None
    care_team: CareTeam
    emergency: Emergency
    crisis: Crisis
    safety: Safety = Safety()
    web: Web = Web()
    answers: Answers = Answers()
    retention: Retention = Retention()
    notify: Notify = Notify()
    staff: Staff = Staff()

    _check_country = written_as("country", "[A-Z]{2}", 'two capital letters, like "US" or "GB"')

    def words(self) -> Mapping[str, str]:
        """What the patients' texts may name in braces."""
        return {
            "clinic_name": self.name,
            "care_team_phone": self.care_team.phone,
            "care_team_hours": self.care_team.hours,
            "emergency_phone": self.emergency.phone,
            "crisis_name": self.crisis.name,
            "crisis_phone": self.crisis.phone,
            "conversations_days": str(self.retention.conversations_days),
        }

    def calls(self) -> dict[str, str]:
        """The numbers that every error of the web channel carries."""
        return {"care_team": self.care_team.phone, "emergency": self.emergency.phone}


class _UniqueKeyLoader(yaml.CSafeLoader):
    """Refuses a key written twice, which YAML would silently let the last one win."""


def _mapping_without_duplicates(
    loader: _UniqueKeyLoader, node: yaml.MappingNode
) -> dict[object, object]:
    loader.flatten_mapping(node)
    seen: dict[object, object] = {}
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node)
        if key in seen:
            raise yaml.constructor.ConstructorError(
                None, None, f'the key "{key}" stands twice', key_node.start_mark
            )
        seen[key] = loader.construct_object(value_node, deep=True)
    return seen


_UniqueKeyLoader.add_constructor(
    yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping_without_duplicates
)


def read_yaml(path: Path) -> object:
    """Reads a YAML file. Raises ValueError with file and line when it is not valid YAML."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ValueError(f"{path}: the file is missing.") from None
    except OSError as error:
        raise ValueError(f"{path}: cannot be read ({error.strerror}).") from None
    except UnicodeDecodeError as error:
        raise ValueError(f"{path}: is not UTF-8 text (byte {error.start}).") from None
    try:
        return yaml.load(text, Loader=_UniqueKeyLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else "?"
        raise ValueError(f"{path}, line {line}: {error.problem}.") from None


@lru_cache(maxsize=1)
def widget_texts() -> Mapping[str, str]:
    """What the widget says where clinic.yml does not replace it: bot/web/texts.yml."""
    content = read_yaml(WEB_DIR / "texts.yml")
    assert isinstance(content, dict)
    return {str(key): str(text) for key, text in content.items()}


def load_clinic(path: Path | None = None) -> Clinic:
    """Reads and checks clinic.yml.

    Raises:
        ClinicFileError: with all mistakes, a line each: file, key, reason.
    """
    path = path or clinic_file()
    try:
        content = read_yaml(path)
    except ValueError as error:
        raise ClinicFileError(str(error)) from None
    if not isinstance(content, dict):
        raise ClinicFileError(f"{path}: should hold keys such as `name:` and `care_team:`.")
    try:
        return Clinic(**{str(key): value for key, value in content.items()})
    except ValidationError as error:
        lines = [
            f"{path}: {'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
            for problem in error.errors()
        ]
        raise ClinicFileError("\n".join(lines)) from None


@lru_cache(maxsize=1)
def clinic() -> Clinic:
    """The settings of this process, read once."""
    return load_clinic()
