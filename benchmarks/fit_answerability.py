"""Fits the weights of `kb.answering.confidence` on judged questions and writes them beside it.

    python benchmarks/fit_answerability.py            print how good they are, cross-validated
    python benchmarks/fit_answerability.py --write    write them too

Fitted on both development sets and on the half of our own that may be looked at; never on the other
half. Logistic regression (scikit-learn, L2, C = 1, features standardised), ten folds. The
threshold is the highest that refuses at most FALSE_REFUSALS of the answerable questions, out of
fold: to be refused an answer that is there costs as much as a wrong one.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from kb import KnowledgeBase
from kb.answering.confidence import FITTED, Features
from kb.evaluation.judged import counted_questions, read_questions

HERE = Path(__file__).parent
TESTS = HERE.parent / "tests"
FALSE_REFUSALS = 0.05
NAMES = tuple(Features.__dataclass_fields__)


def main(write: bool) -> None:
    base = KnowledgeBase.open(HERE.parent / "corpus")
    development = read_questions(TESTS / "questions.jsonl")
    other_voices = read_questions(TESTS / "questions_b.jsonl")
    own = read_questions(TESTS / "questions_look.jsonl")
    sets = {"development": development, "other voices": other_voices, "own, half to look at": own}
    x, y, of = [], [], []
    for name, rows in sets.items():
        for row in counted_questions(rows):
            if base.understand(row["question"]).unreadable:
                continue
            features = base.features(row["question"])
            x.append([getattr(features, name) for name in NAMES])
            y.append(bool(row["answerable"]))
            of.append(name)
    values, answerable = np.array(x, dtype=float), np.array(y)
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    folds = StratifiedKFold(10, shuffle=True, random_state=0)
    confidence = cross_val_predict(model, values, answerable, cv=folds, method="predict_proba")[
        :, 1
    ]
    threshold = float(np.sort(confidence[answerable])[int(FALSE_REFUSALS * answerable.sum())])
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
        "typical_margin": round(float(values[:, NAMES.index("margin")].mean()), 3),
        "threshold": round(threshold, 3),
    }
    print(json.dumps(fitted, indent=2))
    if write:
        FITTED.write_text(json.dumps(fitted, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main("--write" in sys.argv[1:])
