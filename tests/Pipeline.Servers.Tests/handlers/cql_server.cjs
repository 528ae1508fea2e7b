// Answers Cassandra's drivers as a script says, in versions 3 and 4. Prints "listening on PORT", then a line of JSON a request.
'use strict';
const crypto = require('node:crypto');
const net = require('node:net');

const [error, startup, ready, options, supported, query, result, prepare, execute, register, batch] = [0, 1, 2, 5, 6, 7, 8, 9, 10, 11, 13];
const names = { 1: 'STARTUP', 5: 'OPTIONS', 7: 'QUERY', 9: 'PREPARE', 10: 'EXECUTE', 11: 'REGISTER', 13: 'BATCH' };
const statements = new Map();

const short = (value) => Buffer.from([value >> 8, value & 255]);
const int = (value) => { const bytes = Buffer.alloc(4); bytes.writeInt32BE(value); return bytes; };
const string = (text) => Buffer.concat([short(Buffer.byteLength(text)), Buffer.from(text)]);
const bytes = (value) => value === null ? int(-1) : Buffer.concat([int(value.length), value]);
const [text, number, uuid, inet] = [13, 9, 12, 16];

function columns(specs) {
  return Buffer.concat([int(1), int(specs.length), string('shop'), string('people'), ...specs.flatMap(([name, type]) => [string(name), short(type)])]);
}

const rows = (specs, values) => Buffer.concat([int(2), columns(specs), int(values.length), ...values.flat().map(bytes)]);
const people = [['id', number], ['name', text]];

function local() {
  const specs = ['key', 'cluster_name', 'data_center', 'rack', 'partitioner', 'release_version', 'cql_version'].map((name) => [name, text]);
  return rows([...specs, ['host_id', uuid], ['schema_version', uuid], ['rpc_address', inet]], [[
    ...['local', 'test', 'dc1', 'r1', 'org.apache.cassandra.dht.Murmur3Partitioner', '4.0.0', '3.4.5'].map((value) => Buffer.from(value)), crypto.randomBytes(16), crypto.randomBytes(16), Buffer.from([127, 0, 0, 1]),
  ]]);
}

function select(statement) {
  const count = Number(/LIMIT (\d+)/.exec(statement)?.[1] ?? 1);
  return [count, rows(people, Array.from({ length: count }, (_, i) => [int(i), Buffer.from(`person ${i}`)]))];
}

function run(statement) {
  if (/FROM system\.local/i.test(statement)) return [result, 1, local()];
  if (/FROM system/i.test(statement)) return [result, 0, rows([['peer', inet]], [])];
  if (/missing/.test(statement)) return [error, 0, Buffer.concat([int(0x2200), string('unconfigured table missing')])];
  if (/^USE/i.test(statement)) return [result, 0, Buffer.concat([int(3), string('shop')])];
  return /^SELECT/i.test(statement) ? [result, ...select(statement)] : [result, 0, int(1)];
}

function answer(opcode, version, body) {
  switch (opcode) {
    case options:
      return [supported, 0, Buffer.concat([short(2), string('CQL_VERSION'), short(1), string('3.4.5'), string('COMPRESSION'), short(0)]), ''];
    case query: {
      const statement = body.toString('utf8', 4, 4 + body.readInt32BE(0));
      return [...run(statement), statement];
    }
    case prepare: {
      const statement = body.toString('utf8', 4, 4 + body.readInt32BE(0));
      const id = crypto.createHash('md5').update(statement).digest();
      statements.set(id.toString('hex'), statement);
      const variables = Array.from(statement.matchAll(/\?/g), (_, i) => [`v${i}`, number]);
      const about = columns(variables);
      return [result, 0, Buffer.concat([int(4), short(16), id, about.subarray(0, 8), version > 3 ? int(0) : Buffer.alloc(0), about.subarray(8), /^SELECT/i.test(statement) ? columns(people) : Buffer.concat([int(4), int(0)])]), statement];
    }
    case execute: {
      const statement = statements.get(body.toString('hex', 2, 18));
      return [...run(statement), statement];
    }
    default:
      return [opcode === batch ? result : ready, 0, opcode === batch ? int(1) : Buffer.alloc(0), ''];
  }
}

const server = net.createServer((socket) => {
  let kept = Buffer.alloc(0);
  socket.on('error', () => {});
  socket.on('data', (data) => {
    kept = Buffer.concat([kept, data]);
    while (kept.length >= 9 && kept.length >= 9 + kept.readInt32BE(5)) {
      const asked = kept.subarray(0, 9 + kept.readInt32BE(5));
      kept = kept.subarray(asked.length);
      const [version, opcode] = [asked[0], asked[4]];
      const [told, count, body, statement] = answer(opcode, version, asked.subarray(9));
      const head = Buffer.concat([Buffer.from([0x80 | version, 0]), asked.subarray(2, 4), Buffer.from([told]), int(body.length)]);
      console.log(JSON.stringify({ op: names[opcode], statement, rows: count, isError: told === error, sent: asked.length, received: 9 + body.length }));
      socket.write(Buffer.concat([head, body]));
    }
  });
});
server.listen(0, '127.0.0.1', () => console.log(`listening on ${server.address().port}`));
