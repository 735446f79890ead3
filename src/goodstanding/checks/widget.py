"""The check form inside an office system: as a link, or in a frame of a system this installation allows. No token ever leaves this site.

Whoever asks is signed in here, in his own browser; the office system learns nothing but what he sees himself. A frame works where both
sites belong to one registrable domain (``*.example.gov.cn``), for only there a browser sends our session's cookie; elsewhere the link does.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponse
from django.templatetags.static import static
from django.urls import reverse

from goodstanding.web.headers import HEADERS

POLICY = "Content-Security-Policy"


def framed(answer: HttpResponse) -> HttpResponse:
    """Only the systems of CHECK_FRAME_ANCESTORS may show it; without one it is as every page."""
    allowed = settings.CHECK_FRAME_ANCESTORS
    if allowed:
        answer.headers[POLICY] = HEADERS[POLICY].replace("frame-ancestors 'none'", f"frame-ancestors {' '.join(allowed)}")
        answer.xframe_options_exempt = True
    return answer


def script() -> str:
    """Where the office system takes the script from."""
    return f"{settings.PUBLIC_URL}{static('checks/widget.js')}"


def snippet(*, frame: bool) -> str:
    """What is pasted into a page of the office system; the two values are filled in there."""
    more = " data-frame" if frame else ""
    return (
        f'<div data-goodstanding-check{more} data-code="91340000MA2MXXXXXX" data-matter="采购项目编号"></div>\n'
        f'<script src="{script()}" defer></script>'
    )


def link() -> str:
    """The same without any script."""
    asked = urlencode({"code": "91340000MA2MXXXXXX", "matter": "采购项目编号"})
    return f'<a href="{settings.PUBLIC_URL}{reverse("checks:ask")}?{asked}" target="_blank" rel="noopener">信用核查</a>'
