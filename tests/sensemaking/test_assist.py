"""The assistant learns from a handful, says how sure it is and why, and moves nothing a person decided."""

import numpy as np
import pytest

from sensemaking.assist import Assistant, Features
from sensemaking.errors import SensemakingError
from sensemaking.features import Reader

SUBJECTS = {
    "rad": ["Radweg", "Fahrrad", "Radfahrer", "Fahrradständer", "Lastenrad", "Radverkehr"],
    "kita": ["Kita", "Kinder", "Kinderbetreuung", "Eltern", "Erzieherinnen", "Krippe"],
    "netz": ["Glasfaser", "Internet", "Breitband", "Netzausbau", "Funkloch", "WLAN"],
}
PLACES = ["in Siegen", "am Bahnhof", "im Ort", "in der Innenstadt", "bei uns", "im ganzen Land", "an der Schule"]
WISHES = ["{} {} muss besser werden", "Mehr {} {}", "Warum fehlt {} {}?", "{} {} ausbauen", "Zu wenig {} {}"]


def corpus(each: int = 40) -> tuple[list[str], list[str], dict[str, str]]:
    random = np.random.default_rng(0)
    texts, ids, truth = [], [], {}
    for subject, nouns in SUBJECTS.items():
        for number in range(each):
            two = random.choice(nouns, 2, replace=False)
            wish = str(random.choice(WISHES)).format(f"{two[0]} und {two[1]}", random.choice(PLACES))
            texts.append(wish)
            ids.append(f"{subject}{number}")
            truth[ids[-1]] = subject
    order = [subject * each + number for number in range(each) for subject in range(len(SUBJECTS))]
    return [ids[at] for at in order], [texts[at] for at in order], truth


IDS, TEXTS, TRUTH = corpus()
FEATURES = Features.of(TEXTS)


def assistant(decided: int = 0, **more) -> Assistant:
    helper = Assistant(IDS, TEXTS, FEATURES, **more)
    helper.decide({name: TRUTH[name] for name in IDS[:decided]})
    return helper.learn()


def right(helper: Assistant) -> float:
    return float(np.mean([TRUTH[suggestion.id] == suggestion.group for suggestion in helper.suggestions()]))


def test_a_dozen_decisions_sort_the_rest() -> None:
    helper = assistant(12)

    assert right(helper) > 0.9
    assert len(helper.suggestions()) == len(IDS) - 12
    sure = [suggestion.probability for suggestion in helper.suggestions()]
    assert sure == sorted(sure, reverse=True)


def test_probabilities_sum_to_one_and_are_about_right() -> None:
    helper = assistant(20)
    chances = helper.probabilities()

    assert chances.sum(axis=1) == pytest.approx(np.ones(len(IDS)), abs=1e-5)
    assert np.mean([suggestion.probability for suggestion in helper.suggestions()]) == pytest.approx(
        right(helper), abs=0.15
    )


def test_what_a_person_decided_is_never_moved() -> None:
    helper = assistant(20)
    wrong = next(name for name in IDS if TRUTH[name] == "rad")

    helper.decide({wrong: "netz"})
    helper.learn()

    assert wrong not in {suggestion.id for suggestion in helper.suggestions()}
    assert wrong not in helper.questions(200)
    assert helper.probabilities()[IDS.index(wrong)].tolist() == [float(group == "netz") for group in helper.groups]


def test_decision_can_be_taken_back() -> None:
    helper, other = assistant(20), assistant(21)

    other.decide({IDS[20]: None})
    other.learn()

    assert other.suggestions() == helper.suggestions()


def test_excluded_group_is_not_suggested_again() -> None:
    helper = assistant(20)
    first = helper.suggestions()[0]

    helper.exclude(first.id, first.group)

    again = next(suggestion for suggestion in helper.suggestions() if suggestion.id == first.id)
    assert again.group != first.group


def test_questions_are_those_it_is_least_sure_of_and_unlike_each_other() -> None:
    helper = assistant(9)
    margins = {suggestion.id: suggestion.margin for suggestion in helper.suggestions()}

    asked = helper.questions(5)

    assert len(asked) == 5
    assert margins[asked[0]] == min(margins.values())
    assert np.mean([margins[name] for name in asked]) < np.mean(list(margins.values()))
    places = [FEATURES.dense[IDS.index(name)] for name in asked]
    assert max(float(a @ b) for at, a in enumerate(places) for b in places[:at]) < 0.6


def test_words_tell_why_as_they_are_written() -> None:
    helper = assistant(30)
    for subject, nouns in SUBJECTS.items():
        name = next(found.id for found in helper.suggestions() if found.group == subject == TRUTH[found.id])
        reasons = helper.why(name, subject)
        assert reasons[0] in nouns
        assert all(word in TEXTS[IDS.index(name)] for word in reasons)
    assert helper.why(IDS[0], "nothing") == []


def test_themes_are_the_first_suggestion_and_fade() -> None:
    right_prior = {name: {TRUTH[name]: 0.8} for name in IDS}
    wrong_prior = {name: {"netz": 0.9, "kita": 0.1} for name in IDS}

    assert right(assistant(0, prior=right_prior)) == 1
    assert right(assistant(3, prior=right_prior)) > right(assistant(3))
    assert right(assistant(40, prior=wrong_prior)) > 0.9


def test_without_decisions_or_with_one_group_nothing_is_claimed() -> None:
    assert assistant(0).suggestions() == []
    assert assistant(0).questions() == []
    helper = Assistant(IDS, TEXTS, FEATURES)
    helper.decide({IDS[0]: "alle"})
    assert {suggestion.group for suggestion in helper.learn().suggestions()} == {"alle"}


