"""Writes the lines of `data/digits.txt` from scikit-learn's copy of the data set."""

from sklearn.datasets import load_digits

digits = load_digits()
for pixels, target in zip(digits.data, digits.target):
    print(target, "".join("0123456789abcdefg"[int(value)] for value in pixels))
