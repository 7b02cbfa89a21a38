"""Asks the questions of standard input, a JSON string a line, and prints the seconds of each.

    python benchmarks/asked.py CORPUS

What `warm_question.py --against` runs once for each of the two checkouts: the kb that answers is
the one that PYTHONPATH names.
"""

import json
import sys
import time

from kb import KnowledgeBase

base = KnowledgeBase.open(sys.argv[1])
for row in sys.stdin:
    question = json.loads(row)
    start = time.perf_counter()
    base.ask(question)
    print(time.perf_counter() - start, flush=True)
