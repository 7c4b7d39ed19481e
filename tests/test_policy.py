"""Every permission x every person, and `visible_to` agrees with the gate."""

import pytest
from django.contrib.auth.models import AnonymousUser

from dialogwerk.core.gate import may
from dialogwerk.core.permissions import Permission
from dialogwerk.entries.models import Comment, Entry, State
from dialogwerk.policy import POLICY
from dialogwerk.processes.models import Process, ProcessStatus, Role
from dialogwerk.synthesis.models import MissingNote
from tests import factories

# author wrote the entry and the comment; contact answers for the entry's region, outside for another one
EVERYBODY = "visitor paula author edith mo lena contact outside operator"
MEMBERS = "paula author edith mo lena contact outside operator"
TEAM = "edith mo lena contact outside operator"
EDITORS = "edith lena operator"

# a published entry of a running dialogue
RUNNING = {
    Permission.READ_ENTRY: EVERYBODY,
    Permission.EDIT_ENTRY: f"author {EDITORS}",
    Permission.PUBLISH_ENTRY: f"mo {EDITORS}",
    Permission.WITHDRAW_ENTRY: f"author {EDITORS}",
    Permission.RELATE_ENTRIES: EDITORS,
    Permission.ANSWER_ENTRY: f"contact {EDITORS}",
    Permission.SET_STAGE: f"contact {EDITORS}",
    Permission.COMMENT: MEMBERS,
    Permission.RATE: MEMBERS,
    Permission.EDIT_COMMENT: "author",
    Permission.REPORT_MISSING: MEMBERS,
    Permission.WITHDRAW_MISSING: "author",
    Permission.OFFER_SUPPORT: MEMBERS,
    Permission.SEE_SUPPORT: f"author contact {EDITORS}",
    Permission.SUBMIT_IDEA: MEMBERS,
    Permission.SUBMIT_CONTRIBUTION: MEMBERS,
    Permission.MODERATE: "mo lena operator",
    Permission.MODERATE_ENTRY: "mo lena operator",
    Permission.SEE_WORKSHOP: TEAM,
    Permission.SET_UP_PROCESS: "lena operator",
    Permission.OPEN_PROCESS: "lena operator",
    Permission.MANAGE_ORGANISATIONS: EDITORS,
    Permission.CREATE_PROCESS: "operator",
    Permission.MANAGE_TEAM: "lena operator",
    Permission.SEE_PROTOCOL: f"mo {EDITORS}",
    Permission.READ_PROCESS: EVERYBODY,
    Permission.MANAGE_EVENTS: EDITORS,
    Permission.MANAGE_REGISTRATIONS: EDITORS,
    Permission.CHECK_IN: f"mo {EDITORS}",
    Permission.RUN_LAB: f"contact {EDITORS}",
    Permission.REVIEW_LAB: EDITORS,
    Permission.SORT_CONTRIBUTIONS: f"mo {EDITORS}",
    Permission.WRITE_CHALLENGES: EDITORS,
    Permission.MANAGE_SURVEYS: EDITORS,
    Permission.REVIEW_PROPOSALS: f"mo {EDITORS}",
    Permission.TAKE_SURVEY: EVERYBODY,
    Permission.IMPORT: EDITORS,
}
# the same where the entry, and the comment on it, were hidden
HIDDEN = RUNNING | {
    Permission.READ_ENTRY: f"author mo contact {EDITORS}",
    Permission.EDIT_ENTRY: EDITORS,
    Permission.COMMENT: "",
    Permission.RATE: "",
    Permission.TAKE_SURVEY: "",
    Permission.EDIT_COMMENT: "",
    Permission.OFFER_SUPPORT: "",
}
# the same in a dialogue that is still being prepared
PREPARED = RUNNING | {
    Permission.READ_ENTRY: f"author {TEAM}",
    Permission.READ_PROCESS: TEAM,
    Permission.COMMENT: "",
    Permission.RATE: "",
    Permission.OFFER_SUPPORT: "",
    Permission.REPORT_MISSING: "",
    Permission.SUBMIT_IDEA: "",
    Permission.SUBMIT_CONTRIBUTION: "",
    Permission.TAKE_SURVEY: "",
}
TABLES = {"running": RUNNING, "hidden": HIDDEN, "prepared": PREPARED}
ON_ENTRY = {permission for permission in Permission if permission.value.startswith("entries.")} | {
    Permission.OFFER_SUPPORT,
    Permission.SEE_SUPPORT,
    Permission.MODERATE_ENTRY,
    Permission.RUN_LAB,
    Permission.REVIEW_LAB,
    Permission.TAKE_SURVEY,
}