def test_learning_step_by_step_is_as_learning_at_once() -> None:
    once, steps = assistant(30), Assistant(IDS, TEXTS, FEATURES)
    for name in IDS[:30]:
        steps.decide({name: TRUTH[name]})
        steps.learn()

    assert steps.groups == once.groups
    assert steps.probabilities() == pytest.approx(once.probabilities(), abs=1e-4)


def test_more_decisions_than_fit_are_learnt_from_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sensemaking.assist._MOST", 20)

    helper = Assistant(IDS, TEXTS, FEATURES)
    for start in range(0, 80, 8):
        helper.decide({name: TRUTH[name] for name in IDS[start : start + 8]})
        helper.learn()

    assert len(helper._taught()[0]) == 20
    assert right(helper) > 0.8


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(SensemakingError, match="passen nicht"):
        Assistant(["a"], ["x", "y"], FEATURES)
    with pytest.raises(SensemakingError, match="gibt es nicht"):
        assistant().decide({"nobody": "rad"})
    with pytest.raises(SensemakingError, match="keine Texte"):
        Features.of([])


def test_a_single_text_and_empty_texts_do_no_harm() -> None:
    for texts in (["Radweg"], ["", "…"], ["a", "b"]):
        ids = [str(number) for number in range(len(texts))]
        helper = Assistant(ids, texts, Features.of(texts))
        helper.decide({"0": "x"})
        assert len(helper.learn().suggestions()) == len(texts) - 1


def test_vectors_of_a_model_are_one_more_view() -> None:
    random = np.random.default_rng(1)
    codes = [f"{word}" for word in ("Velo", "Rad", "Drahtesel", "Hort", "Krippe", "Tagesmutter")]
    vectors = np.array([[1, 0]] * 3 + [[0, 1]] * 3, np.float32) + random.normal(0, 0.01, (6, 2)).astype(np.float32)
    helper = Assistant(codes, codes, Features.of(codes, vectors=vectors))
    helper.decide({"Velo": "rad", "Hort": "kita"})

    found = {suggestion.id: suggestion.group for suggestion in helper.learn().suggestions()}

    assert found == {"Rad": "rad", "Drahtesel": "rad", "Krippe": "kita", "Tagesmutter": "kita"}


def test_hints_teach_a_little_and_give_way_to_decisions() -> None:
    hints = {name: TRUTH[name] for name in IDS[:15]}
    hinted, wrong = assistant(0, hints=hints), {name: "netz" for name in IDS[15:27]}

    misled = assistant(12, hints=wrong)

    assert right(hinted) > 0.8
    assert hinted.hit_rate is None
    assert right(misled) > 0.8
    assert misled.hit_rate > 0.5


def test_words_for_many_are_those_for_each() -> None:
    helper = assistant(30)
    pairs = [(found.id, found.group) for found in helper.suggestions(40)]

    assert helper.reasons(pairs, 3) == [tuple(helper.why(name, group, 3)) for name, group in pairs]
    assert helper.reasons([]) == []


def test_what_was_learnt_from_some_holds_for_others() -> None:
    reader = Reader()
    teacher = Assistant(IDS[:60], TEXTS[:60], reader.fit(TEXTS[:60]))
    teacher.decide({name: TRUTH[name] for name in IDS[:30]})
    learnt = teacher.learn().learnt()

    others = Assistant(IDS[60:], TEXTS[60:], reader.read(TEXTS[60:])).adopt(learnt)
    same = Assistant(IDS[:60], TEXTS[:60], reader.read(TEXTS[:60])).adopt(learnt)

    assert right(others) > 0.85
    assert same.probabilities()[40:] == pytest.approx(teacher.probabilities()[40:], abs=1e-4)


def test_where_a_text_comes_from_teaches_and_is_told() -> None:
    """Two tables of a workshop, one subject each: what their texts share is the table only."""
    first = ["Mehr Licht", "Zu laut hier", "Wer zahlt das?", "Bitte bald", "Nur montags", "Gern wieder"]
    second = ["Keine Zeit", "Viel zu teuer", "Fragt die Alten", "Endlich Platz", "Ohne Auto?", "Niemand da"]
    texts = [*first, *second, "Ganz woanders"]
    sources = ["1:1"] * 6 + ["1:2"] * 6 + [""]
    ids = list(map(str, range(13)))
    decisions = {"0": "a", "1": "a", "2": "a", "6": "b", "7": "b", "8": "b"}

    def suggested(features: Features) -> dict[str, tuple[str, bool]]:
        helper = Assistant(ids, texts, features, decisions=dict(decisions)).learn()
        found = helper.suggestions()
        by_source = helper.by_source([(one.id, one.group) for one in found])
        return {one.id: (one.group, told) for one, told in zip(found, by_source, strict=True)}

    told = suggested(Features.of(texts, sources=sources))
    assert {told[name] for name in ("3", "4", "5")} == {("a", True)}
    assert {told[name] for name in ("9", "10", "11")} == {("b", True)}
    assert not told["12"][1]
    assert not any(is_by_source for _group, is_by_source in suggested(Features.of(texts)).values())


def test_sources_are_read_as_they_were_learnt() -> None:
    reader = Reader()
    sources = [f"1:{number % 3}" for number in range(len(TEXTS))]
    learnt = reader.fit(TEXTS, sources=sources)

    again, unknown = reader.read(TEXTS, sources), reader.read(TEXTS, ["2:1"] * len(TEXTS))

    assert (learnt.sparse != again.sparse).nnz == 0
    assert unknown.sparse.shape == learnt.sparse.shape
    assert unknown.sparse[:, -3:].nnz == 0
