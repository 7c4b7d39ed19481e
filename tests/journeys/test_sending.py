"""A lost connection while sending: the text is still there, and nothing is sent twice."""

import pytest
from playwright.sync_api import Page, Route, expect

from dialogwerk.demo.people import PASSWORD

pytestmark = pytest.mark.browser
TEXT = "Das haben wir in unserem Betrieb auch so erlebt."


def _open_an_idea(page: Page) -> None:
    page.goto("/hannover/")
    page.locator(".brief a").first.click()
    page.wait_for_load_state()


def _sign_in(page: Page) -> None:
    page.goto("/konto/login/")
    page.locator("main input[name=login]").fill("mitmachen@demo.example.org")
    page.locator("main input[type=password]").fill(PASSWORD)
    page.locator("main form:has(input[type=password]) button[type=submit]").first.click()
    page.wait_for_url(lambda url: "login" not in url)


@pytest.mark.parametrize("who", ["visitor", "participant"])
def test_text_stays_when_the_connection_is_lost(page: Page, who: str) -> None:
    if who == "participant":  # her form is sent by htmx, the visitor's by resend.js
        _sign_in(page)
    _open_an_idea(page)
    form = page.locator("form:has(textarea[name=text])").last
    form.locator("textarea").fill(TEXT)
    for field in ("guest_name", "guest_email"):
        if form.locator(f"[name={field}]").count():
            form.locator(f"[name={field}]").fill("linda@example.org")

    page.context.set_offline(True)
    form.locator("button[type=submit], button:not([type])").first.click()

    expect(page.get_by_role("alert")).to_contain_text("Ihr Text ist noch da")
    expect(form.locator("textarea")).to_have_value(TEXT)

    page.context.set_offline(False)
    page.get_by_role("button", name="Noch einmal senden").click()

    expect(page.get_by_role("alert")).to_have_count(0)


def test_two_clicks_send_once(page: Page) -> None:
    posts = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    page.goto("/")

    page.evaluate(
        "() => { const button = document.querySelector('.language button'); button.click(); button.click(); }"
    )
    expect(page.locator("html")).to_have_attribute("lang", "en")

    assert len(posts) == 1


def test_form_with_an_old_token_is_sent_again_by_itself(page: Page) -> None:
    page.goto("/")
    page.evaluate("document.querySelector('.language [name=csrfmiddlewaretoken]').value = 'alt'")

    page.locator(".language button").click()

    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_phone_menu_opens_and_closes_by_keyboard(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/hannover/")

    page.locator(".process-menu summary").press("Enter")
    expect(page.locator(".process-menu").get_by_role("link", name="Ergebnisse")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.locator(".process-menu").get_by_role("link", name="Ergebnisse")).to_be_hidden()


def test_a_draft_on_its_way_holds_nothing_back(page: Page) -> None:
    held = []

    def hold(route: Route) -> None:  # a slow network: no answer comes
        held.append(route)

    page.route("**/ideen/neu/zwischenspeichern/", hold)
    page.goto("/nrw/ideen/neu/")
    page.get_by_label("Titel").fill("Werkbank auf Zeit")
    page.get_by_label("Worum geht es?").fill("Ein Anhänger mit Werkzeug zum Ausprobieren.")
    with page.expect_request("**/ideen/neu/zwischenspeichern/"):
        page.locator("#id_place_0").focus()

    page.get_by_role("button", name="Weiter zur Vorschau").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Vorschau")
    assert held
