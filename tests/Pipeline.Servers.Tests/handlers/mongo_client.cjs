// Uses MongoDB's own driver as applications do, once as it is and once with zlib.
'use strict';
const { MongoClient } = require(require.resolve('mongodb', { paths: [process.argv[2]] }));

async function talk(compressors) {
  const client = new MongoClient(`mongodb://127.0.0.1:${process.argv[3]}/?directConnection=true`, {
    compressors, maxPoolSize: 1, serverSelectionTimeoutMS: 240_000, connectTimeoutMS: 240_000, heartbeatFrequencyMS: 240_000,
  });
  const people = client.db('shop').collection('people');
  await people.insertOne({ name: 'Ann', password: 'hidden', age: 42 });
  await people.insertMany(Array.from({ length: 300 }, (_, i) => ({ _id: i, text: 'x'.repeat(i) })));
  await people.find({ age: { $gt: 7 } }).batchSize(10).toArray();
  await people.updateOne({ _id: 1 }, { $set: { a: 1 } });
  await people.deleteOne({ _id: 1 }).catch(() => {});
  await people.countDocuments({});
  await people.estimatedDocumentCount();
  await people.distinct('name');
  await people.aggregate([{ $match: { a: 1 } }]).toArray();
  await client.db('shop').command({ collStats: 'people' }).catch(() => {});
  await people.insertOne({ unasked: true }, { writeConcern: { w: 0 } });
  await client.db('shop').command({ ping: 1 });
  await client.close();
}

talk([]).then(() => talk(['zlib'])).then(() => process.exit(0), (error) => { console.error(error); process.exit(1); });
