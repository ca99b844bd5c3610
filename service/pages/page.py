"""What every page knows: who looks at it, in which language, and how it is answered."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from service.auth.access import AskedBy
from service.auth.gate import Gate
from service.auth.who import Who
from service.pages import choice, flash
from service.pages.environment import environment
from service.pages.navigation import Entry, entries
from service.pages.wording import Wording, wording


@dataclass(frozen=True)
class Page:
    """One request for a page: ``who`` is None when nobody is signed in."""

    request: Request
    who: Who | None
    language: str

    @property
    def wording(self) -> Wording:
        """Texts, dates, numbers and names in the language of the page."""
        return wording(self.language)

    @property
    def path(self) -> str:
        """The path of the address."""
        return self.request.url.path

    @property
    def navigation(self) -> list[Entry]:
        """Where whoever looks may go."""
        return entries(self.who)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that are offered."""
        offered: tuple[str, ...] = self.request.app.state.languages
        return offered

    def said(self) -> flash.Said | None:
        """The message of the step before."""
        return flash.brought(self.request)

    def say(self, text: str, **parts: object) -> str:
        """A text in the language of the page."""
        return self.wording.say(text, **parts)

    def here(self, **changed: str | None) -> str:
        """The address of this page with some of its parameters changed, or left out where None."""
        kept = [(key, value) for key, value in self.request.query_params.multi_items() if key not in changed]
        query = urlencode(kept + [(key, value) for key, value in changed.items() if value is not None])
        return f"{self.path}?{query}" if query else self.path

    def without(self, name: str, value: str) -> str:
        """The address of this page with one value of one parameter taken away: what the cross of a chip leads to."""
        query = urlencode([each for each in self.request.query_params.multi_items() if each != (name, value)])
        return f"{self.path}?{query}" if query else self.path

    def render(self, template: str, status: int = 200, **values: object) -> HTMLResponse:
        """A page from its template; ``page`` and the values are known to it."""
        text = environment(self.language).get_template(template).render(page=self, **values)
        response = HTMLResponse(text, status)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Vary"] = "Accept-Language, Cookie"
        response.headers["Content-Language"] = self.language
        if self.request.query_params.get(choice.PARAMETER) == self.language:
            self._keep_language(response)
        if flash.COOKIE in self.request.cookies:
            flash.forget(response)
        return response

    def redirect(self, to: str, said: str | None = None, kind: str = "done") -> RedirectResponse:
        """The answer to a form that was taken: look at ``to``, which is a path of ours, and be told ``said`` there."""
        response = RedirectResponse(to, 303)
        if said is not None:
            flash.keep(response, flash.Said(kind, said), self.secure)
        return response

    @property
    def secure(self) -> bool:
        """Whether cookies go over HTTPS alone."""
        gate: Gate = self.request.app.state.gate
        return gate.secure

    def _keep_language(self, response: HTMLResponse) -> None:
        seconds = choice.KEPT_SECONDS
        response.set_cookie(choice.COOKIE, self.language, max_age=seconds, samesite="lax", secure=self.secure)


def page_of(request: Request, who: AskedBy) -> Page:
    """The page that a request asks for."""
    return Page(request, who, choice.chosen(request, who, request.app.state.languages))


PageDep = Annotated[Page, Depends(page_of)]
