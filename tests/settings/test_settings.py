"""What an operator may write into the environment, and what is said about mistakes."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from freshbrick.model.clock import DAY, HOUR, MINUTE, SECOND
from freshbrick.model.prices import PriceTerms
from freshbrick.settings import Settings, SettingsError

KEYS = ("CONSUMER_KEY", "CONSUMER_SECRET", "TOKEN_VALUE", "TOKEN_SECRET")
FOUR_KEYS = {f"FRESHBRICK_BRICKLINK_{key}": f"secret-{key}" for key in KEYS}


def read(**names: str) -> Settings:
    return Settings.from_env({f"FRESHBRICK_{name}": value for name, value in names.items()})


def mistakes(**names: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as caught:
        read(**names)
    return caught.value.mistakes


def test_an_empty_environment_is_enough() -> None:
    settings = Settings.from_env({"PATH": "/bin", "HOME": "/root"})
    assert settings.terms == PriceTerms("USD", "without")
    assert settings.credentials is None
    assert settings.bricklink_url == "https://api.bricklink.com/api/store/v1"
    assert set(settings.stale_after_by_resource.values()) == {30 * DAY}
    assert (settings.drain_interval, settings.drain_batch, settings.poll) == (10 * MINUTE, 10, 2 * SECOND)
    assert (settings.quota_per_day, settings.quota_others, settings.quota_window) == (5000, 0, 24 * HOUR)
    assert (settings.pace, settings.lease, settings.max_attempts) == (4, MINUTE, 8)
    assert (settings.not_found_for, settings.min_refresh_interval) == (7 * DAY, MINUTE)
    assert (settings.host, settings.port, settings.connections_per_person) == ("127.0.0.1", 8000, 50)
    assert settings.database_path is not None
    assert settings.database_path.is_absolute()


@pytest.mark.parametrize(
    ("text", "ms"),
    [
        ("30d", 30 * DAY),
        ("12h", 12 * HOUR),
        ("10m", 10 * MINUTE),
        ("2s", 2000),
        ("500ms", 500),
        (" 5 M ", 5 * MINUTE),
    ],
)
def test_durations_have_a_unit(text: str, ms: int) -> None:
    assert read(POLL=text).poll == ms


@pytest.mark.parametrize("text", ["10", "1.5h", "-2s", "2 weeks", "99999999999d"])
def test_a_duration_without_a_known_unit_is_told_how_to_write_one(text: str) -> None:
    told = "a duration is a whole number and a unit, such as 30d, 12h, 10m, 2s or 500ms"
    assert mistakes(LEASE=text) == (f"FRESHBRICK_LEASE is {text!r}: {told}",)


def test_only_the_pause_between_refreshes_may_be_nothing() -> None:
    assert read(MIN_REFRESH_INTERVAL="0s").min_refresh_interval == 0
    assert "FRESHBRICK_LEASE is '0s'" in mistakes(LEASE="0s")[0]


def test_a_resource_goes_stale_as_the_rest_unless_it_has_its_own_setting() -> None:
    stale_after = read(STALE_AFTER="9d", STALE_AFTER_PRICE_GUIDE="1d").stale_after_by_resource
    assert stale_after == {
        "part": 9 * DAY,
        "part_colors": 9 * DAY,
        "price_guide": DAY,
    }


def test_an_unknown_name_says_what_was_meant() -> None:
    with pytest.raises(SettingsError) as caught:
        Settings.from_env({"FRESHBRICK_STALE_AFTR": "30d", "freshbrick_port": "1", "FRESHBRICK_ZZYZX": ""})
    assert caught.value.mistakes == (
        "FRESHBRICK_STALE_AFTR is not a setting; did you mean FRESHBRICK_STALE_AFTER?",
        "freshbrick_port is not a setting; did you mean FRESHBRICK_PORT?",
        "FRESHBRICK_ZZYZX is not a setting",
    )


def test_every_mistake_is_told_at_once_in_a_line_each() -> None:
    told = mistakes(STALE_AFTER="soon", PORT="x", VAT="maybe", PRT="1", BRICKLINK_TOKEN_VALUE="t")
    assert [line.split()[0] for line in told] == [
        "FRESHBRICK_PRT",
        "BrickLink",
        "FRESHBRICK_STALE_AFTER",
        "FRESHBRICK_VAT",
        "FRESHBRICK_PORT",
    ]
    assert "'without', 'with' or 'norway'" in told[3]


def test_an_empty_value_is_not_given() -> None:
    settings = read(REGION="", PORT=" ", COUNTRY="DE")
    assert (settings.port, settings.terms.region, settings.terms.country) == (8000, None, "DE")


def test_the_value_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        read().port = 1  # type: ignore[misc]  # the point of the test


class TestCredentials:
    def test_four_keys_sign_calls(self) -> None:
        credentials = Settings.from_env({name: f" {key}\n" for name, key in FOUR_KEYS.items()}).credentials
        assert credentials is not None
        assert credentials.consumer_key == "secret-CONSUMER_KEY"
        assert credentials.consumer_secret == "secret-CONSUMER_SECRET"
        assert credentials.token_value == "secret-TOKEN_VALUE"
        assert credentials.token_secret == "secret-TOKEN_SECRET"

    def test_a_partial_set_names_what_is_missing(self) -> None:
        missing = "FRESHBRICK_BRICKLINK_CONSUMER_SECRET, FRESHBRICK_BRICKLINK_TOKEN_SECRET"
        told = mistakes(BRICKLINK_CONSUMER_KEY="k", BRICKLINK_TOKEN_VALUE="v")
        assert told == (f"BrickLink needs all four keys or none; missing: {missing}",)

    def test_each_may_stand_in_a_file(self, tmp_path: Path) -> None:
        file = tmp_path / "secret"
        file.write_text("  from-a-file \n")
        names = FOUR_KEYS | {"FRESHBRICK_BRICKLINK_TOKEN_SECRET_FILE": str(file)}
        del names["FRESHBRICK_BRICKLINK_TOKEN_SECRET"]
        credentials = Settings.from_env(names).credentials
        assert credentials is not None
        assert credentials.token_secret == "from-a-file"

    def test_a_file_that_cannot_serve_is_told(self, tmp_path: Path) -> None:
        empty = tmp_path / "empty"
        empty.touch()
        told = mistakes(
            BRICKLINK_CONSUMER_KEY_FILE=str(tmp_path / "gone"),
            BRICKLINK_CONSUMER_SECRET_FILE=str(empty),
            BRICKLINK_TOKEN_VALUE="v",
            BRICKLINK_TOKEN_SECRET="s",
            BRICKLINK_TOKEN_SECRET_FILE=str(empty),
        )
        assert "it cannot be read (No such file or directory)" in told[0]
        assert "the file is empty" in told[1]
        assert "keep one" in told[2]

    def test_no_secret_is_ever_shown(self) -> None:
        secrets = FOUR_KEYS | {
            "FRESHBRICK_TOKEN": "secret-token",
            "FRESHBRICK_DATABASE_URL": "postgresql://me:secret-password@db/bricks",
        }
        settings = Settings.from_env(secrets)
        assert "secret-" not in f"{settings!r} {settings} {settings.credentials}"
        urls = {
            "FRESHBRICK_DATABASE_URL": "mysql://me:secret-password@db/bricks",
            "FRESHBRICK_BRICKLINK_URL": "https://me:secret-password@api",
        }
        with pytest.raises(SettingsError) as caught:
            Settings.from_env({**secrets, **urls, "FRESHBRICK_PORT": "x"})
        assert len(caught.value.mistakes) == 3
        assert "secret-" not in f"{caught.value} {caught.value.__cause__!r}"


class TestTerms:
    def test_they_are_read_in_any_case(self) -> None:
        assert read(CURRENCY="eur", VAT="Norway", REGION="North America").terms == PriceTerms(
            "EUR", "norway", "north_america"
        )

    def test_a_country_is_as_bricklink_writes_it(self) -> None:
        assert read(COUNTRY="uk").terms.country == "UK"
        assert mistakes(COUNTRY="GB") == ("FRESHBRICK_COUNTRY is 'GB': BrickLink calls this country UK",)

    @pytest.mark.parametrize(
        ("name", "value", "said"),
        [
            ("CURRENCY", "EURO", "did you mean EUR?"),
            ("CURRENCY", "XAU", "BrickLink offers no such currency"),
            ("REGION", "oceanea", "did you mean oceania?"),
            ("COUNTRY", "XX", "two letters"),
        ],
    )
    def test_nonsense_that_bricklink_would_take_is_refused(self, name: str, value: str, said: str) -> None:
        assert said in mistakes(**{name: value})[0]

    def test_region_and_country_exclude_each_other(self) -> None:
        assert "one of the two" in mistakes(REGION="eu", COUNTRY="DE")[0]


class TestQuota:
    def test_it_must_pay_for_more_than_one_price_guide(self) -> None:
        assert read(QUOTA_PER_DAY="8").quota_per_day == 8
        assert "greater than or equal to 8" in mistakes(QUOTA_PER_DAY="7")[0]

    def test_others_leave_some(self) -> None:
        assert read(QUOTA_PER_DAY="100", QUOTA_OTHERS="99").quota_others == 99
        assert "less than FRESHBRICK_QUOTA_PER_DAY" in mistakes(QUOTA_PER_DAY="100", QUOTA_OTHERS="100")[0]

    def test_the_pace_may_be_slow_or_practically_none(self) -> None:
        assert read(PACE="0.5").pace == 0.5
        assert read(PACE="100000").pace == 100_000
        assert all(mistakes(PACE=pace) for pace in ("0", "-1", "inf", "nan"))


class TestAddresses:
    def test_plain_http_to_bricklink_stays_on_this_machine(self) -> None:
        assert read(BRICKLINK_URL="http://127.0.0.1:9000/v1/").bricklink_url == "http://127.0.0.1:9000/v1"
        assert read(BRICKLINK_URL="http://[::1]:9000").bricklink_url == "http://[::1]:9000"
        assert "elsewhere write https://" in mistakes(BRICKLINK_URL="http://api.bricklink.com")[0]

    def test_origins_are_kept_as_browsers_write_them(self) -> None:
        settings = read(
            PUBLIC_URL="HTTPS://Bricks.Example.org:443/",
            ALLOWED_ORIGINS="http://localhost:5173, https://tools.example,",
        )
        assert settings.public_url == "https://bricks.example.org"
        assert settings.allowed_origins == ("http://localhost:5173", "https://tools.example")

    @pytest.mark.parametrize("origin", ["*", "null", "https://a.example/app", "a.example", "https://*:99999"])
    def test_an_origin_is_exact(self, origin: str) -> None:
        assert mistakes(ALLOWED_ORIGINS=f"https://ok.example,{origin}")
        assert mistakes(PUBLIC_URL=origin)

    def test_the_database_is_a_file_by_its_whole_path_or_a_server(self) -> None:
        assert read(DATABASE_URL="sqlite:////var/lib/bricks.db").database_path == Path("/var/lib/bricks.db")
        assert read(DATABASE_URL="postgresql://db/bricks").database_path is None
        assert mistakes(DATABASE_URL="sqlite:///bricks.db")
        assert mistakes(DATABASE_URL="bricks.db")

    def test_the_commands_find_the_server_of_the_same_environment(self) -> None:
        assert read(PORT="9001").server == "http://127.0.0.1:9001"
        assert read(SERVER="https://bricks.example/").server == "https://bricks.example"


def test_every_setting_is_described_in_one_sentence() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert field.description.endswith("."), name
        assert "\n" not in field.description, name
