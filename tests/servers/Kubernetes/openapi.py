"""The description of the API that kubectl validates by, made of what Debian's python3-kubernetes knows of it:

    /usr/bin/python3 openapi.py FILE
    Pipeline.KubernetesServer --openapi FILE
    kubectl apply --validate=true -f ...

kubectl wants it in protocol buffers (openapi.v2.Document). A field that the file does not know is refused; so is one of another type, and one that is missing and has to be there.
"""

import inspect
import re
import sys

import kubernetes.client
from kubernetes.client import models

PLAIN = {"str": ("string", ""), "int": ("integer", "int64"), "float": ("number", "double"), "bool": ("boolean", ""), "datetime": ("string", "date-time"), "date": ("string", "date")}


def varint(value):
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def field(number, value):
    """A field of text or of a message."""
    data = value.encode() if isinstance(value, str) else value
    return varint(number << 3 | 2) + varint(len(data)) + data


def kind_extension(group, version, kind, as_list):
    text = f"group: {group!r}\nkind: {kind}\nversion: {version}\n".replace("'", '"')
    if as_list:
        text = "- " + text.replace("\n", "\n  ").rstrip() + "\n"
    return field(1, "x-kubernetes-group-version-kind") + field(2, field(2, text))


def schema_of(name):
    """The schema of a type as python3-kubernetes writes it."""
    inner = re.fullmatch(r"list\[(.*)\]", name)
    if inner:
        return field(22, field(1, "array")) + field(23, field(1, schema_of(inner[1])))
    inner = re.fullmatch(r"dict\(str, (.*)\)", name)
    if inner:
        return field(22, field(1, "object")) + field(21, field(1, schema_of(inner[1])))
    if name == "object":
        return b""
    if name in PLAIN:
        kind, form = PLAIN[name]
        return (field(2, form) if form else b"") + field(22, field(1, kind))
    return field(1, "#/definitions/" + name)


def is_required(model, attribute):
    return "is None:" in inspect.getsource(getattr(model, attribute).fset)


def definition(name, model, kinds):
    properties = b"".join(field(1, field(1, key) + field(2, schema_of(model.openapi_types[attribute]))) for attribute, key in model.attribute_map.items())
    required = b"".join(field(19, key) for attribute, key in model.attribute_map.items() if is_required(model, attribute))
    extension = b"".join(field(31, kind_extension(*kind, as_list=True)) for kind in kinds)
    return field(1, field(1, name) + field(2, required + field(22, field(1, "object")) + field(25, properties) + extension))


def made_by_post():
    """(path, group, version, kind, model) of all that can be made."""
    for name, api in inspect.getmembers(kubernetes.client, inspect.isclass):
        if not name.endswith("Api"):
            continue
        for method, function in inspect.getmembers(api, inspect.isfunction):
            if not method.startswith("create_") or not method.endswith("_with_http_info"):
                continue
            source = inspect.getsource(function)
            path = re.search(r"'(/apis?/[^']+)', 'POST'", source)
            body = re.search(r":param (\w+) body:", source)
            if not path or not body or body[1] not in vars(models):
                continue
            steps = path[1].strip("/").split("/")
            group, version = ("", steps[1]) if steps[0] == "api" else (steps[1], steps[2])
            yield path[1], group, version, re.sub(r"^[A-Za-z]*?V\d+((alpha|beta)\d+)?", "", body[1]), body[1]


def document():
    made = list(made_by_post())
    kinds = {}
    for _, group, version, kind, model in made:
        if "{name}" not in _:
            kinds.setdefault(model, set()).add((group, version, kind))
    paths = b"".join(
        field(2, field(1, path + "/{name}") + field(2, field(8, field(13, kind_extension(group, version, kind, as_list=False)))))
        for path, group, version, kind, _ in made if "{name}" not in path)
    found = {name: model for name, model in inspect.getmembers(models, inspect.isclass) if hasattr(model, "openapi_types")}
    definitions = b"".join(definition(name, model, sorted(kinds.get(name, ()))) for name, model in sorted(found.items()))
    return field(1, "2.0") + field(2, field(1, "Kubernetes") + field(2, "v1")) + field(8, paths) + field(9, definitions)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: openapi.py FILE")
    with open(sys.argv[1], "wb") as out:
        out.write(document())
