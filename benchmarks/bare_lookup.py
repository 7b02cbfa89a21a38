"""The least that answers: tokenizers, onnxruntime and FAISS, with kb's own encoder and vectors. It
prints the best sentences.

    python benchmarks/bare_lookup.py ENCODER_FOLDER INDEX_DATA_FOLDER QUESTION

What `cold_answer.py` is measured against: no understanding of the question, no BM25, no facets, no
checks.
"""

import json
import os
import sys
from pathlib import Path

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # read when onnxruntime is imported

import faiss
import numpy as np
import onnxruntime
from tokenizers import Tokenizer

encoder, data, question = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
session = onnxruntime.InferenceSession(
    str(encoder / "model.onnx"), providers=["CPUExecutionProvider"]
)
tokens = tokenizer.encode(question)
values = {
    "input_ids": tokens.ids,
    "attention_mask": tokens.attention_mask,
    "token_type_ids": tokens.type_ids,
}
feed = {each.name: np.array([values[each.name]], dtype=np.int64) for each in session.get_inputs()}
vector = session.run(None, feed)[0].astype(np.float32)
scores, ids = faiss.read_index(str(data / "vectors")).search(vector, 12)
place_of = {int(id): place for place, id in enumerate(np.load(data / "ids.npy"))}
corpus = json.loads((data / "corpus.json").read_text(encoding="utf-8"))
for score, id in zip(scores[0], ids[0], strict=True):
    passage, start, end, *_ = corpus["sentences"][place_of[int(id)]]
    document = corpus["documents"][corpus["passages"][passage][0]]
    print(f"{score:.3f} {document['text'][start:end]}")
