"""Every set of pages of the cabinet; one more is one more line."""

from fastapi import APIRouter

from service.pages.cabinet import (
    certificates,
    checking,
    documents,
    doors,
    judging,
    offers,
    overview,
    profile,
    rights,
    times,
)

ROUTERS: tuple[APIRouter, ...] = tuple(
    each.router
    for each in (overview, profile, checking, documents, times, offers, judging, certificates, doors, rights)
)
