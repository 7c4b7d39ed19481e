"""Reports, the queue, decisions, their notice and their undoing."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.exceptions import ValidationError

from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.models import AuditRecord
from dialogwerk.entries.actions.discussion import add_comment
from dialogwerk.entries.actions.moderation import decide, flag_entry, undo_decision
from dialogwerk.entries.models import Flag, ModerationDecision, State, Verdict
from dialogwerk.entries.queries import comments_for
from dialogwerk.entries.queries.moderation import reported_cases, waiting_cases
from dialogwerk.processes.models import Moderation, Role
from tests import factories


@pytest.fixture
def entry(process, paula):
    return factories.EntryFactory(process=process, author=paula, title="Werkstatt im Dorf")


@pytest.fixture
def rule(process):
    return factories.RuleFactory(process=process)


@pytest.fixture
def comment(entry, paula):
    return add_comment(actor=paula, entry=entry, text="Ein böser Satz.")


def test_report_is_kept_and_audited(entry, rule, edith) -> None:
    flag = flag_entry(actor=edith, entry=entry, rule=rule, text="Stört.")

    assert (flag.reporter, flag.rule, flag.settled_at) == (edith, rule, None)
    assert AuditRecord.objects.filter(act="flag_entry").count() == 1


def test_second_report_of_the_same_person_adds_nothing(entry, rule, edith) -> None:
    flag_entry(actor=edith, entry=entry, rule=rule)
    flag_entry(actor=edith, entry=entry, rule=rule)

    assert Flag.objects.count() == 1


def test_visitor_reports_a_comment_by_form(comment, rule, client) -> None:
    page = client.get(f"/e/{comment.entry_id}/melden/?kommentar={comment.pk}").content.decode()
    assert "Ein böser Satz." in page
    assert rule.title in page

    answer = client.post(
        f"/e/{comment.entry_id}/melden/", {"rule": rule.pk, "text": "Beleidigt.", "comment": comment.pk}
    )

    assert answer.status_code == 302
    assert Flag.objects.get().comment == comment


def test_report_without_a_reason_gets_a_clear_message(entry, client) -> None:
    answer = client.post(f"/e/{entry.pk}/melden/", {"text": " "})

    assert answer.status_code == 422
    assert "Bitte wählen Sie eine Regel" in answer.content.decode()


def test_hidden_comment_is_gone_and_its_author_is_told_why(comment, rule, mo, edith) -> None:
    flag_entry(actor=edith, entry=comment.entry, comment=comment, rule=rule)

    decide(actor=mo, entry=comment.entry, comment=comment, verdict=Verdict.HIDE, rule=rule, note="Bitte sachlich.")

    comment.refresh_from_db()
    comment.entry.refresh_from_db()
    assert (comment.state, comment.entry.comment_count) == (State.HIDDEN, 0)
    assert Flag.objects.get().settled_at is not None
    assert list(comments_for(comment.entry, AnonymousUser())) == []
    (message,) = mail.outbox
    assert message.to == ["paula@example.org"]
    assert message.subject == "Ihr Kommentar wurde verborgen"
    for words in (rule.title, "Bitte sachlich.", "Ein böser Satz.", f"?kommentar={comment.pk}"):
        assert words in message.body
    assert AuditRecord.objects.get(act="decide").detail["verdict"] == "hide"


def test_author_sees_her_hidden_comment_with_the_reason(comment, rule, mo, paula, signed_in) -> None:
    decide(actor=mo, entry=comment.entry, comment=comment, verdict=Verdict.HIDE, rule=rule, note="Bitte sachlich.")

    page = signed_in(paula).get(f"/e/{comment.entry_id}?kommentar={comment.pk}", follow=True).content.decode()

    for words in ("Ein böser Satz.", rule.title, "Bitte sachlich."):
        assert words in page


def test_author_sees_her_hidden_entry_with_the_reason(entry, rule, mo, paula, signed_in, client) -> None:
    decide(actor=mo, entry=entry, verdict=Verdict.HIDE, rule=rule, note="Enthält Namen.")
    assert client.get(f"/e/{entry.pk}").status_code == 403

    page = signed_in(paula).get(f"/e/{entry.pk}", follow=True).content.decode()

    assert "Enthält Namen." in page
    assert "Werkstatt im Dorf" in page


def test_hiding_needs_a_rule(entry, mo) -> None:
    with pytest.raises(ValidationError):
        decide(actor=mo, entry=entry, verdict=Verdict.HIDE)

    entry.refresh_from_db()
    assert entry.state == State.PUBLISHED


def test_what_is_hidden_cannot_be_hidden_again(entry, rule, mo) -> None:
    decide(actor=mo, entry=entry, verdict=Verdict.HIDE, rule=rule)

    with pytest.raises(NotPossibleNow):
        decide(actor=mo, entry=entry, verdict=Verdict.HIDE, rule=rule)
    assert ModerationDecision.objects.count() == 1


def test_keeping_settles_the_reports_and_tells_nobody(entry, rule, mo, edith) -> None:
    flag_entry(actor=edith, entry=entry, rule=rule)

    decide(actor=mo, entry=entry, verdict=Verdict.KEEP)

    entry.refresh_from_db()
    assert entry.state == State.PUBLISHED
    assert Flag.objects.filter(settled_at=None).count() == 0
    assert mail.outbox == []


def test_undone_decision_brings_everything_back(comment, rule, mo, edith) -> None:
    flag_entry(actor=edith, entry=comment.entry, comment=comment, rule=rule)
    decision = decide(actor=mo, entry=comment.entry, comment=comment, verdict=Verdict.HIDE, rule=rule)

    undo_decision(actor=mo, decision=decision)

    comment.refresh_from_db()
    comment.entry.refresh_from_db()
    assert (comment.state, comment.entry.comment_count) == (State.PUBLISHED, 1)
    assert Flag.objects.get().settled_at is None
    assert mail.outbox[-1].subject == "Ihr Kommentar ist wieder sichtbar"
    with pytest.raises(NotPossibleNow):
        undo_decision(actor=mo, decision=decision)


def test_released_entry_waits_again_when_undone(entry, mo) -> None:
    entry.state = State.IN_REVIEW
    entry.save()
    decision = decide(actor=mo, entry=entry, verdict=Verdict.RELEASE)
    assert mail.outbox[-1].subject == "Ihr Beitrag ist veröffentlicht"

    undo_decision(actor=mo, decision=decision)

    entry.refresh_from_db()
    assert entry.state == State.IN_REVIEW


def test_queue_groups_the_reports_by_text(entry, comment, rule, mo, edith, lena) -> None:
    flag_entry(actor=edith, entry=entry, rule=rule)
    flag_entry(actor=lena, entry=entry, text="Auch ich.")
    flag_entry(actor=lena, entry=entry, comment=comment, rule=rule)

    cases = list(reported_cases(entry.process, mo))

    assert [(case.key, len(case.flags)) for case in cases] == [(f"entry-{entry.pk}", 2), (f"comment-{comment.pk}", 1)]


@pytest.mark.parametrize("number", [1, 20])
def test_queue_costs_the_same_for_one_and_for_many(number, process, mo, rule, django_assert_num_queries) -> None:
    for _ in range(number):
        entry = factories.EntryFactory(process=process)
        flag_entry(actor=AnonymousUser(), entry=entry, rule=rule)
        flag_entry(actor=AnonymousUser(), entry=entry, comment=factories.CommentFactory(entry=entry), rule=rule)

    with django_assert_num_queries(6):
        for case in reported_cases(process, mo):
            assert case.entry.process.slug
            assert case.flags


def test_region_moderator_sees_only_her_region(process, rule) -> None:
    mine, other = factories.RegionFactory(), factories.RegionFactory()
    person = factories.TeamRoleFactory(process=process, role=Role.MODERATOR, region=mine).person
    for region in (mine, other):
        flag_entry(actor=AnonymousUser(), entry=factories.EntryFactory(process=process, region=region), rule=rule)

    assert [case.entry.region for case in reported_cases(process, person)] == [mine]


def test_desk_decides_several_at_once(entry, comment, rule, mo, edith, signed_in) -> None:
    flag_entry(actor=edith, entry=entry, rule=rule)
    flag_entry(actor=edith, entry=entry, comment=comment, rule=rule)
    client = signed_in(mo)
    address = f"/werkstatt/{entry.process.slug}/moderation/"
    assert "Ein böser Satz." in client.get(address).content.decode()

    data = {"cases": [f"entry-{entry.pk}", f"comment-{comment.pk}"], "verdict": "hide", "rule": rule.pk, "note": ""}
    answer = client.post(address, data, follow=True)

    assert "2 Texte sind entschieden." in answer.content.decode()
    assert ModerationDecision.objects.count() == 2


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"verdict": "keep"}, "mindestens einen Text"),
        ({"verdict": "hide"}, "nennt die Regel"),
        ({"cases": ["entry-999999"], "verdict": "keep"}, "inzwischen erledigt"),
    ],
)
def test_incomplete_decision_gets_a_clear_message(data, message, entry, rule, mo, signed_in) -> None:
    flag_entry(actor=AnonymousUser(), entry=entry, rule=rule)
    data = {"cases": [f"entry-{entry.pk}"], **data} if data["verdict"] == "hide" else data

    answer = signed_in(mo).post(f"/werkstatt/{entry.process.slug}/moderation/", data)

    assert answer.status_code == 422
    assert message in answer.content.decode()


def test_release_by_one_click(entry, paula, edith, signed_in) -> None:
    entry.process.moderation = Moderation.BEFORE
    entry.process.save()
    waiting = add_comment(actor=paula, entry=entry, text="Wartet.")
    assert [case.comment for case in waiting_cases(entry.process, edith)] == [waiting]

    answer = signed_in(edith).post(f"/werkstatt/{entry.process.slug}/freigabe/", {"jetzt": f"comment-{waiting.pk}"})

    waiting.refresh_from_db()
    assert (answer.status_code, waiting.state) == (302, State.PUBLISHED)


def test_decision_is_undone_by_form(entry, rule, mo, signed_in) -> None:
    decision = decide(actor=mo, entry=entry, verdict=Verdict.HIDE, rule=rule)
    client = signed_in(mo)
    address = f"/werkstatt/{entry.process.slug}/moderation/"
    assert "Zurücknehmen" in client.get(f"{address}entschieden/").content.decode()

    client.post(f"{address}{decision.pk}/zuruecknehmen/")

    entry.refresh_from_db()
    assert entry.state == State.PUBLISHED
    assert "zurückgenommen am" in client.get(f"{address}entschieden/").content.decode()


@pytest.mark.parametrize("path", ["moderation/", "moderation/entschieden/", "freigabe/"])
@pytest.mark.parametrize("who", ["visitor", "paula", "contact"])
def test_others_do_not_get_to_the_desk(path, who, process, paula, client) -> None:
    region = factories.RegionFactory()
    contact = factories.TeamRoleFactory(process=process, role=Role.REGION_CONTACT, region=region).person
    person = {"visitor": None, "paula": paula, "contact": contact}[who]
    if person:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(f"/werkstatt/{process.slug}/{path}").status_code == 403


def test_author_of_a_hidden_idea_reads_the_reason(process, rule, mo, paula, signed_in) -> None:
    entry = factories.IdeaFactory(entry__process=process, entry__author=paula).entry
    decide(actor=mo, entry=entry, verdict=Verdict.HIDE, rule=rule, note="Enthält Namen.")

    page = signed_in(paula).get(f"/e/{entry.pk}", follow=True).content.decode()

    assert "Enthält Namen." in page
    assert rule.title in page
