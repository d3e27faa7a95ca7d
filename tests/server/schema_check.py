"""Does a JSON value have the shape an OpenAPI document promises? Just the keywords that our own document uses."""

import re
from typing import Any

_TYPES: dict[str, Any] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}
_KNOWN = {
    "$ref", "type", "properties", "required", "items", "prefixItems", "additionalProperties", "anyOf", "enum",
    "pattern",
    "minimum", "maximum", "minItems", "maxItems", "minLength", "maxLength",
    "title", "description", "format", "contentEncoding", "default",
}  # fmt: skip


def shape_errors(value: Any, schema: dict[str, Any], document: dict[str, Any], at: str = "$") -> list[str]:
    """What does not fit, empty when all does."""
    unknown = set(schema) - _KNOWN
    assert not unknown, f"this checker does not know {unknown}"
    if "$ref" in schema:
        return shape_errors(value, _resolved(schema["$ref"], document), document, at)
    if "anyOf" in schema:
        found = [shape_errors(value, choice, document, at) for choice in schema["anyOf"]]
        return [] if [] in found else found[0]
    if "type" in schema and not isinstance(value, _TYPES[schema["type"]]):
        return [f"{at}: {value!r} is not {schema['type']}"]
    return [
        *_text_errors(value, schema, at),
        *_object_errors(value, schema, document, at),
        *_list_errors(value, schema, document, at),
    ]


def _resolved(reference: str, document: dict[str, Any]) -> dict[str, Any]:
    found: Any = document
    for step in reference.removeprefix("#/").split("/"):
        found = found[step]
    return dict(found)


def _text_errors(value: Any, schema: dict[str, Any], at: str) -> list[str]:
    errors = []
    if "enum" in schema and value not in schema["enum"]:
        errors.append(f"{at}: {value!r} is not among {schema['enum']}")
    if "pattern" in schema and not re.search(schema["pattern"], value):
        errors.append(f"{at}: {value!r} does not match {schema['pattern']}")
    if "minimum" in schema and value < schema["minimum"]:
        errors.append(f"{at}: {value!r} is too small")
    return errors


def _object_errors(value: Any, schema: dict[str, Any], document: dict[str, Any], at: str) -> list[str]:
    if not isinstance(value, dict):
        return []
    properties, rest = schema.get("properties", {}), schema.get("additionalProperties")
    errors = [f"{at}: {name} is missing" for name in schema.get("required", []) if name not in value]
    for name, member in value.items():
        shape = properties.get(name, rest)
        errors += shape_errors(member, shape, document, f"{at}.{name}") if shape else [f"{at}: {name} is undeclared"]
    return errors


def _list_errors(value: Any, schema: dict[str, Any], document: dict[str, Any], at: str) -> list[str]:
    if not isinstance(value, list):
        return []
    shapes = schema.get("prefixItems") or [schema["items"]] * len(value)
    pairs = enumerate(zip(value, shapes, strict=True))
    return [error for n, (one, shape) in pairs for error in shape_errors(one, shape, document, f"{at}[{n}]")]
