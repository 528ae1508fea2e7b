// Uses Cassandra's driver as applications do.
'use strict';
const { Client } = require(require.resolve('cassandra-driver', { paths: [process.argv[2]] }));

async function talk() {
  const client = new Client({
    contactPoints: [`127.0.0.1:${process.argv[3]}`], localDataCenter: 'dc1', protocolOptions: { maxVersion: 4, port: Number(process.argv[3]) }, isMetadataSyncEnabled: false, pooling: { warmup: false, heartBeatInterval: 240_000 },
    socketOptions: { connectTimeout: 240_000, readTimeout: 240_000 },
  });
  await client.connect();
  for (let i = 1; i <= 20; i++) {
    await client.execute(`SELECT id, name FROM shop.people LIMIT ${i}`);
    await client.execute('SELECT id, name FROM shop.people WHERE id = ?', [i], { prepare: true });
    await client.execute(`INSERT INTO shop.people (id, name) VALUES (${i}, 'person')`);
  }
  await client.execute('SELECT * FROM shop.missing').catch(() => {});
  await client.batch([{ query: 'UPDATE shop.people SET name = ? WHERE id = ?', params: ['a', 1] }, { query: 'DELETE FROM shop.people WHERE id = ?', params: [2] }]);
  await Promise.all(Array.from({ length: 100 }, (_, i) => client.execute(`SELECT id, name FROM shop.people LIMIT ${i % 7}`)));
  await client.shutdown();
}

talk().then(() => process.exit(0), (error) => { console.error(error); process.exit(1); });
