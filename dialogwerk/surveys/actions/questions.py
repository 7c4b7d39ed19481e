"""Questions and statements: adding, correcting, ordering, taking out and bringing back."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from dialogwerk.core.errors import NotPossibleNow
from dialogwerk.core.removal import bring_rows_back, remove_rows
from dialogwerk.core.rows import move_row
from dialogwerk.entries.models import Entry
from dialogwerk.surveys.actions.setup import record
from dialogwerk.surveys.models import WITH_OPTIONS, Answer, FormerWording, Option, Question, QuestionKind, Survey

WORDS = ("text", "hint", "low_label", "high_label")
FIXED = ("kind", "steps")  # other answers than these would have been given


@transaction.atomic
def add_question(*, actor: Any, survey: Survey, options: Sequence[str] = (), **fields: Any) -> Question:
    """Ask one more question, at the end of its block. Raises `ValidationError`."""
    question = Question(**fields, survey=survey, position=_last(survey) + 1)
    question.full_clean()
    question.save()
    Option.objects.bulk_create(
        Option(question=question, position=place, text=text) for place, text in enumerate(options, start=1)
    )
    record(actor, "add_survey_question", survey, question=question.pk)
    return question


@transaction.atomic
def add_statements(
    *, actor: Any, survey: Survey, texts: Iterable[str], sources: Iterable[Entry | None] | None = None
) -> list[Question]:
    """Add statements, each once: what is there already, word for word, is left out."""
    known = {text.casefold() for text in survey.questions.values_list("text", flat=True)}  # type: ignore[attr-defined]
    texts = list(texts)
    made: list[Question] = []
    last = _last(survey)
    for text, source in zip(texts, sources or [None] * len(texts), strict=True):
        if text.casefold() in known:
            continue
        known.add(text.casefold())
        statement = Question(
            survey=survey, kind=QuestionKind.STATEMENT, text=text, source=source, position=last + len(made) + 1
        )
        statement.full_clean()
        statement.save()
        made.append(statement)
    if made:
        record(actor, "add_statements", survey, count=len(made))
    return made


def _last(survey: Survey) -> int:
    return int(survey.questions.aggregate(last=Max("position"))["last"] or 0)  # type: ignore[attr-defined]


def is_answered(question: Question) -> bool:
    """Say whether anybody answered it. One query."""
    return Answer.objects.filter(question=question).exists()


@transaction.atomic
def change_question(
    *, actor: Any, question: Question, options: Sequence[str] | None = None, reason: str = "", **fields: Any
) -> None:
    """Change a question. Once there are answers, other words need a `reason`, and the former ones stay and are shown.

    `options` are the answers to choose, in order: one that keeps its words is the same one, wherever it stands now;
    others are corrections of those that are no longer there, in order; more are new. Raises `NotPossibleNow` for what
    would change the meaning of answers, and where the reason is missing.
    """
    before = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    former = [option.text for option in before.options.all()]  # type: ignore[attr-defined]
    for name, value in fields.items():
        setattr(question, name, value)
    if before.kind not in WITH_OPTIONS or options is None:
        options = former
    if is_answered(before):
        if any(getattr(before, name) != getattr(question, name) for name in FIXED):
            raise NotPossibleNow(
                _("Die Art der Antwort lässt sich nicht mehr ändern: Es gibt schon Antworten."),
                what_to_do=_("Nehmen Sie die Frage heraus und stellen Sie sie neu."),
            )
        if _reads_otherwise(before, question, former, options):
            _keep_wording(before, question, former, reason)
    _set_options(question, options)
    question.full_clean()
    question.save()
    record(actor, "change_survey_question", question.survey, question=question.pk, wording=question.wording)


def _reads_otherwise(before: Question, question: Question, former: Sequence[str], options: Sequence[str]) -> bool:
    """Other words, or answers corrected; new answers and another order are no other words of the old ones."""
    if any(getattr(before, name) != getattr(question, name) for name in WORDS):
        return True
    return bool(set(former) - set(options))


def _keep_wording(before: Question, question: Question, former: Sequence[str], reason: str) -> None:
    if not reason.strip():
        raise NotPossibleNow(
            _("Diese Frage wurde schon beantwortet. Sagen Sie, warum sich ihr Wortlaut ändert."),
            what_to_do=_("Der frühere Wortlaut bleibt sichtbar, mit Ihrem Grund."),
        )
    ends = [before.low_label, before.high_label] if before.kind == QuestionKind.SCALE else []
    FormerWording.objects.create(
        question=before,
        number=before.wording,
        text=before.text,
        hint=before.hint,
        options=[*former, *filter(None, ends)],
        reason=reason.strip(),
    )
    question.wording = before.wording + 1


def _set_options(question: Question, options: Sequence[str]) -> None:
    there: list[Option] = list(question.options.all())  # type: ignore[attr-defined]
    unmatched = [option for option in there if option.text not in options]
    by_text = {option.text: option for option in there if option.text in options}
    for place, text in enumerate(options, start=1):
        option = by_text.pop(text, None) or (unmatched.pop(0) if unmatched else Option(question=question))
        option.text, option.position = text, place
        option.save()
    if unmatched and Answer.objects.filter(option__in=unmatched).exists():
        raise NotPossibleNow(
            _("„%s“ wurde schon gewählt und kann nicht wegfallen.") % unmatched[0].text,
            what_to_do=_("Lassen Sie die Antwort stehen, oder nehmen Sie die Frage heraus und stellen Sie sie neu."),
        )
    for option in unmatched:
        option.delete()


@transaction.atomic
def move_question(*, actor: Any, question: Question, up: bool) -> None:
    """Swap a question with its neighbour in the block; at the end nothing happens."""
    questions = question.survey.questions.filter(block=question.block_id, is_out=question.is_out)  # type: ignore[attr-defined]
    if move_row(questions, question, up=up):
        record(actor, "move_survey_question", question.survey, question=question.pk)


@transaction.atomic
def set_out(*, actor: Any, question: Question, is_out: bool) -> None:
    """Ask a question no longer, or again. Its answers stay and are not counted meanwhile."""
    question.is_out = is_out
    question.save(update_fields=["is_out"])
    record(actor, "take_question_out" if is_out else "put_question_in", question.survey, question=question.pk)


@transaction.atomic
def remove_question(*, actor: Any, question: Question) -> str:
    """Delete a question nobody answered; return what `bring_question_back` needs. Raises `NotPossibleNow`."""
    locked = Question.objects.select_for_update(of=("self",)).get(pk=question.pk)
    if is_answered(locked):
        raise NotPossibleNow(
            _("Diese Frage wurde schon beantwortet."),
            what_to_do=_("Nehmen Sie sie heraus: Dann wird sie nicht mehr gestellt, und die Antworten bleiben."),
        )
    record(actor, "remove_survey_question", question.survey, question=question.pk)
    return remove_rows([question])


@transaction.atomic
def bring_question_back(*, actor: Any, survey: Survey, kept: str) -> None:
    """Put a removed question back. Raises `NotPossibleNow` where its place is taken."""
    bring_rows_back(kept)
    record(actor, "bring_survey_question_back", survey)
