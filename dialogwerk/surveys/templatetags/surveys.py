"""Bars drawn as SVG beside their numbers; the surveys of an event for its page, which knows nothing of this room."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from dialogwerk.events.models import Event
from dialogwerk.surveys.models import Answer, Question, QuestionKind, Vote
from dialogwerk.surveys.queries.groups import Shares
from dialogwerk.surveys.queries.results import Bar, step_label
from dialogwerk.surveys.queries.surveys import Listed, surveys_of_event

register = template.Library()


@register.simple_tag
def surveys_of(event: Event) -> list[Listed]:
    """Return the surveys of an event that everybody may see. One query."""
    return surveys_of_event(event)


@register.simple_tag
def answer_bar(bar: Bar) -> SafeString:
    """Return one bar as long as the share; its number stands beside it."""
    return format_html(
        '<svg class="answer-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="answer-bar__back" width="100" height="10"/>'
        '<rect class="answer-bar__fill" width="{}" height="10"/>'
        "</svg>",
        f"{100 * bar.share:.1f}",
    )


@register.simple_tag
def vote_bar(shares: Shares) -> SafeString | str:
    """Return agree, pass and disagree side by side; the numbers stand beside it."""
    if not shares.base:
        return ""
    agree = 100 * shares.agree / shares.base
    passed = 100 * shares.passed / shares.base
    return format_html(
        '<svg class="vote-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="vote-bar__disagree" width="100" height="10"/>'
        '<rect class="vote-bar__pass" width="{}" height="10"/>'
        '<rect class="vote-bar__agree" width="{}" height="10"/></svg>',
        f"{agree + passed:.1f}",
        f"{agree:.1f}",
    )


@register.filter
def said(answers: list[Answer], question: Question) -> str:
    """Return what somebody answered, in words; empty where she did not."""
    if not answers:
        return ""
    if question.kind == QuestionKind.TEXT:
        return answers[0].text
    if question.kind == QuestionKind.STATEMENT:
        return str(Vote(answers[0].value or 0).label)
    if question.kind == QuestionKind.SCALE and answers[0].value is not None:
        return step_label(question, answers[0].value)
    options: Any = {option.pk: option.text for option in question.options.all()}  # type: ignore[attr-defined]
    texts = [options[answer.option_id] for answer in answers if answer.option_id in options]
    return ", ".join(texts) or "–"


@register.filter
def at(rows: tuple[Any, ...], place: int) -> Any:
    """Return the row at a place."""
    return rows[place]
