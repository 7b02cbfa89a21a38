"""Fits the weights of `kb.answering.support` on judged statements and writes them beside it.

    python benchmarks/fit_statements.py            print how good they are, cross-validated
    python benchmarks/fit_statements.py --write    write them too

Fitted on `tests/statements.jsonl`, the open statements and those on four pairs of other subjects
(`tests/corpora/*/statements.jsonl`); never on the sealed ones, nor on `tests/faithfulness.jsonl`. A
statement stands for the claim in it that is borne out least; one that a rule on contradiction
settles is left out. Logistic regression (scikit-learn, L2, C = 1, features standardised), ten
folds. From the threshold `stated` on at most FALSELY_STATED of the false statements are called so,
out of fold; those within BAND below it cannot be told.
"""

from __future__ import annotations

import json
import sys
from dataclasses import fields

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from statements import corpora, statements

from kb.answering.support import FITTED, Features

FALSELY_STATED = 0.08
# Of the true ones that are not stated a third lies within, of the false ones 1 in 16.
BAND = 0.12
NAMES = tuple(field.name for field in fields(Features))


def main(write: bool) -> None:
    x, y = [], []
    false_ones = 0
    for folder, files in corpora().items():
        for statement, held in statements(folder, files):
            false_ones += not statement.is_true
            settled = any(each.other is not None or each.conflicts for each in held)
            if held and not settled:
                least = min(held, key=lambda each: each.support)
                x.append([getattr(least.features, name) for name in NAMES])
                y.append(statement.is_true)
    values, true = np.array(x), np.array(y)
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    folds = StratifiedKFold(10, shuffle=True, random_state=0)
    support = cross_val_predict(model, values, true, cv=folds, method="predict_proba")[:, 1]
    stated = float(np.sort(support[~true])[-1 - int(FALSELY_STATED * false_ones)])
    print(
        f"{len(true)} not settled by a rule, AUROC {roc_auc_score(true, support):.3f}; from"
        f" {stated:.3f} on {(support[true] > stated).mean():.3f} of the true and"
        f" {(support[~true] > stated).mean():.3f} of the false ones are called stated (out of fold)"
    )
    model.fit(values, true)
    scale, regression = model[0], model[1]
    weights = regression.coef_[0] / scale.scale_
    fitted = {
        "fitted_on": len(true),
        "by": "benchmarks/fit_statements.py",
        "bias": round(float(regression.intercept_[0] - (weights * scale.mean_).sum()), 3),
        **{name: round(float(weight), 3) for name, weight in zip(NAMES, weights, strict=True)},
        "stated": round(stated, 3),
        "unstated": round(stated - BAND, 3),
    }
    print(json.dumps(fitted, indent=2))
    if write:
        FITTED.write_text(json.dumps(fitted, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main("--write" in sys.argv[1:])
