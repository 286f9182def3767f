"""Every setting: its kind, its default and its one sentence."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from freshbrick.bricklink.oauth import Credentials
from freshbrick.model.clock import DAY, MINUTE, SECOND
from freshbrick.model.outbox import Resource
from freshbrick.model.prices import PriceTerms, Vat
from freshbrick.model.quota import LEAST_QUOTA
from freshbrick.settings.environment import KEYS, PREFIX, SettingsError, given, in_words
from freshbrick.settings.kinds import (
    Address,
    Count,
    Country,
    Currency,
    DatabaseUrl,
    Duration,
    Lower,
    Milliseconds,
    Origin,
    Origins,
    Region,
    UpstreamAddress,
)


def _as_stale_after(fields: dict[str, Any]) -> int:
    return int(fields["stale_after"])


def _own_server(fields: dict[str, Any]) -> str:
    return f"http://127.0.0.1:{fields['port']}"


def _own_file() -> str:
    return "sqlite:///" + (user_data_path("freshbrick", appauthor=False) / "freshbrick.db").as_posix()


class Settings(BaseSettings):
    """What an operator may choose. Durations are in ms; secrets and addresses with passwords stay out of the repr."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        frozen=True,
        extra="forbid",
        hide_input_in_errors=True,
        use_attribute_docstrings=True,
    )

    database_url: DatabaseUrl = Field(default_factory=_own_file, repr=False)
    """Where everything is kept: `sqlite:////absolute/path.db` or `postgresql://…`."""

    database_connections: Annotated[int, Field(ge=2, le=100)] = 10
    """How many connections to PostgreSQL one process opens at most, beside the one on which it listens."""
    notices: Annotated[Literal["listen", "poll"], Lower] = "listen"
    """How processes on PostgreSQL learn of each other's changes; `poll` behind a proxy that pools transactions."""

    bricklink_url: UpstreamAddress = "https://api.bricklink.com/api/store/v1"
    """Where BrickLink's API is: https, or plain http on this machine."""
    bricklink_consumer_key: SecretStr | None = Field(None, repr=False)
    """The consumer key of your BrickLink API registration."""
    bricklink_consumer_secret: SecretStr | None = Field(None, repr=False)
    """The consumer secret of your BrickLink API registration."""
    bricklink_token_value: SecretStr | None = Field(None, repr=False)
    """The token value that BrickLink gave for this machine's address."""
    bricklink_token_secret: SecretStr | None = Field(None, repr=False)
    """The token secret that BrickLink gave for this machine's address."""

    stale_after: Duration = 30 * DAY
    """How old data may be before it is asked for again."""
    stale_after_part: Duration = Field(default_factory=_as_stale_after)
    """The same for parts alone."""
    stale_after_part_colors: Duration = Field(default_factory=_as_stale_after)
    """The same for the colors of parts alone."""
    stale_after_price_guide: Duration = Field(default_factory=_as_stale_after)
    """The same for price guides alone."""
    not_found_for: Duration = 7 * DAY
    """How long a part that BrickLink does not know is not asked for again."""
    min_refresh_interval: Milliseconds = 60 * SECOND
    """How soon after a success the same key may be refreshed again."""

    currency: Currency = "USD"
    """The currency of prices, one that BrickLink offers."""
    vat: Annotated[Vat, Lower] = "without"
    """Prices `without` or `with` VAT, or as for a buyer in `norway`."""
    region: Region | None = None
    """Prices of the stores of one region only; worldwide if neither this nor a country is given."""
    country: Country | None = None
    """Prices of the stores of one country only, as two letters."""
    pictures: Annotated[Literal["bricklink", "off"], Lower] = "bricklink"
    """Whether pages show pictures from `bricklink`'s image host, or none (`off`)."""

    quota_per_day: int = Field(5_000, ge=LEAST_QUOTA)
    """How many BrickLink calls the account may make in the window."""
    quota_others: int = Field(0, ge=0)
    """How many of those calls other tools need and are left alone."""
    quota_window: Duration = DAY
    """The window of the quota; another than a day is for tests."""
    pace: float = Field(4.0, gt=0, allow_inf_nan=False)
    """How many BrickLink calls may leave in a second."""

    drain_interval: Duration = 10 * MINUTE
    """How often the cron drains the outbox."""
    drain_batch: Count = 10
    """How many messages one drain takes at most."""
    lease: Duration = 60 * SECOND
    """How long a worker owns a message without a heartbeat."""
    max_attempts: Count = 8
    """How many temporary failures end a message."""
    poll: Duration = 2 * SECOND
    """How long the worker sleeps at most before it looks for work, and how often changes are looked for if not told."""

    host: str = Field("127.0.0.1", min_length=1)
    """The address that the server listens on."""
    port: int = Field(8_000, ge=0, le=65_535)
    """The port that the server listens on; 0 takes any that is free."""
    public_url: Origin | None = None
    """The origin under which people reach the server, such as `https://bricks.example.org`."""
    allowed_origins: Origins = ()
    """Other origins whose pages may use the API with a bearer token, separated by commas."""
    insecure_http: bool = False
    """Set to 1 to serve plain http beyond this machine all the same."""
    connections_per_person: Count = 50
    """How many live connections one signed-in person may hold."""
    stop_delay: Milliseconds = 0
    """How long a server that was told to stop goes on answering, so that a proxy sees first that it is not ready."""
    log_level: Annotated[Literal["debug", "info", "warning", "error", "critical"], Lower] = "info"
    """The least severity that is logged."""

    server: Address = Field(default_factory=_own_server)
    """The server that the commands talk to."""
    token: SecretStr | None = Field(None, repr=False)
    """The bearer token with which the commands sign in."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str]) -> Self:
        """Read every `FRESHBRICK_…` name; SettingsError lists all that is wrong."""
        texts, mistakes = given(environ, cls.model_fields)
        try:
            settings = cls.model_validate(texts)
        except ValidationError as error:
            raise SettingsError([*mistakes, *in_words(error, texts, cls.model_fields)]) from None
        if mistakes:
            raise SettingsError(mistakes)
        return settings

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - pydantic's signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - likewise
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - likewise
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - likewise
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what it is given: which environment to read is the caller's to say."""
        return (init_settings,)

    @field_validator("quota_others")
    @classmethod
    def _leave_some(cls, others: int, info: ValidationInfo) -> int:
        if others >= info.data.get("quota_per_day", others + 1):
            raise ValueError("it must be less than FRESHBRICK_QUOTA_PER_DAY, or no call is left")
        return others

    @field_validator("country")
    @classmethod
    def _one_place(cls, country: str | None, info: ValidationInfo) -> str | None:
        if country and info.data.get("region"):
            raise ValueError("FRESHBRICK_REGION is given too; BrickLink takes one of the two")
        return country

    @property
    def credentials(self) -> Credentials | None:
        """BrickLink's keys, if there are any."""
        keys = [key.get_secret_value() for name in KEYS if (key := getattr(self, name)) is not None]
        return Credentials(*keys) if keys else None

    @property
    def terms(self) -> PriceTerms:
        """What prices are asked and stored in."""
        return PriceTerms(self.currency, self.vat, self.region, self.country)

    @property
    def stale_after_by_resource(self) -> dict[Resource, int]:
        """How old each resource may be, in ms."""
        return {
            "part": self.stale_after_part,
            "part_colors": self.stale_after_part_colors,
            "price_guide": self.stale_after_price_guide,
        }

    @property
    def database_path(self) -> Path | None:
        """SQLite's file; None for a database behind a server."""
        path = self.database_url.removeprefix("sqlite:///")
        return Path(path) if path != self.database_url else None
