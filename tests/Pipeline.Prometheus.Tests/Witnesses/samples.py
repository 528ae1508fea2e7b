"""Reads an exposition with Prometheus' own Python parsers and prints each sample as a line of JSON. The argument is the format."""
import json
import sys

from prometheus_client.openmetrics.parser import text_string_to_metric_families as openmetrics
from prometheus_client.parser import text_string_to_metric_families as text

# The parsers take lines apart at every kind of line break that Python knows; the formats know one.
body = sys.stdin.buffer.read().decode("utf-8")
for family in (openmetrics if sys.argv[1] == "openmetrics" else text)(body):
    for sample in family.samples:
        print(json.dumps({"name": sample.name, "labels": sample.labels, "value": repr(sample.value), "type": family.type, "unit": family.unit, "help": family.documentation}))
