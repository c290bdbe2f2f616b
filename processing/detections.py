"""What the network saw that may be faces: merged where it is one face, compared between looks."""

import cv2
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Detections = npt.NDArray[np.float32]
"""What may be faces, the likeliest first: (n, 5) of left, top, width, height in px, score 0..1."""

_SAME_FACE_OVERLAP = 0.3
_BLOCK = 64


def distinct(*looks: Detections) -> Detections:
    """The likeliest detection of each face: those that overlap a likelier one by 0.3 go (NMS)."""
    every = np.concatenate(looks)
    kept = cv2.dnn.NMSBoxes(every[:, :4].tolist(), every[:, 4].tolist(), 0.0, _SAME_FACE_OVERLAP)
    return np.asarray(every[np.asarray(kept, int)], np.float32)


def overlaps(some: Detections, others: Detections) -> Floats:
    """Intersection over union of each box with each other one, (some, others)."""
    starts = np.maximum(some[:, None, :2], others[None, :, :2])
    ends = np.minimum((some[:, :2] + some[:, 2:4])[:, None], (others[:, :2] + others[:, 2:4])[None])
    both = np.prod(np.clip(ends - starts, 0, None), axis=2)
    areas = np.prod(some[:, 2:4], axis=1)[:, None] + np.prod(others[:, 2:4], axis=1)[None]
    return np.asarray(both / (areas - both), np.float32)


def scores_among(detections: Detections, faces: Detections) -> Floats:
    """The best score that each of `faces` has among detections of it; (faces,), 0 for none.

    A large crowd has thousands of both, so that all overlaps at once would take 200 MB.
    """
    best = np.zeros(len(faces), np.float32)
    for first in range(0, len(faces), _BLOCK):
        block = slice(first, first + _BLOCK)
        seen = overlaps(faces[block], detections) >= _SAME_FACE_OVERLAP
        best[block] = np.where(seen, detections[:, 4], 0).max(axis=1, initial=0)
    return best


def sides(detections: Detections) -> Floats:
    """The side of a square as large as each box, (detections,) in px."""
    return np.asarray(np.sqrt(detections[:, 2] * detections[:, 3]), np.float32)


def ordered(detections: Detections) -> Detections:
    """The likeliest first."""
    return detections[np.argsort(-detections[:, 4], kind="stable")]
