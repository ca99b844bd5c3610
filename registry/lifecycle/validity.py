"""Whether a certificate entitles to anything on a day."""

from datetime import date, timedelta

from registry.domain import Certificate, CertificateStatus, Window

# A certificate that states no end is valid for three years (our assumption, as for RTCM's own modules).
DEFAULT_VALIDITY_YEARS = 3
EXPIRING_WITHIN = timedelta(days=90)

# The states in which a certificate entitles to anything at all.
HELD = frozenset(
    {
        CertificateStatus.CLAIMED,
        CertificateStatus.EVIDENCED,
        CertificateStatus.VERIFIED,
        CertificateStatus.ISSUED,
    }
)


def expiry(issued: date, expires: date | None) -> date:
    """The first day on which a certificate is no longer valid."""
    if expires is not None:
        return expires
    year = issued.year + DEFAULT_VALIDITY_YEARS
    leap_day = issued.month == 2 and issued.day == 29
    return date(year, 3, 1) if leap_day else issued.replace(year=year)


def certificate_valid(certificate: Certificate, on: Window) -> bool:
    """Whether a certificate is held and valid on every day of the window; without an issue day it is not."""
    if certificate.status not in HELD or certificate.issued is None:
        return False
    return certificate.issued <= on.start and expiry(certificate.issued, certificate.expires) > on.end


def certificate_expiring(certificate: Certificate, on: date) -> bool:
    """Whether a certificate that is valid on a day ends within the next 90 days."""
    if certificate.issued is None or not certificate_valid(certificate, Window(start=on, end=on)):
        return False
    return expiry(certificate.issued, certificate.expires) - on <= EXPIRING_WITHIN
