using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Shell;

namespace Uniquity.MongoDb.Tests.Shell;

public sealed class ShellTextTests
{
    [NativeTheory]
    [InlineData("{ a: 1, 'b.c': \"x\", $d: null }", """{ "a" : { "$numberInt" : "1" }, "b.c" : "x", "$d" : null }""")]
    [InlineData("{a:[1,-2.5,],}", """{ "a" : [ { "$numberInt" : "1" }, { "$numberDouble" : "-2.5" } ] }""")]
    [InlineData("{ a: ObjectId('507f1f77bcf86cd799439011') }", """{ "a" : { "$oid" : "507f1f77bcf86cd799439011" } }""")]
    [InlineData("{ a: ISODate(\"2024-01-01T00:00:00Z\"), b: new Date(0) }", """{ "a" : { "$date" : { "$numberLong" : "1704067200000" } }, "b" : { "$date" : { "$numberLong" : "0" } } }""")]
    [InlineData("{ a: NumberLong('9007199254740993'), b: 9007199254740993 }", """{ "a" : { "$numberLong" : "9007199254740993" }, "b" : { "$numberLong" : "9007199254740993" } }""")]
    [InlineData("{ a: UUID('00112233-4455-6677-8899-aabbccddeeff') }", """{ "a" : { "$binary" : { "base64" : "ABEiM0RVZneImaq7zN3u/w==", "subType" : "04" } } }""")]
    [InlineData("{ a: /^x\\/y/i, b: NumberDecimal('1.50') }", """{ "a" : { "$regularExpression" : { "pattern" : "^x\\/y", "options" : "i" } }, "b" : { "$numberDecimal" : "1.50" } }""")]
    [InlineData("{ a: 'it\\'s\\n\\u00e9' }", "{ \"a\" : \"it's\\né\" }")]
    [InlineData("{ a: { $type: ['string', 10] }, b: { $oid: '507f1f77bcf86cd799439011' } }", """{ "a" : { "$type" : [ "string", { "$numberInt" : "10" } ] }, "b" : { "$oid" : "507f1f77bcf86cd799439011" } }""")]
    [InlineData("{ a: BinData(0, AAEC), b: BinData(0, 'AAEC') }", """{ "a" : { "$binary" : { "base64" : "quw=", "subType" : "00" } }, "b" : { "$binary" : { "base64" : "AAEC", "subType" : "00" } } }""")]
    [InlineData("{ a: NaN, b: -Infinity, c: true, d: undefined }", """{ "a" : { "$numberDouble" : "NaN" }, "b" : { "$numberDouble" : "-Infinity" }, "c" : true, "d" : { "$undefined" : true } }""")]
    [InlineData("{ a: datetime.datetime(2026, 1, 2, 3, 4, 5, 678000), b: datetime.datetime(1970, 1, 1, 0, 0), c: Int64(7) }", """{ "a" : { "$date" : { "$numberLong" : "1767323045678" } }, "b" : { "$date" : { "$numberLong" : "0" } }, "c" : { "$numberLong" : "7" } }""")]
    public void What_a_person_or_the_shell_writes_is_read(string text, string json) =>
        ShellReader.Document(text).ToCanonicalJson().ShouldBe(json);

    [NativeTheory]
    [InlineData("")]
    [InlineData("a: 1")]
    [InlineData("{ a: }")]
    [InlineData("{ a: 1 } x")]
    [InlineData("{ a: foo('x') }")]
    [InlineData("{ a: 'x }")]
    [InlineData("{ a: ObjectId('zz') }")]
    [InlineData("{ a: ObjectId('zzzzzzzzzzzzzzzzzzzzzzzz') }")]
    [InlineData("{ a: NumberDecimal('1.2.3') }")]
    [InlineData("{ a: Double('1x') }")]
    [InlineData("{ a: /x/q }")]
    [InlineData("{ a: EJSON.parse('\"\\\\ud800\"') }")]
    public void What_is_no_document_is_refused_in_words(string text) =>
        Should.Throw<FormatException>(() => ShellReader.Document(text)).Message.ShouldNotBeEmpty();

    [NativeFact]
    public void A_document_too_deep_is_refused_not_crashed_on() =>
        Should.Throw<FormatException>(() => ShellReader.Document("{a:" + new string('[', 100_000)));

    [NativeFact]
    public void What_is_written_for_the_shell_is_read_back_the_same()
    {
        var document = BsonDocument.Parse("""
            {"_id":{"$oid":"507f1f77bcf86cd799439011"},"a b":{"$numberDouble":"1.5"},"n":{"$numberDouble":"-Infinity"},"s":"it's \\ \u202e \u0000","d":{"$date":{"$numberLong":"-1"}},
             "far":{"$date":{"$numberLong":"999999999999999"}},"l":{"$numberLong":"5"},"u":{"$binary":{"base64":"ABEiM0RVZneImaq7zN3u/w==","subType":"04"}},"old":{"$binary":{"base64":"AQI=","subType":"02"}},"b":{"$binary":{"base64":"AAEC","subType":"00"}},"x":[1,{"y":null}],"dec":{"$numberDecimal":"1.50"},"ts":{"$timestamp":{"t":7,"i":1}},"t":true,"e":{}}
            """);
        var text = ShellWriter.Document(document);
        ShellReader.Document(text).ToCanonicalJson().ShouldBe(document.ToCanonicalJson());
        text.ShouldNotContain('\u202e');
    }

    [NativeTheory]
    [InlineData("db.users.insertOne({ email: 'a' })", "Insert", "users", """{ "email" : "a" }""")]
    [InlineData("await db.collection('my-users').insertOne({ email: 'a' })", "Insert", "my-users", """{ "email" : "a" }""")]
    [InlineData("db.users.updateOne({ email: 'a' }, { $set: { n: 1 }, $setOnInsert: { m: 2 } }, { upsert: true })", "Upsert", "users", """{ "email" : "a", "n" : 1, "m" : 2 }""")]
    [InlineData("db.users.replaceOne({ _id: 1 }, { email: 'a' })", "Replace", "users", """{ "email" : "a" }""")]
    [InlineData("db.getCollection(\"users\").insertMany([{ a: 1 }, { a: 2 }])", "Bulk", "users", null)]
    [InlineData("{ insert: 'users', documents: [{ a: 1 }] }", "Insert", "users", """{ "a" : 1 }""")]
    [InlineData("{ update: 'users', updates: [{ q: { a: 1 }, u: { $set: { b: 2 } }, upsert: true }] }", "Upsert", "users", """{ "a" : 1, "b" : 2 }""")]
    [InlineData("db.users.createIndex({ email: 1 }, { unique: true, name: 'e' })", "IndexBuild", "users", null)]
    public void A_write_is_taken_apart(string text, string operation, string collection, string? refused)
    {
        var statement = MongoStatement.Read(text).ShouldNotBeNull();
        statement.Operation.ToString().ShouldBe(operation);
        statement.Collection.ShouldBe(collection);
        statement.Refused?.ToRelaxedJson().ShouldBe(refused);
    }

    [NativeTheory]
    [InlineData("INSERT INTO users VALUES (1)")]
    [InlineData("db.users.find({})")]
    [InlineData("db.users.insertOne({ email: email })")]
    [InlineData("")]
    public void What_is_no_write_or_has_variables_is_left(string text) => MongoStatement.Read(text).ShouldBeNull();
}
