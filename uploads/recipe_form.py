"""The recipe that a page's form holds: operations ticked as `recipe`, each with its parameters."""

from django.utils.datastructures import MultiValueDict

from processing.operations import OPERATIONS
from processing.recipe import Recipe
from uploads.operation_catalog import field_name


def chosen_operations(sent: MultiValueDict[str, str]) -> list[str]:
    """What is ticked, in the form's order."""
    return [value.strip() for value in sent.getlist("recipe") if value.strip()]


def recipe_from(sent: MultiValueDict[str, str]) -> Recipe:
    """The recipe of a form's data, whose fields are named `OPERATION-PARAMETER`.

    `recipe` may also be one JSON text, as the API takes it. Raises Refused (InvalidRecipe).
    """
    chosen = chosen_operations(sent)
    if len(chosen) == 1 and chosen[0].startswith(("[", "{")):
        return Recipe.parse_text(chosen[0])
    return Recipe.parse([_step(name, sent) for name in chosen])


def _step(name: str, sent: MultiValueDict[str, str]) -> dict[str, object]:
    """One step; a parameter left empty has its default."""
    step: dict[str, object] = {"op": name}
    if name in OPERATIONS:
        operation = OPERATIONS[name]
        for parameter in operation.parameters:
            text = sent.get(field_name(operation, parameter), "").strip()
            if text:
                step[parameter.name] = parameter.parse(text)
    return step
