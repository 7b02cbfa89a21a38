"""Fits the weights of `kb.answering.confidence` on judged questions and writes them beside it.

    python benchmarks/fit_answerability.py            print how good they are, cross-validated
    python benchmarks/fit_answerability.py --write    write them too

Fitted on both development sets, on the half of our own that may be looked at (never on the other
half) and on the questions about three pairs of other subjects. Logistic regression (scikit-learn,
L2, C = 1, features standardised), ten folds. The threshold is the highest that refuses at most
FALSE_REFUSALS of the answerable questions on our own articles, out of fold: to be refused an answer
that is there costs as much as a wrong one. Elsewhere it is moved by where the corpus's own examples
meet.
"""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from kb import KnowledgeBase
from kb.answering.confidence import FITTED, Features
from kb.evaluation.judged import counted_questions

HERE = Path(__file__).parent
TESTS = HERE.parent / "tests"
FALSE_REFUSALS = 0.03
OTHERS = ("ships", "programming", "diseases")
NAMES = tuple(Features.__dataclass_fields__)


def main(write: bool) -> None:
    own = KnowledgeBase.open(HERE.parent / "corpus")
    sets = {
        "development": (own, TESTS / "questions.jsonl"),
        "other voices": (own, TESTS / "questions_b.jsonl"),
        "own, half to look at": (own, TESTS / "questions_look.jsonl"),
    }
    for name in OTHERS:
        folder = TESTS / "corpora" / name
        aside = Path(tempfile.mkdtemp())  # the folders of the tests stay as they are
        sets[name] = (KnowledgeBase.open(folder, index=aside / name), folder / "questions.jsonl")
    x, y, of = [], [], []
    for name, (base, file) in sets.items():
        rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
        for row in counted_questions(rows):
            if base.understand(row["question"]).unreadable:
                continue
            features = base.features(row["question"])
            x.append([getattr(features, name) for name in NAMES])
            y.append(bool(row.get("answerable", True)))
            of.append(name)
    values, answerable = np.array(x, dtype=float), np.array(y)
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    folds = StratifiedKFold(10, shuffle=True, random_state=0)
    confidence = cross_val_predict(model, values, answerable, cv=folds, method="predict_proba")[
        :, 1
    ]
    is_own = ~np.isin(of, OTHERS)
    sure = np.sort(confidence[answerable & is_own])
    threshold = float(sure[int(FALSE_REFUSALS * len(sure))])
    for name in sets:
        here = np.array(of) == name
        auroc = roc_auc_score(answerable[here], confidence[here])
        refused = (confidence[here & ~answerable] < threshold).mean()
        falsely = (confidence[here & answerable] < threshold).mean()
        print(
            f"{name:24} AUROC {auroc:.3f}, refused {refused:.3f}, falsely refused {falsely:.3f}"
            " (out of fold)"
        )
    model.fit(values, answerable)
    scale, regression = model[0], model[1]
    weights = regression.coef_[0] / scale.scale_
    bias = float(regression.intercept_[0] - (weights * scale.mean_).sum())
    fitted = {
        "fitted_on": {name: of.count(name) for name in sets},
        "by": "benchmarks/fit_answerability.py",
        "bias": round(bias, 3),
        **{name: round(float(weight), 3) for name, weight in zip(NAMES, weights, strict=True)},
        "threshold": round(threshold, 3),
        "boundary": round(float(own.index.boundary[0]), 3),
    }
    print(json.dumps(fitted, indent=2))
    if write:
        FITTED.write_text(json.dumps(fitted, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main("--write" in sys.argv[1:])
