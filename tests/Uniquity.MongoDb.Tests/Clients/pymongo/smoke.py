"""Uses a server as programs on PyMongo do, and prints every refused duplicate as such a program prints it.

usage: smoke.py URL DATABASE. Prints one JSON object: {"errors": {case: text}}. An assertion that fails ends it with 1.
"""
import json
import sys
import threading
import traceback

import pymongo
from bson import ObjectId
from pymongo import InsertOne, ReturnDocument, UpdateOne
from pymongo.errors import BulkWriteError, PyMongoError

client = pymongo.MongoClient(sys.argv[1], serverSelectionTimeoutMS=10000)
database = client[sys.argv[2]]
users = database.users
errors = {}


def refused(case, action):
    try:
        action()
    except PyMongoError as error:
        # As an uncaught error ends a program, and as loggers print it.
        errors[case + " traceback"] = traceback.format_exc()
        errors[case + " repr"] = repr(error)
        errors[case + " json"] = json.dumps({"error": str(error), "details": error.details, "code": error.code}, default=str)
        details = error.details if isinstance(error, BulkWriteError) else None
        errors[case] = "%s.%s: %s" % (type(error).__module__, type(error).__name__, str(error) if details is None else "%s, full error: %s" % (error, details))
        return error
    raise AssertionError(case + " was not refused")


client.admin.command("ping")
assert users.create_index("email", unique=True) == "email_1"
users.create_index([("tenant", 1), ("number", 1)], unique=True, partialFilterExpression={"number": {"$exists": True}})
names = sorted(users.index_information())
assert names == ["_id_", "email_1", "tenant_1_number_1"], names

# Writes and reads
many = [{"_id": i, "email": "u%d@example.com" % i, "n": i} for i in range(2500)]
assert len(users.insert_many(many).inserted_ids) == 2500
assert users.count_documents({}) == 2500
assert [d["_id"] for d in users.find().sort("_id", 1).batch_size(100)] == list(range(2500))
assert len(list(users.aggregate([{"$match": {"n": {"$gte": 1000}}}], batchSize=7))) == 1500
assert sorted(users.distinct("n", {"n": {"$lt": 3}})) == [0, 1, 2]
assert users.update_many({"n": {"$lt": 10}}, {"$set": {"flag": True}}).modified_count == 10
assert users.find_one_and_update({"_id": 1}, {"$inc": {"n": 1}}, return_document=ReturnDocument.AFTER)["n"] == 2
assert users.delete_one({"_id": 2499}).deleted_count == 1
assert "users" in database.list_collection_names()
large = {"_id": "large", "email": "large", "text": "x" * (16 * 1024 * 1024 - 200)}
users.insert_one(large)
assert len(users.find_one({"_id": "large"})["text"]) == len(large["text"])

# An abandoned cursor is closed
cursor = users.find({}, {"_id": 1}).batch_size(2)
next(cursor)
cursor.close()

# Sessions and transactions
with client.start_session() as session:
    with session.start_transaction():
        users.insert_one({"_id": "t1", "email": "t1"}, session=session)
        assert users.find_one({"_id": "t1"}) is None
    assert users.find_one({"_id": "t1"}) is not None
    session.start_transaction()
    users.insert_one({"_id": "t2", "email": "t2"}, session=session)
    session.abort_transaction()
    assert users.find_one({"_id": "t2"}) is None
    session.start_transaction()
    refused("transaction", lambda: users.insert_one({"email": "t1"}, session=session))
    session.abort_transaction()

# Duplicates
same = "u7@example.com"
assert refused("insert", lambda: users.insert_one({"email": same})).code == 11000
assert refused("id", lambda: users.insert_one({"_id": 7, "email": "new"})).code == 11000
bulk = refused("unordered", lambda: users.insert_many(
    [{"_id": "a", "email": "a"}, {"_id": "b", "email": same}, {"_id": "c", "email": "c"}], ordered=False))
assert bulk.details["nInserted"] == 2 and [e["index"] for e in bulk.details["writeErrors"]] == [1], bulk.details
stopped = refused("ordered", lambda: users.bulk_write(
    [InsertOne({"_id": "d", "email": same}), UpdateOne({"_id": 1}, {"$set": {"late": 1}})]))
assert stopped.details["nInserted"] == 0 and users.find_one({"late": 1}) is None
assert refused("update", lambda: users.update_one({"_id": 8}, {"$set": {"email": same}})).code == 11000
assert refused("upsert", lambda: users.update_one({"_id": "none"}, {"$set": {"email": same}}, upsert=True)).code == 11000
assert refused("findAndModify", lambda: users.find_one_and_update({"_id": 8}, {"$set": {"email": same}})).code == 11000
users.insert_one({"email": "p1", "tenant": ObjectId("507f1f77bcf86cd799439011"), "number": 1})
refused("compound", lambda: users.insert_one({"email": "p2", "tenant": ObjectId("507f1f77bcf86cd799439011"), "number": 1}))
database.orders.insert_many([{"n": 1}, {"n": 1}])
assert refused("indexBuild", lambda: database.orders.create_index("n", unique=True)).code == 11000

# Of sixteen writers one wins
wins = []


def write(i):
    try:
        users.insert_one({"email": "race"})
        wins.append(i)
    except pymongo.errors.DuplicateKeyError:
        pass


threads = [threading.Thread(target=write, args=(i,)) for i in range(16)]
[t.start() for t in threads]
[t.join() for t in threads]
assert len(wins) == 1, wins

users.drop_index("email_1")
assert "email_1" not in users.index_information()
client.drop_database(sys.argv[2])
json.dump({"errors": errors}, sys.stdout)
