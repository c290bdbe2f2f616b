"""Which recipes make sense for clips, judged at the door."""

from processing.recipe import Recipe
from processing.refusal import InvalidRecipe

CLIP_OPERATIONS = ("faces", "grayscale", "blur", "pixelate", "sepia", "rotate", "resize")
"""What treats every frame alike. The others follow each frame's own light and lines, which would
flicker."""


def judge_for_clips(recipe: Recipe) -> None:
    """Raise InvalidRecipe (`not_for_clips`) where a step makes no sense for a film."""
    for number, step in enumerate(recipe.steps, start=1):
        if step.operation.name not in CLIP_OPERATIONS:
            raise InvalidRecipe(
                "not_for_clips",
                step=number,
                operation=step.operation.name,
                allowed=", ".join(CLIP_OPERATIONS),
            )
