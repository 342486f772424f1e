"""What bench/resolve-mongodb.sh does by hand on PyMongo: resolve-mongodb.py fill|loop|archived|check URL."""
import sys
import time

import pymongo

what, url, users = sys.argv[1], sys.argv[2], int(sys.argv[3])
db = pymongo.MongoClient(url).get_default_database()


def user(i):
    return {"_id": i, "email": "user%d@example.com" % (i % (users // 2)), "name": "name %d" % i, "visits": i % 100, "updatedAt": "2024-01-01"}


def groups(count):
    pipeline = [{"$group": {"_id": "$email", "keep": {"$min": "$_id"}, "n": {"$sum": 1}}}, {"$match": {"n": {"$gt": 1}}}, {"$limit": count}]
    return list(db.users.aggregate(pipeline))


if what == "fill":
    db.client.drop_database(db.name)
    for first in range(0, users, 5000):
        db.users.insert_many([user(i) for i in range(first, min(first + 5000, users))])
        db.orders.insert_many([{"_id": i, "userId": i * 7919 % users, "note": "order"} for i in range(first, min(first + 5000, users))])
    db.orders.create_index("userId")
elif what == "check":
    # Every document is back as it was filled.
    same = all(found == user(found["_id"]) for found in db.users.find()) and db.users.count_documents({}) == users
    same = same and all(found["userId"] == found["_id"] * 7919 % users for found in db.orders.find())
    sys.exit(0 if same else "the undo is not exact")
else:
    # As a script with a loop does it; the index and the list of groups are not counted.
    db.users.create_index("email")
    found = groups(2000)
    start = time.time()
    for group in found:
        others = {"email": group["_id"], "_id": {"$ne": group["keep"]}}
        if what == "archived":
            db.archive.with_options(write_concern=pymongo.WriteConcern(w="majority")).insert_many(list(db.users.find(others)))
        if what == "references":
            ids = [gone["_id"] for gone in db.users.find(others, {"_id": 1})]
            db.orders.update_many({"userId": {"$in": ids}}, {"$set": {"userId": group["keep"]}})
        db.users.delete_many(others)
    print("%.2f" % ((time.time() - start) * users / 2 / len(found)))
