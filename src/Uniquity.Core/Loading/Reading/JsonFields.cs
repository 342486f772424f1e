using System.Numerics;
using System.Text.Json;
using System.Text.Unicode;

namespace Uniquity.Loading.Reading;

/// <summary>The fields of one JSON object.</summary>
internal static class JsonFields
{
    private const int Many = 256;
    private static readonly byte[] True = [.. "true"u8];
    private static readonly byte[] False = [.. "false"u8];
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 512 };

    /// <summary>Reads them; of a name that stands twice, the last counts.</summary>
    public static LoadRecord Read(long line, ReadOnlySpan<byte> json, LoadFields fields, RecordMemory memory, bool keepsTypes)
    {
        try
        {
            var reader = new Utf8JsonReader(json, Options);
            if (!Utf8.IsValid(json)) return new(line, [], "a text in it is not Unicode", Utf8Text.Show(json));
            if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject) return new(line, [], "it is not a JSON object", Utf8Text.Show(json));
            var values = memory.Values(Room(fields.Count));
            List<int>? order = keepsTypes ? [] : null;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var number = fields.Number(reader.GetString()!);
                if (number >= values.Length) Array.Resize(ref values, Room(number + 1));
                reader.Read();
                order?.Add(number);
                values[number] = Value(ref reader, json, memory, keepsTypes);
            }

            return reader.Read() ? new(line, [], "there is text after the object", Utf8Text.Show(json)) : new(line, values) { Order = Differs(order) };
        }
        catch (JsonException fault)
        {
            return new(line, [], "it is not JSON: " + Say(fault), Utf8Text.Show(json));
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair.
            return new(line, [], "a text in it is not Unicode", Utf8Text.Show(json));
        }
    }

    // Where each record brings fields of its own, there is room for some more: memory that is used again fits the next ones too.
    private static int Room(int count) => count <= Many ? count : (int)BitOperations.RoundUpToPowerOf2((uint)count + 1);

    // A name that stands twice counts where it stands last.
    private static List<int>? Differs(List<int>? order)
    {
        if (order is null) return null;
        for (var at = 1; at < order.Count; at++)
        {
            if (order[at] <= order[at - 1]) return [.. Enumerable.Reverse(order).Distinct().Reverse()];
        }

        return null;
    }

    private static LoadValue Value(ref Utf8JsonReader reader, ReadOnlySpan<byte> json, RecordMemory memory, bool keepsTypes)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null: return LoadValue.Null;
            case JsonTokenType.True: return new(LoadValueKind.Boolean, True);
            case JsonTokenType.False: return new(LoadValueKind.Boolean, False);
            case JsonTokenType.String: return new(LoadValueKind.Text, Text(ref reader, memory));
            case JsonTokenType.Number: return new(LoadValueKind.Number, memory.Keep(reader.ValueSpan));
            default:
                var start = (int)reader.TokenStartIndex;
                reader.Skip();
                CheckTexts(json[start..(int)reader.BytesConsumed]);
                var text = memory.Keep(json[start..(int)reader.BytesConsumed]);
                return (keepsTypes ? null : ExtendedJson.Read(text)) ?? new(LoadValueKind.Json, text);
        }
    }

    // Nobody further on could read a text with half of a surrogate pair; only an escape can be one.
    private static void CheckTexts(ReadOnlySpan<byte> json)
    {
        if (json.IndexOf("\\u"u8) < 0) return;
        var reader = new Utf8JsonReader(json, Options);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped) _ = reader.GetString();
        }
    }

    private static ReadOnlyMemory<byte> Text(ref Utf8JsonReader reader, RecordMemory memory)
    {
        if (!reader.ValueIsEscaped) return memory.Keep(reader.ValueSpan);
        var room = memory.Room(reader.ValueSpan.Length);
        return room[..reader.CopyString(room.Span)];
    }

    private static string Say(JsonException fault)
    {
        var end = fault.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return (end > 0 ? fault.Message[..end] : fault.Message).TrimEnd('.');
    }
}
