"""What a community's answers teach about the table of weights; used only where it proves itself."""

from dataclasses import astuple, dataclass, fields
from enum import StrEnum
from math import inf, sqrt
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from app.matching.engine.balance import Balance

Values = NDArray[np.float64]
Answers = NDArray[np.bool_]

ENOUGH: Final = 30
FOLDS: Final = 5
# One-sided, one in twenty.
GATE: Final = 1.64
# And among few answers, where the error itself is uncertain: so much in all, in nats.
EVIDENCE: Final = 1.5
# Two-sided, one in twenty.
_INTERVAL: Final = 1.96
# How strongly the weights are held to the table, against one answer's worth of evidence.
_HOLD: Final = 5.0
# Keeps sums finite where one weight would tell all answers apart.
_CALM: Final = 0.01
_STEPS: Final = 40
_DIGITS: Final = 4


class Verdict(StrEnum):
    """What became of the answers: too few to learn from, no better than the table, or better."""

    TOO_FEW = "too_few"
    NOT_BETTER = "not_better"
    BETTER = "better"


@dataclass(frozen=True)
class Lesson:
    """The weights to use from now on, and what speaks for them.

    `gain` is how much better the learned weights foretell an answer they have not seen, in nats an
    answer; `interval` holds it 95 times in 100. `learned` is shown, also where it is not used.
    """

    balance: Balance
    verdict: Verdict
    n: int
    learned: Balance
    gain: float = 0.0
    interval: tuple[float, float] = (-inf, inf)


def learn(
    values: Values, liked: ArrayLike, prior: Balance, *, viewers: ArrayLike | None = None
) -> Lesson:
    """The lesson of `liked` answers, about people whose seven term `values` were these, n x 7.

    Regularised logistic regression, shrunk towards `prior`. Five parts of the answers are left
    out in turn; the weights learned from the rest must foretell them better than the table does,
    by 1.64 standard errors and by more than luck among few. With `viewers`, all answers of one
    person are left out together and counted as one. Raises ValueError when the numbers of values
    and answers differ.
    """
    given = np.asarray(values, dtype=np.float64).reshape(-1, len(fields(Balance)))
    said = np.asarray(liked, dtype=np.bool_)
    if len(given) != len(said):
        raise ValueError("One answer for each row of values.")
    if len(said) < ENOUGH or said.all() or not said.any():
        return Lesson(prior, Verdict.TOO_FEW, len(said), prior)
    who = np.arange(len(said)) if viewers is None else np.unique(viewers, return_inverse=True)[1]
    table = np.array(astuple(prior))
    learned = _balance(_learned(given, said, table), prior)
    gains = _held_out(given, said, table, who)
    gain, error = float(gains.mean()), _standard_error(gains, who)
    better = gain > GATE * error and gain * len(said) > EVIDENCE
    return Lesson(
        learned if better else prior,
        Verdict.BETTER if better else Verdict.NOT_BETTER,
        len(said),
        learned,
        gain,
        (gain - _INTERVAL * error, gain + _INTERVAL * error),
    )


def _held_out(given: Values, said: Answers, table: Values, who: NDArray[np.intp]) -> Values:
    """By how much each answer is foretold better by weights learned from the other folds."""
    gains = np.zeros(len(said))
    # A fixed deal: the same answers in the same order give the same verdict.
    fold = np.random.default_rng(len(said)).permutation(int(who.max()) + 1)[who] % FOLDS
    for part in range(FOLDS):
        out, rest = fold == part, fold != part
        if not out.any() or said[rest].all() or not said[rest].any():
            continue
        learned = _learned(given[rest], said[rest], table)
        gains[out] = _foretold(given, said, learned, rest)[out]
        gains[out] -= _foretold(given, said, table, rest)[out]
    return gains


def _standard_error(gains: Values, who: NDArray[np.intp]) -> float:
    """Of the mean; the answers of one person are not independent and count as one.

    What is learned from four folds of five is much the same every time: the folds are not
    independent either. Source: Nadeau, Bengio: Inference for the generalization error (2003).
    """
    sums = np.bincount(who, weights=gains - gains.mean())
    people = len(sums)
    alone = sqrt(float(sums @ sums) * people / max(1, people - 1)) / len(gains)
    return alone * sqrt(1 + FOLDS / (FOLDS - 1))


def _foretold(given: Values, said: Answers, shares: Values, rest: Answers) -> Values:
    """The log-likelihood of every answer, by a score of these shares calibrated on the rest."""
    score = np.column_stack([np.ones(len(said)), given @ shares])
    line = _fitted(score[rest], said[rest], np.zeros(2), np.array([0.0, _CALM]))
    odds = score @ line
    return np.asarray(-np.logaddexp(0.0, np.where(said, -odds, odds)))


def _learned(given: Values, said: Answers, table: Values) -> Values:
    """The seven shares: none below nothing, together as much as the table's."""
    score = np.column_stack([np.ones(len(said)), given @ table])
    start, slope = _fitted(score, said, np.zeros(2), np.array([0.0, _CALM]))
    towards = np.array([start, *(max(slope, 0.0) * table)])
    hold = np.array([0.0, *np.full(len(table), _HOLD)])
    all_terms = np.column_stack([np.ones(len(said)), given])
    found = np.maximum(_fitted(all_terms, said, towards, hold)[1:], 0.0)
    # A term the table leaves out does not exist for this kind of occasion.
    found = np.where(table > 0, found, 0.0)
    total = found.sum()
    return np.asarray(found * table.sum() / total) if total > 0 else table


def _fitted(given: Values, said: Answers, towards: Values, hold: Values) -> Values:
    """Logistic regression held towards given weights, by Newton's method with halved steps."""
    found = towards.copy()
    loss = _loss(given, said, found, towards, hold)
    for _ in range(_STEPS):
        chance = 1 / (1 + np.exp(-np.clip(given @ found, -30, 30)))
        slope = given.T @ (chance - said) + hold * (found - towards)
        curve = (given * (chance * (1 - chance))[:, None]).T @ given
        step = np.linalg.solve(curve + np.diag(hold + 1e-9), slope)
        while (after := _loss(given, said, found - step, towards, hold)) > loss:
            step = step / 2
            if np.abs(step).max() < 1e-10:  # noqa: PLR2004 nothing left to gain
                return found
        found, loss = found - step, after
    return found


def _loss(given: Values, said: Answers, found: Values, towards: Values, hold: Values) -> float:
    odds = given @ found
    away = found - towards
    return float(np.logaddexp(0.0, np.where(said, -odds, odds)).sum() + (hold * away) @ away / 2)


def _balance(shares: Values, prior: Balance) -> Balance:
    """Shares as people may read them, with the rounding in the largest."""
    rounded = np.round(shares, _DIGITS)
    rounded[rounded.argmax()] += sum(astuple(prior)) - rounded.sum()
    return Balance(*(round(float(share), _DIGITS) for share in rounded))
