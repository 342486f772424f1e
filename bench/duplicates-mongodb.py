"""Fills what bench/duplicates-mongodb.sh counts: duplicates-mongodb.py URL DOCUMENTS COLLECTION GROUPS ..."""
import sys

import pymongo

url, documents, wanted = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
db = pymongo.MongoClient(url).get_default_database()
for name, groups in zip(wanted[::2], map(int, wanted[1::2])):
    # The addresses come in no order; as many of them as there are groups come twice.
    for first in range(0, documents, 10000):
        ids = range(first, min(first + 10000, documents))
        db[name].insert_many([{"_id": i, "email": "user%d@example.com" % (i * 7919 % documents % (documents - groups)), "name": "name %d" % i, "visits": i % 100} for i in ids], ordered=False)
