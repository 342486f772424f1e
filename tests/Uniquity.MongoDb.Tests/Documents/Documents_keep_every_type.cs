using System.Text;
using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Tests.Documents;

public sealed class Documents_keep_every_type
{
    // A document with every type that BSON has, as canonical Extended JSON.
    private const string Everything =
        """{ "_id" : { "$oid" : "507f1f77bcf86cd799439011" }, "double" : { "$numberDouble" : "-0.0" }, "nan" : { "$numberDouble" : "NaN" }, "string" : "a\u0000b \"é\" 😀", "empty" : "", "document" : { "a.b" : { "$numberInt" : "1" }, "$dollar" : null }, "array" : [ { "$numberInt" : "1" }, [  ], {  } ], "binary" : { "$binary" : { "base64" : "AAEC", "subType" : "04" } }, "undefined" : { "$undefined" : true }, "true" : true, "date" : { "$date" : { "$numberLong" : "-62135596800001" } }, "null" : null, "regex" : { "$regularExpression" : { "pattern" : "^a/", "options" : "im" } }, "code" : { "$code" : "f()" }, "symbol" : { "$symbol" : "s" }, "scope" : { "$code" : "g()", "$scope" : { "x" : { "$numberInt" : "1" } } }, "int" : { "$numberInt" : "-2147483648" }, "timestamp" : { "$timestamp" : { "t" : 4294967295, "i" : 1 } }, "long" : { "$numberLong" : "9223372036854775807" }, "decimal" : { "$numberDecimal" : "1.000000000000000000000000000000000" }, "min" : { "$minKey" : 1 }, "max" : { "$maxKey" : 1 } }""";

    [NativeFact]
    public void Extended_json_comes_back_as_it_went_in() =>
        BsonDocument.Parse(Everything).ToCanonicalJson().ShouldBe(Everything);

    [NativeFact]
    public void Every_field_is_walked_over_and_goes_back_byte_for_byte()
    {
        var document = BsonDocument.Parse(Everything);
        var copy = new BsonBuilder();
        foreach (var element in document) copy.Add(element.Name, element);
        copy.Build().Bytes.ToArray().ShouldBe(document.Bytes.ToArray());
        document.Elements().Select(element => element.Type).Distinct().Count().ShouldBe(20);
    }

    [NativeFact]
    public void A_field_is_found_by_its_name_and_read_as_its_type()
    {
        var document = BsonDocument.Parse("""{"é":"x","n":{"$numberDouble":"3.0"},"l":{"$numberLong":"9007199254740993"},"d":{"a":[7]}}""");
        document["é"]!.Value.AsString().ShouldBe("x");
        document["n"]!.Value.AsInt64().ShouldBe(3);
        document["l"]!.Value.AsInt64().ShouldBe(9007199254740993);
        document["d"]!.Value.AsDocument()["a"]!.Value.AsDocument()["0"]!.Value.AsInt64().ShouldBe(7);
        document["none"].ShouldBeNull();
        Should.Throw<FormatException>(() => document["é"]!.Value.AsInt64()).Message.ShouldBe("the field é is a String, not a whole number");
    }

    [NativeFact]
    public void A_builder_makes_what_extended_json_says()
    {
        var built = new BsonBuilder()
            .Add("text", "a\0b").Add("none", (string?)null).Add("int", 1).Add("long", 2L).Add("double", 0.5).Add("yes", true)
            .Add("at", DateTimeOffset.UnixEpoch.AddMilliseconds(-1)).Add("inner", BsonDocument.Parse("""{"a":1}"""))
            .AddArray("list", [BsonDocument.Parse("{}"), BsonDocument.Parse("""{"b":2}""")]).Build();
        built.ToRelaxedJson().ShouldBe(
            """{ "text" : "a\u0000b", "none" : null, "int" : 1, "long" : 2, "double" : 0.5, "yes" : true, "at" : { "$date" : { "$numberLong" : "-1" } }, "inner" : { "a" : 1 }, "list" : [ {  }, { "b" : 2 } ] }""");
    }

    // libbson writes +10000-01-01T00:00:00Z and further, which readers of relaxed Extended JSON refuse.
    [NativeFact]
    public void A_date_beyond_the_year_9999_is_written_as_its_milliseconds_wherever_it_stands()
    {
        const string Far = """{ "$date" : { "$numberLong" : "253402300800000" } }""";
        const string Last = """{ "$date" : { "$numberLong" : "9223372036854775807" } }""";
        const string Plain = """{ "$date" : "9999-12-31T23:59:59.999Z" }""";
        const string Old = """{ "$date" : { "$numberLong" : "-1" } }""";
        const string Text = """ "a \"$date\" : \"+10000-01-01\"" """;
        var json = $$"""{ "a" : {{Plain}}, "t" :{{Text}}, "b" : [ {{Old}}, { "c" : {{Far}}, "n" : 5 } ], "d" : {{Last}}, "e" : {{Plain}} }""".Replace(" ,", ",", StringComparison.Ordinal);
        BsonDocument.Parse(json).ToRelaxedJson().ShouldBe(json);
    }

    [NativeFact]
    public void A_name_with_a_zero_is_refused() =>
        Should.Throw<FormatException>(() => new BsonBuilder().Add("a\0b", 1)).Message.ShouldBe("a field's name cannot hold a zero character");

    [NativeTheory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[1")]
    [InlineData("{\"a\":}")]
    [InlineData("{\"a\":{\"$oid\":\"zz\"}}")]
    public void What_is_no_extended_json_is_refused_in_words(string json) =>
        Should.Throw<FormatException>(() => BsonDocument.Parse(json)).Message.ShouldNotBeEmpty();

    [NativeFact]
    public void Cut_bytes_are_refused_and_never_read_past_their_end()
    {
        var bytes = BsonDocument.Parse(Everything).Bytes.ToArray();
        for (var length = 0; length < bytes.Length; length++)
        {
            var cut = bytes[..length];
            Should.Throw<FormatException>(() => new BsonDocument(cut).Elements());
        }

        var random = new Random(1);
        for (var round = 0; round < 20_000; round++)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[random.Next(4, damaged.Length)] = (byte)random.Next(256);
            try
            {
                foreach (var element in new BsonDocument(damaged)) _ = Encoding.UTF8.GetString(element.Value);
            }
            catch (FormatException)
            {
            }
        }
    }
}
