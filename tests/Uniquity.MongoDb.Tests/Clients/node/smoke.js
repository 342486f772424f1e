// Uses a server as programs on the npm packages mongodb and mongoose do, and prints every refused duplicate as Node prints it.
// usage: smoke.js URL DATABASE. Prints one JSON object: {"errors": {case: text}}. An assertion that fails ends it with 1.
const assert = require('node:assert/strict');
const { inspect } = require('node:util');
const { MongoClient } = require('mongodb');
const mongoose = require('mongoose');

const errors = {};
async function refused(name, action) {
  try {
    await action();
  } catch (error) {
    assert.equal(error.code, 11000, inspect(error));
    // As console.log and console.error print it, as a logger of JSON does, and as people who log no object do.
    errors[name] = inspect(error);
    errors[name + ' deep'] = inspect(error, { depth: null, colors: true });
    errors[name + ' json'] = JSON.stringify({ level: 'error', err: error, message: error.message });
    errors[name + ' stack'] = `code ${error.code} ${error.stack}`;
    errors[name + ' string'] = `${error} (${error.code})`;
    return error;
  }
  assert.fail(name + ' was not refused');
}

async function driver(url, name) {
  const client = await MongoClient.connect(url);
  try {
    const database = client.db(name);
    const users = database.collection('users');
    assert.equal(await users.createIndex({ email: 1 }, { unique: true }), 'email_1');
    await users.insertMany(Array.from({ length: 1500 }, (_, i) => ({ _id: i, email: `u${i}@example.com`, n: i })));
    assert.equal((await users.find().batchSize(100).toArray()).length, 1500);
    assert.equal((await users.aggregate([{ $group: { _id: '$n' } }], { batchSize: 50 }).toArray()).length, 1500);
    assert.equal(await users.countDocuments({ n: { $lt: 10 } }), 10);

    const same = 'u7@example.com';
    await refused('driver insert', () => users.insertOne({ email: same }));
    const bulk = await refused('driver unordered', () =>
      users.insertMany([{ email: 'a' }, { email: same }, { email: 'c' }], { ordered: false }));
    assert.equal(bulk.insertedCount, 2);
    await refused('driver ordered', () => users.bulkWrite([{ insertOne: { document: { email: 'd' } } }, { insertOne: { document: { email: same } } }]));
    await refused('driver update', () => users.updateOne({ _id: 8 }, { $set: { email: same } }));
    await refused('driver upsert', () => users.updateOne({ _id: 'x' }, { $set: { email: same } }, { upsert: true }));
    const orders = database.collection('orders');
    await orders.insertMany([{ n: 1 }, { n: 1 }]);
    await refused('driver indexBuild', () => orders.createIndex({ n: 1 }, { unique: true }));

    const session = client.startSession();
    await session.withTransaction(() => users.insertOne({ _id: 't', email: 't' }, { session }));
    assert.equal((await users.findOne({ _id: 't' })).email, 't');
    session.startTransaction();
    await refused('driver transaction', () => users.insertOne({ email: 't' }, { session }));
    await session.abortTransaction();
    await session.endSession();
  } finally {
    await client.close();
  }
}

async function mapper(url, name) {
  const connection = await mongoose.createConnection(url, { dbName: name }).asPromise();
  try {
    const Account = connection.model('Account', new mongoose.Schema({ mail: { type: String, unique: true }, n: Number }));
    await Account.init();
    assert.equal((await Account.collection.indexes()).length, 2);
    await Account.create([{ mail: 'a' }, { mail: 'b' }]);
    await refused('mongoose save', () => new Account({ mail: 'a' }).save());
    await refused('mongoose insertMany', () => Account.insertMany([{ mail: 'c' }, { mail: 'a' }], { ordered: false }));
    await refused('mongoose bulkWrite', () => Account.bulkWrite([{ insertOne: { document: { mail: 'd' } } }, { insertOne: { document: { mail: 'a' } } }]));
    await refused('mongoose updateOne', () => Account.updateOne({ mail: 'b' }, { mail: 'a' }));
    await refused('mongoose upsert', () => Account.updateOne({ n: 5 }, { mail: 'a' }, { upsert: true }));
    await connection.dropDatabase();
  } finally {
    await connection.close();
  }
}

const [url, name] = process.argv.slice(2);
driver(url, name)
  .then(() => mapper(url, name))
  .then(() => process.stdout.write(JSON.stringify({ errors })))
  .catch((error) => {
    process.stderr.write(inspect(error) + '\n');
    process.exitCode = 1;
  });
