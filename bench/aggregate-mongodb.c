// What bench/duplicates-mongodb.sh compares with: aggregations sent by libmongoc, one after the other, their documents read and left.
//   aggregate-mongodb URL DATABASE COLLECTION PIPELINE...
#include <mongoc/mongoc.h>
#include <stdio.h>

int main(int count, char **arguments) {
  bson_error_t error = {0};
  long documents = 0;
  mongoc_init();
  mongoc_client_t *client = mongoc_client_new(arguments[1]);
  if (!client) return 2;
  mongoc_collection_t *collection = mongoc_client_get_collection(client, arguments[2], arguments[3]);
  bson_t options = BSON_INITIALIZER;
  BSON_APPEND_BOOL(&options, "allowDiskUse", true);
  for (int i = 4; i < count; i++) {
    bson_t *pipeline = bson_new_from_json((const uint8_t *)arguments[i], -1, &error);
    if (!pipeline) { fprintf(stderr, "%s\n", error.message); return 2; }
    mongoc_cursor_t *cursor = mongoc_collection_aggregate(collection, MONGOC_QUERY_NONE, pipeline, &options, NULL);
    const bson_t *document;
    while (mongoc_cursor_next(cursor, &document)) documents++;
    if (mongoc_cursor_error(cursor, &error)) { fprintf(stderr, "%s\n", error.message); return 3; }
    mongoc_cursor_destroy(cursor);
    bson_destroy(pipeline);
  }
  printf("%ld\n", documents);
  bson_destroy(&options);
  mongoc_collection_destroy(collection);
  mongoc_client_destroy(client);
  mongoc_cleanup();
  return 0;
}
