"""Settings: environment variables with the prefix RTCM_."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything that can be set from outside; ``rtcm --help`` lists it."""

    model_config = SettingsConfigDict(env_prefix="RTCM_", frozen=True)

    database_url: str = Field(
        "sqlite:///rtcm.db",
        description="where the pool is kept: sqlite:///FILE or postgresql+psycopg://USER:PASSWORD@HOST/NAME",
    )
    public_url: str = Field(
        "http://127.0.0.1:8000",
        description="where browsers reach this service; links in mails begin with it, and https makes cookies secure",
    )
    oidc_issuer: str | None = Field(
        None, description="an OpenID provider by which people sign in too; without it nobody does"
    )
    oidc_client_id: str | None = Field(None, description="the name by which that provider knows this service")
    oidc_client_secret: SecretStr | None = Field(None, description="the secret that goes with it")
    actor: str = Field("operator", description="who the revision feed names as the author of changes made here")


def described() -> str:
    """The settings as the help text lists them."""
    lines = ["Settings (environment variables):"]
    for name, field in Settings.model_fields.items():
        lines.append(f"RTCM_{name.upper()} (default {field.default}): {field.description}")
    return "\n\n".join(lines)
