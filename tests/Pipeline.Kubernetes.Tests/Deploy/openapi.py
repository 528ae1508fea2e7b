#!/usr/bin/python3
"""The schema of Kubernetes' API as kubectl asks servers for it (/openapi/v2, protocol buffers), made of npm's package kubernetes-types and Debian's description of the format.

    openapi.py TYPES > openapi.pb       TYPES: the package's folder
"""
import json
import pathlib
import re
import subprocess
import sys

PROTO = pathlib.Path("/usr/share/gocode/src/github.com/googleapis/gnostic/openapiv2/OpenAPIv2.proto")
# Folder of the package and group of the API.
GROUPS = {"core": "", "apps": "apps", "batch": "batch", "rbac": "rbac.authorization.k8s.io", "meta": "meta.k8s.io"}
PLAIN = {"string": "string", "number": "number", "boolean": "boolean", "any": "object", "object": "object"}


def text(value):
    return json.dumps(value)


def schema(kind, imported):
    """A property's schema, in protoc's text format."""
    kind = kind.strip()
    if kind in PLAIN:
        return f"type {{ value: {text(PLAIN[kind])} }}"
    if kind.startswith('"') or kind in ("Time", "MicroTime", "Quantity"):
        return 'type { value: "string" }'
    if kind in ("number | string", "string | number", "IntOrString"):
        return 'type { value: "string" } format: "int-or-string"'
    if found := re.fullmatch(r"Array<(.*)>", kind, re.S):
        return f'type {{ value: "array" }} items {{ schema {{ {schema(found[1], imported)} }} }}'
    if found := re.fullmatch(r"\{\s*\[\w+: string\]: (.*?);?\s*\}", kind, re.S):
        return f'type {{ value: "object" }} additional_properties {{ schema {{ {schema(found[1], imported)} }} }}'
    if re.fullmatch(r"\w+", kind):
        return f"_ref: {text('#/definitions/' + imported.get(kind, '?') + '.' + kind)}" if kind in imported else 'type { value: "object" }'
    raise SystemExit(f"no idea what {kind!r} is")


def definitions(path, group, version):
    source = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.S)
    here = f"{path.parent.name}.{version}"
    imported = {name: here for name in re.findall(r"^export interface (\w+)", source, re.M)}
    for names, origin in re.findall(r'^import \{([^}]*)\} from "\.\./([^"]*)"', source, re.M):
        for name in names.split(","):
            if origin.split("/")[0] in GROUPS:
                imported[name.strip()] = origin.replace("/", ".")
    for name, body in re.findall(r"^export interface (\w+)[^{]*\{(.*?)^\}", source, re.M | re.S):
        # What spans lines is indented further.
        properties = re.findall(r'^    (?:readonly )?"?([\w$-]+)"?(\?)?: (.*(?:\n     .*|\n    \}.*)*);$', body, re.M)
        lines = [f"required: {text(p)}" for p, optional, _ in properties if not optional]
        lines += [f"additional_properties {{ name: {text(p)} value {{ {schema(kind, imported)} }} }}" for p, _, kind in properties]
        required = "\n".join(l for l in lines if l.startswith("required"))
        members = "\n".join(l for l in lines if not l.startswith("required"))
        kind = f'[{{"group": {text(group)}, "kind": {text(name)}, "version": {text(version)}}}]'
        told = f'vendor_extension {{ name: "x-kubernetes-group-version-kind" value {{ yaml: {text(kind)} }} }}' if any(p == "apiVersion" for p, _, _ in properties) else ""
        yield (f"additional_properties {{ name: {text(here + '.' + name)} value {{ type {{ value: \"object\" }}\n"
               f"{required}\nproperties {{\n{members}\n}}\n{told} }} }}")


def main(types):
    found = []
    for folder, group in GROUPS.items():
        found += definitions(pathlib.Path(types, folder, "v1.d.ts"), group, "v1")
    document = 'swagger: "2.0" info { title: "Kubernetes" version: "v1" } paths {} definitions {\n' + "\n".join(found) + "\n}\n"
    made = subprocess.run(["protoc", f"--proto_path={PROTO.parent}", "--encode=openapi.v2.Document", PROTO.name], input=document.encode(), stdout=subprocess.PIPE, check=True)
    sys.stdout.buffer.write(made.stdout)


main(sys.argv[1])
