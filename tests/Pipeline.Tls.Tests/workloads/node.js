// Both ends in node, whose own streams carry what the library's memory gives and takes.
const fs = require('fs'), tls = require('tls');
const [certificate, key, connections] = [process.argv[2], process.argv[3], Number(process.argv[4])];
const N = 65521, table = Buffer.from(Array.from({ length: N }, (_, i) => (Math.imul(i, 2654435761) >>> 24)));
const sizes = [1, 5, 100, 4096, 16384, 16385, 50000, 200000];

function pattern(port, direction, position, size) {
  const bytes = Buffer.alloc(size);
  for (let i = 0; i < size; i++) bytes[i] = table[(position + i + port * 31 + direction * 9973) % N];
  return bytes;
}

// Calls back with each size of bytes that has come whole.
function receiver(stream, port, direction, each) {
  let kept = Buffer.alloc(0), at = 0, next = 0;
  stream.on('data', (piece) => {
    kept = Buffer.concat([kept, piece]);
    while (next < sizes.length && kept.length >= sizes[next]) {
      const size = sizes[next++];
      if (!kept.subarray(0, size).equals(pattern(port, direction, at, size))) throw new Error('another byte');
      kept = kept.subarray(size);
      at += size;
      each(at - size, size, next);
    }
  });
}

const server = tls.createServer({ cert: fs.readFileSync(certificate), key: fs.readFileSync(key) }, (stream) => {
  const port = stream.remotePort;
  receiver(stream, port, 0, (at, size) => stream.write(pattern(port, 1, at, size)));
  stream.on('error', () => {});
});
server.listen(0, '127.0.0.1', () => {
  let left = connections;
  for (let i = 0; i < connections; i++) {
    const stream = tls.connect({ host: '127.0.0.1', port: server.address().port, rejectUnauthorized: false }, () => {
      const port = stream.localPort;
      let sent = 0;
      const send = (size) => { stream.write(pattern(port, 0, sent, size)); sent += size; };
      receiver(stream, port, 1, (at, size, next) => {
        if (next < sizes.length) return send(sizes[next]);
        console.log(`conn ${port} ${sent} ${at + size}`);
        stream.end();
      });
      send(sizes[0]);
    });
    stream.on('close', () => { if (!--left) server.close(); });
  }
});
