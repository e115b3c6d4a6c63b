"""axe-core over real pages in headless Chromium. axe-core's own script comes with the package axe-playwright-python."""

import shutil
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def why_not() -> str:
    """Why axe cannot be run here, or nothing."""
    if find_spec("playwright") is None or find_spec("axe_playwright_python") is None:
        return "playwright or axe-playwright-python is not installed (requirements for development)"
    return "" if browser() else f"no browser on the PATH ({', '.join(BROWSERS)})"


def need_browser(why: str, ci: str) -> None:
    """Skips the test that asks where axe cannot be run; in CI (`CI=true`), where nobody sees a skip, fails it instead."""
    if why and ci.lower() in ("true", "1"):
        pytest.fail(
            f"Pages are not checked for accessibility: {why}. With CI={ci} this check is required: install Chromium"
            " (tools/browser.sh does where apt-get is to be had) and the packages of requirements.lock.",
            pytrace=False,
        )
    if why:
        pytest.skip(why)


def browser() -> str | None:
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def findings(files: Iterable[Path]) -> dict[Path, list[str]]:
    """Per page: axe's violations, and every request that tried to leave it. Pages without findings are left out."""
    from playwright.sync_api import sync_playwright

    out = {}
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser(), args=["--no-sandbox"])
        try:
            for file in files:
                if found := _of_page(chromium, file):
                    out[file] = found
        finally:
            chromium.close()
    return out


def _of_page(chromium, file: Path) -> list[str]:
    """Opened from disk, with everything else refused and noted. The policy is set aside only for axe's own script."""
    requests: list[str] = []
    context = chromium.new_context(bypass_csp=True)
    page = context.new_page()
    page.on("request", lambda request: requests.append(request.url))
    page.route("**/*", lambda route: route.continue_() if _own(route.request.url, file) else route.abort())
    page.goto(file.resolve().as_uri(), wait_until="load")
    violations = _violations(page)
    context.close()
    left = [f"asked for {url[:100]}" for url in requests if not _own(url, file)]
    return left + violations


def _own(url: str, file: Path) -> bool:
    return url.startswith("data:") or url.split("#")[0] == file.resolve().as_uri()


def _violations(page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]})
    return [f"{v['id']}: {v['help']} ({_where(v)})" for v in found.response["violations"]]


def _where(violation: dict) -> str:
    nodes = violation["nodes"]
    return f"{len(nodes)} places, first {nodes[0]['target'][0]}"
