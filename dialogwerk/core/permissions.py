"""The names of everything a person may do. Who may do it is said in `dialogwerk/policy.py`."""

from enum import StrEnum


class Permission(StrEnum):
    """One name per act. The target each act is asked about stands behind it."""

    READ_ENTRY = "entries.read"  # Entry
    EDIT_ENTRY = "entries.edit"  # Entry
    PUBLISH_ENTRY = "entries.publish"  # Entry
    WITHDRAW_ENTRY = "entries.withdraw"  # Entry
    RELATE_ENTRIES = "entries.relate"  # Entry: merge, split, mark as duplicate, link
    ANSWER_ENTRY = "entries.answer"  # Entry: official answer
    SET_STAGE = "entries.set_stage"  # Entry: maturity ladder
    COMMENT = "entries.comment"  # Entry
    RATE = "entries.rate"  # Entry
    EDIT_COMMENT = "comments.edit"  # Comment
    REPORT_MISSING = "challenges.report_missing"  # Process: a contribution is missing in its challenges
    WITHDRAW_MISSING = "missing.withdraw"  # MissingNote
    OFFER_SUPPORT = "ideas.offer_support"  # Entry: join in
    SEE_SUPPORT = "ideas.see_support"  # Entry: who joins in
    SUBMIT_IDEA = "ideas.submit"  # Process
    SUBMIT_CONTRIBUTION = "contributions.submit"  # Process
    MODERATE = "moderation.see"  # Process: the queue
    MODERATE_ENTRY = "moderation.decide"  # Entry
    SEE_WORKSHOP = "workshop.see"  # Process: the back office
    SET_UP_PROCESS = "processes.set_up"  # Process
    OPEN_PROCESS = "processes.open"  # Process
    MANAGE_ORGANISATIONS = "processes.manage_organisations"  # Process
    CREATE_PROCESS = "processes.create"  # nothing
    MANAGE_TEAM = "processes.manage_team"  # Process
    SEE_PROTOCOL = "processes.see_protocol"  # Process: who did what
    READ_PROCESS = "processes.read"  # Process
    MANAGE_EVENTS = "events.manage"  # Process
    MANAGE_REGISTRATIONS = "registrations.manage"  # Process: who comes
    CHECK_IN = "registrations.check_in"  # Process: the door
    RUN_LAB = "labs.run"  # Entry of the event: rounds, boards, pitch
    REVIEW_LAB = "labs.review"  # Entry of the event: cards become contributions
    SORT_CONTRIBUTIONS = "synthesis.sort"  # Process: the sorting table
    WRITE_CHALLENGES = "synthesis.write"  # Process
    MANAGE_SURVEYS = "surveys.manage"  # Process
    REVIEW_PROPOSALS = "surveys.review"  # Process: statements that participants propose
    TAKE_SURVEY = "surveys.take"  # Entry of the survey: answer it
    IMPORT = "opendata.import"  # Process