@pytest.fixture
def people(process, paula, edith, mo, lena) -> dict[str, object]:
    def contact() -> object:
        region = factories.RegionFactory()
        return factories.TeamRoleFactory(process=process, role=Role.REGION_CONTACT, region=region).person

    return {
        "visitor": AnonymousUser(),
        "paula": paula,
        "author": factories.PersonFactory(public_name="Anna"),
        "edith": edith,
        "mo": mo,
        "lena": lena,
        "contact": contact(),
        "outside": contact(),
        "operator": factories.PersonFactory(public_name="Olga", is_operator=True),
    }


@pytest.fixture
def entry(process, people) -> Entry:
    region = people["contact"].team_roles.get().region
    return factories.EntryFactory(process=process, author=people["author"], region=region)


def target_of(permission: Permission, entry: Entry, comment: Comment) -> Entry | Comment | MissingNote | Process | None:
    if permission is Permission.CREATE_PROCESS:
        return None
    if permission is Permission.EDIT_COMMENT:
        return comment
    if permission is Permission.WITHDRAW_MISSING:
        return MissingNote(author=comment.author, state=State.PUBLISHED)
    return entry if permission in ON_ENTRY else entry.process


def test_every_permission_has_a_line() -> None:
    assert set(POLICY) == set(Permission)
    assert all(set(table) == set(Permission) for table in TABLES.values())


@pytest.mark.parametrize("permission", list(Permission), ids=lambda permission: permission.name)
@pytest.mark.parametrize("case", list(TABLES))
def test_who_may(case: str, permission: Permission, people, entry) -> None:
    comment = factories.CommentFactory(entry=entry, author=people["author"])
    if case == "hidden":
        entry.state = comment.state = State.HIDDEN
    if case == "prepared":
        entry.process.status = ProcessStatus.DRAFT
    target = target_of(permission, entry, comment)

    allowed = {who for who, person in people.items() if may(person, permission, target)}

    assert allowed == set(TABLES[case][permission].split())


@pytest.mark.parametrize("status", [ProcessStatus.DRAFT, ProcessStatus.OPEN, ProcessStatus.CONCLUDED])
@pytest.mark.parametrize("state", State.values)
def test_visible_to_agrees_with_the_gate(state, status, people, entry) -> None:
    entry.state, entry.process.status = state, status
    entry.save()
    entry.process.save()

    seen = {who for who, person in people.items() if entry in Entry.objects.visible_to(person)}

    assert seen == {who for who, person in people.items() if may(person, Permission.READ_ENTRY, entry)}


@pytest.mark.parametrize("status", ProcessStatus.values)
def test_visible_processes_agree_with_the_gate(status, people, process) -> None:
    process.status = status
    process.save()

    seen = {who for who, person in people.items() if process in Process.objects.visible_to(person)}

    assert seen == {who for who, person in people.items() if may(person, Permission.READ_PROCESS, process)}


@pytest.mark.parametrize("role", Role.values)
def test_a_role_for_one_region_counts_only_there(role, process) -> None:
    here, there = factories.RegionFactory(), factories.RegionFactory()
    person = factories.TeamRoleFactory(process=process, role=role, region=here).person
    entries = {region: factories.EntryFactory(process=process, region=region) for region in (here, there, None)}
    acts = [Permission.EDIT_ENTRY, Permission.PUBLISH_ENTRY, Permission.ANSWER_ENTRY, Permission.MODERATE_ENTRY]

    assert any(may(person, act, entries[here]) for act in acts)
    assert not any(may(person, act, entries[region]) for act in acts for region in (there, None))
