// Decodes export requests with the definitions of @opentelemetry/otlp-transformer. Standard input: a line `SIGNAL FORMAT LENGTH` and as many bytes, again and
// again; standard output: a line of JSON for each, the same for both formats of one request.
//   node decode.cjs FOLDER_WITH_NODE_MODULES
'use strict';
const path = require('path');
const modules = path.join(path.resolve(process.argv[2]), 'node_modules');
const protobuf = require(path.join(modules, 'protobufjs', 'minimal.js'));
require(path.join(modules, '@opentelemetry', 'otlp-transformer', 'build', 'src', 'generated', 'root.js'));
const collector = protobuf.roots.default.opentelemetry.proto.collector;
const requests = {
  logs: collector.logs.v1.ExportLogsServiceRequest,
  metrics: collector.metrics.v1.ExportMetricsServiceRequest,
  traces: collector.trace.v1.ExportTraceServiceRequest,
};
const ids = new Set(['traceId', 'spanId', 'parentSpanId']);
const canonical = { longs: String, bytes: String, json: true };

// protobufjs takes any bytes for a text; other readers refuse the whole request.
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
protobuf.Reader.prototype.string = function () {
  return utf8.decode(this.bytes());
};

function decode(type, format, bytes) {
  if (format === 'protobuf') return type.decode(new protobuf.Reader(new Uint8Array(bytes)));
  // The one place where OTLP's JSON differs from that of protocol buffers.
  const parsed = JSON.parse(utf8.decode(bytes), (key, value) => {
    if (!ids.has(key)) return value;
    if (!/^([0-9a-f]{2})+$/.test(value)) throw new Error(`${key} is ${value}`);
    return Buffer.from(value, 'hex').toString('base64');
  });
  checkTypes(parsed);
  return type.fromObject(parsed);
}

// fromObject and toObject take any fixed64 for one with a sign.
function unsigned(key, value) {
  if (key === 'count' || key === 'zeroCount') return BigInt.asUintN(64, BigInt(value)).toString();
  if (key === 'bucketCounts') return value.map(count => BigInt.asUintN(64, BigInt(count)).toString());
  return value;
}

// fromObject takes numbers where OTLP wants strings.
function checkTypes(node) {
  for (const [key, value] of Object.entries(node)) {
    const items = Array.isArray(value) ? value : [value];
    for (const item of items) {
      if (/UnixNano$|^(intValue|asInt|count|zeroCount|bucketCounts)$/.test(key) && typeof item !== 'string') throw new Error(`${key} is no string`);
      if (/^(severityNumber|kind|code|aggregationTemporality|scale|offset|flags)$/.test(key) && !Number.isInteger(item)) throw new Error(`${key} is no integer`);
      if (item !== null && typeof item === 'object') checkTypes(item);
    }
  }
}

let input = Buffer.alloc(0);
let wanted = null;
process.stdin.on('data', chunk => {
  input = input.length === 0 ? chunk : Buffer.concat([input, chunk]);
  for (;;) {
    if (wanted === null) {
      const end = input.indexOf(10);
      if (end < 0) return;
      const [signal, format, length] = input.toString('latin1', 0, end).split(' ');
      wanted = { type: requests[signal], format, length: Number(length) };
      input = input.subarray(end + 1);
    }
    if (input.length < wanted.length) return;
    const bytes = input.subarray(0, wanted.length);
    let line;
    try {
      line = JSON.stringify(wanted.type.toObject(decode(wanted.type, wanted.format, bytes), canonical), unsigned);
    } catch (error) {
      line = JSON.stringify({ error: String(error) });
    }
    input = input.subarray(wanted.length);
    wanted = null;
    process.stdout.write(line + '\n');
  }
});
