"""Settings: environment variables with the prefix RTCM_."""

from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from registry.accounts import Roles


def _by_commas(value: Any) -> Any:
    """``administrator, registrar`` as two offices."""
    return [each.strip() for each in value.split(",") if each.strip()] if isinstance(value, str) else value


class Settings(BaseSettings):
    """Everything that can be set from outside; ``rtcm --help`` lists it."""

    model_config = SettingsConfigDict(env_prefix="RTCM_", frozen=True)

    database_url: str = Field(
        "sqlite:///rtcm.db",
        description="where the pool is kept: sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/NAME",
    )
    policies: str = Field("policies", description="folder of the policies that somebody approved by name")
    public_url: str = Field(
        "http://127.0.0.1:8000",
        description="where browsers reach this service; links in mails begin with it, and https makes cookies secure",
    )
    oidc_issuer: str | None = Field(
        None, description="an OpenID provider by which people sign in too; without it nobody does"
    )
    oidc_client_id: str | None = Field(None, description="the name by which that provider knows this service")
    oidc_client_secret: SecretStr | None = Field(None, description="the secret that goes with it")
    second_factor_for: Annotated[Roles, NoDecode, BeforeValidator(_by_commas)] = Field(
        (), description="offices, with commas, that do nothing before they have set up a second factor"
    )
    factor_key_file: Path | None = Field(
        None,
        description="a file that holds the key, 32 characters or more, which secrets of second factors are sealed with "
        "in the database; without it they stand there as they are",
    )
    set_up_code: SecretStr | None = Field(
        None, description="what /set-up asks of whoever makes the first account; drawn and logged by rtcm serve without"
    )
    actor: str = Field("operator", description="who the revision feed names as the author of changes made here")
    index_file: Path | None = Field(
        None, description="a file in which the live index is kept, so that processes start with it and share its memory"
    )
    development: bool = Field(False, description="whether pages for engineers are served, such as /styleguide")
    time_zone: str = Field(
        "Asia/Baku", description="the zone of the times that mails tell, as the tz database names it"
    )
    secret_key: SecretStr | None = Field(
        None, description="what links in mails are signed with: 32 characters or more; without it no mail is sent"
    )
    secret_key_file: Path | None = Field(None, description="a file that holds the secret, instead of secret_key")
    mail_from: str | None = Field(None, description="the address that mails come from; without it no mail is sent")
    smtp_host: str | None = Field(None, description="the mail server; without it no mail is sent")
    smtp_port: int = Field(587, ge=1, le=65535, description="its port")
    smtp_user: str | None = Field(None, description="who signs in there; nobody without it")
    smtp_password: SecretStr | None = Field(None, description="with which password")
    smtp_starttls: bool = Field(True, description="whether a connection without TLS is refused")


def described() -> str:
    """The settings as the help text lists them."""
    lines = ["Settings (environment variables):"]
    for name, field in Settings.model_fields.items():
        lines.append(f"RTCM_{name.upper()} (default {field.default}): {field.description}")
    return "\n\n".join(lines)
