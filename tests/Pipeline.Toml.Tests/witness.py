"""Reads documents (one base64 line each) with CPython's tomllib; prints one JSON line each: the tagged tree, or the error."""
import base64, datetime, json, struct, sys, tomllib

BOM = b"\xef\xbb\xbf"


def tag(value):
    if isinstance(value, dict):
        return {"table": {key: tag(item) for key, item in value.items()}}
    if isinstance(value, list):
        return {"array": [tag(item) for item in value]}
    if isinstance(value, bool):
        return {"boolean": value}
    if isinstance(value, int):
        # tomllib takes integers of any size; TOML asks for an error where 64 bits do not hold one.
        if not -(2**63) <= value < 2**63:
            raise ValueError("integer beyond 64 bits")
        return {"integer": str(value)}
    if isinstance(value, float):
        return {"float": "nan" if value != value else struct.pack(">d", value).hex()}
    if isinstance(value, datetime.datetime):
        return {"datetime": value.isoformat("T", "microseconds")}
    if isinstance(value, datetime.time):
        return {"time": value.isoformat("microseconds")}
    if isinstance(value, datetime.date):
        return {"date": value.isoformat()}
    return {"string": value}


def read(document):
    # tomllib knows no byte order mark; we skip one, as TOML 1.1 will ask.
    return tag(tomllib.loads(document.removeprefix(BOM).decode("utf-8")))


for line in open(sys.argv[1], "rb"):
    try:
        answer = {"value": read(base64.b64decode(line))}
    except ValueError as error:  # TOMLDecodeError and UnicodeDecodeError are ValueErrors
        answer = {"error": str(error)}
    print(json.dumps(answer))
