// Answers MongoDB's drivers as a script says. Prints "listening on PORT", then a line of JSON a request: what it understood, and how large both messages were.
'use strict';
const net = require('node:net');
const zlib = require('node:zlib');
const { BSON } = require(require.resolve('bson', { paths: [process.argv[2]] }));

const [reply, query, compressed, message] = [1, 2004, 2012, 2013];
const moreToCome = 2;
let number = 1_000_000;

function answerTo(command) {
  const [name] = Object.keys(command);
  const people = (from, count) => Array.from({ length: count }, (_, i) => ({ _id: from + i, name: `person ${from + i}`, at: new Date(0) }));
  switch (name) {
    case 'hello': case 'isMaster': case 'ismaster':
      return {
        ismaster: true, helloOk: true, isWritablePrimary: true, maxBsonObjectSize: 16777216, maxMessageSizeBytes: 48000000, maxWriteBatchSize: 100000, localTime: new Date(),
        logicalSessionTimeoutMinutes: 30, connectionId: 1, minWireVersion: 0, maxWireVersion: 21, readOnly: false, compression: command.compression || [], ok: 1,
      };
    case 'insert':
      return { n: command.documents.length, ok: 1 };
    case 'update': case 'delete':
      return name === 'update' ? { n: 1, nModified: 1, ok: 1 } : { n: 0, writeErrors: [{ index: 0, code: 11000, errmsg: 'no' }], ok: 1 };
    case 'find':
      return { cursor: { firstBatch: people(0, 10), id: BSON.Long.fromNumber(77), ns: `shop.${command.find}` }, ok: 1 };
    case 'getMore':
      return { cursor: { nextBatch: people(10, 5), id: BSON.Long.fromNumber(0), ns: `shop.${command.collection}` }, ok: 1 };
    case 'aggregate':
      return { cursor: { firstBatch: [{ _id: 1, n: 3 }], id: BSON.Long.fromNumber(0), ns: `shop.${command.aggregate}` }, ok: 1 };
    case 'count':
      return { n: 42, ok: 1 };
    case 'distinct':
      return { values: ['a', 'b'], ok: 1 };
    case 'collStats':
      return { ok: 0, errmsg: 'not here', code: 26, codeName: 'NamespaceNotFound' };
    default:
      return { ok: 1 };
  }
}

function read(bytes) {
  let [opcode, body] = [bytes.readInt32LE(12), bytes.subarray(16)];
  const isCompressed = opcode === compressed;
  if (isCompressed) {
    opcode = body.readInt32LE(0);
    body = zlib.inflateSync(body.subarray(9));
  }
  if (opcode === query) {
    const end = body.indexOf(0, 4);
    return { opcode, isCompressed, flags: 0, command: BSON.deserialize(body.subarray(end + 9)) };
  }
  const flags = body.readInt32LE(0);
  let [at, command] = [4, {}];
  const sequences = {};
  while (at < body.length - (flags & 1 ? 4 : 0)) {
    if (body[at] === 0) {
      const length = body.readInt32LE(at + 1);
      command = BSON.deserialize(body.subarray(at + 1, at + 1 + length), { promoteLongs: true });
      at += 1 + length;
    } else {
      const length = body.readInt32LE(at + 1);
      const end = body.indexOf(0, at + 5);
      const documents = [];
      for (let next = end + 1; next < at + 1 + length; next += body.readInt32LE(next))
        documents.push(BSON.deserialize(body.subarray(next, next + body.readInt32LE(next))));
      sequences[body.toString('utf8', at + 5, end)] = documents;
      at += 1 + length;
    }
  }
  return { opcode, isCompressed, flags, command: { ...command, ...sequences } };
}

function frame(opcode, to, body) {
  const head = Buffer.alloc(16);
  head.writeInt32LE(16 + body.length, 0);
  head.writeInt32LE(++number, 4);
  head.writeInt32LE(to, 8);
  head.writeInt32LE(opcode, 12);
  return Buffer.concat([head, body]);
}

function write(asked, to, document) {
  const bson = BSON.serialize(document);
  if (asked.opcode === query)
    return frame(reply, to, Buffer.concat([Buffer.from([8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]), bson]));
  const body = Buffer.concat([Buffer.alloc(5), bson]);
  if (!asked.isCompressed)
    return frame(message, to, body);
  const head = Buffer.alloc(9);
  head.writeInt32LE(message, 0);
  head.writeInt32LE(body.length, 4);
  head[8] = 2;
  return frame(compressed, to, Buffer.concat([head, zlib.deflateSync(body)]));
}

const server = net.createServer((socket) => {
  let kept = Buffer.alloc(0);
  socket.on('error', () => {});
  socket.on('data', (data) => {
    kept = Buffer.concat([kept, data]);
    while (kept.length >= 4 && kept.length >= kept.readInt32LE(0)) {
      const bytes = kept.subarray(0, kept.readInt32LE(0));
      kept = kept.subarray(bytes.length);
      const asked = read(bytes);
      const [name] = Object.keys(asked.command);
      const document = answerTo(asked.command);
      const answer = asked.flags & moreToCome ? null : write(asked, bytes.readInt32LE(4), document);
      const batch = document.cursor && (document.cursor.firstBatch || document.cursor.nextBatch);
      console.log(JSON.stringify({
        cmd: name, database: asked.command.$db || '',
        collection: typeof asked.command[name] === 'string' ? asked.command[name] : asked.command.collection || '',
        documents: answer ? (batch ? batch.length : document.n || 0) : 0,
        code: answer && (document.code || (document.writeErrors && document.writeErrors[0].code)) || '',
        compression: asked.isCompressed ? 'zlib' : 'none', sent: bytes.length, received: answer ? answer.length : 0,
      }));
      if (answer)
        socket.write(answer);
    }
  });
});
server.listen(0, '127.0.0.1', () => console.log(`listening on ${server.address().port}`));
