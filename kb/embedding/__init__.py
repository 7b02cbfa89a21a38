"""Texts to vectors: the choice of a model, its files, sentence-transformers, and the compiled
encoder.
"""
