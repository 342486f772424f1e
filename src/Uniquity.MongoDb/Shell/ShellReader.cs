using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Uniquity.MongoDb.Documents;

namespace Uniquity.MongoDb.Shell;

/// <summary>Reads values as mongosh, server messages and people write them: JSON, Extended JSON, unquoted names, <c>ObjectId('…')</c>.</summary>
/// <remarks>It only rewrites them as Extended JSON; what a typed value means in BSON is libbson's.</remarks>
internal ref struct ShellReader
{
    private const int Deepest = 100;

    private readonly ReadOnlySpan<char> text;
    private readonly Utf8JsonWriter writer;
    private int at;
    private int depth;

    private ShellReader(ReadOnlySpan<char> text, Utf8JsonWriter writer)
    {
        this.text = text;
        this.writer = writer;
    }

    /// <summary>Reads one document.</summary>
    /// <exception cref="FormatException">It is none; the message says where.</exception>
    public static BsonDocument Document(string text) =>
        text.AsSpan().TrimStart().StartsWith("{") ? Built(text) : throw new FormatException("a filter is a document: { field: value }");

    /// <summary>Reads one value of any type.</summary>
    /// <returns><see langword="null"/> where the text is no such value: then it is a plain string.</returns>
    public static BsonElement? Value(string text)
    {
        try
        {
            return Built("{ v: " + text + " }")["v"];
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static BsonDocument Built(string text)
    {
        using var parsed = JsonDocument.Parse(Json(text), new JsonDocumentOptions { MaxDepth = Deepest + 10 });
        return ExtendedJson.Read(parsed.RootElement);
    }

    private static ReadOnlyMemory<byte> Json(string text)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            var reader = new ShellReader(text, json);
            reader.ReadValue();
            reader.SkipBlank();
            if (reader.at < text.Length) throw reader.Wrong("the end");
        }

        return bytes.WrittenMemory;
    }

    private void ReadValue()
    {
        SkipBlank();
        if (at >= text.Length) throw Wrong("a value");
        switch (text[at])
        {
            case '{':
                ReadDocument();
                break;
            case '[':
                ReadArray();
                break;
            case '"' or '\'':
                writer.WriteStringValue(ReadString());
                break;
            case '/':
                ReadRegex();
                break;
            case '-' or '+' or (>= '0' and <= '9') or '.':
                ReadNumber();
                break;
            default:
                ReadWord();
                break;
        }
    }

    private void ReadDocument()
    {
        Enter();
        writer.WriteStartObject();
        at++;
        while (!Accept('}'))
        {
            writer.WritePropertyName(ReadName());
            Expect(':');
            ReadValue();
            if (Accept(',')) continue;
            Expect('}');
            break;
        }

        writer.WriteEndObject();
        depth--;
    }

    private void ReadArray()
    {
        Enter();
        writer.WriteStartArray();
        at++;
        while (!Accept(']'))
        {
            ReadValue();
            if (Accept(',')) continue;
            Expect(']');
            break;
        }

        writer.WriteEndArray();
        depth--;
    }

    private void Enter()
    {
        if (++depth > Deepest) throw Wrong("less depth");
    }

    private string ReadName()
    {
        SkipBlank();
        if (at < text.Length && text[at] is '"' or '\'') return ReadString();
        var start = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '$' or '.' or '-')) at++;
        return at > start ? text[start..at].ToString() : throw Wrong("a field's name");
    }

    private string ReadString()
    {
        var quote = text[at++];
        var read = new StringBuilder();
        while (at < text.Length && text[at] != quote)
        {
            if (text[at] != '\\' || at + 1 >= text.Length)
            {
                read.Append(text[at++]);
                continue;
            }

            at++;
            if (text[at] == 'u' && at + 5 <= text.Length && ushort.TryParse(text[(at + 1)..(at + 5)], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var unit))
            {
                read.Append((char)unit);
                at += 5;
                continue;
            }

            read.Append(text[at] switch { 'n' => '\n', 't' => '\t', 'r' => '\r', 'b' => '\b', 'f' => '\f', '0' => '\0', var other => other });
            at++;
        }

        if (at >= text.Length) throw Wrong($"the closing {quote}");
        at++;
        return read.ToString();
    }

    private void ReadRegex()
    {
        var start = ++at;
        while (at < text.Length && text[at] != '/') at += text[at] == '\\' ? 2 : 1;
        if (at >= text.Length) throw Wrong("the closing /");
        var pattern = text[start..at++].ToString();
        var flags = at;
        while (at < text.Length && char.IsAsciiLetterLower(text[at])) at++;
        writer.WriteStartObject();
        writer.WriteStartObject("$regularExpression");
        writer.WriteString("pattern", pattern);
        writer.WriteString("options", text[flags..at].ToString());
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private void ReadNumber()
    {
        var start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '+' or '-' or '.')) at++;
        var number = text[start..at];
        if (number is "-Infinity") Wrapped("$numberDouble", "-Infinity");
        else if (long.TryParse(number, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) WriteWhole(whole);
        else if (double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out _)) Wrapped("$numberDouble", number.ToString());
        else throw Wrong("a number");
    }

    private void WriteWhole(long whole) =>
        Wrapped(whole is >= int.MinValue and <= int.MaxValue ? "$numberInt" : "$numberLong", whole.ToString(CultureInfo.InvariantCulture));

    private void ReadWord()
    {
        var start = at;
        while (at < text.Length && (char.IsLetterOrDigit(text[at]) || text[at] is '_' or '$' or '.')) at++;
        var word = text[start..at].ToString();
        SkipBlank();
        if (word == "new")
        {
            ReadWord();
        }
        else if (at < text.Length && text[at] == '(')
        {
            ReadCall(word, start);
        }
        else
        {
            WriteBare(word, start);
        }
    }

    private void WriteBare(string word, int start)
    {
        switch (word)
        {
            case "true" or "false":
                writer.WriteBooleanValue(word == "true");
                break;
            case "null":
                writer.WriteNullValue();
                break;
            case "undefined":
                writer.WriteStartObject();
                writer.WriteBoolean("$undefined", true);
                writer.WriteEndObject();
                break;
            case "NaN" or "Infinity":
                Wrapped("$numberDouble", word);
                break;
            case "inf" or "nan":
                Wrapped("$numberDouble", word == "inf" ? "Infinity" : "NaN");
                break;
            case "MinKey" or "MaxKey":
                WriteKeyEnd(word);
                break;
            default:
                at = start;
                throw Wrong("a value");
        }
    }

    private void WriteKeyEnd(string word)
    {
        writer.WriteStartObject();
        writer.WriteNumber(word == "MinKey" ? "$minKey" : "$maxKey", 1);
        writer.WriteEndObject();
    }

    // ObjectId('…'), ISODate("…"), new Date(1700000000000), BinData(4, …), UUID("…"), NumberLong("1"), NumberDecimal("1.5"), Timestamp(1, 2)
    private void ReadCall(string name, int start)
    {
        at++;
        var arguments = new List<string>();
        while (!Accept(')'))
        {
            arguments.Add(ReadArgument(name == "BinData" ? arguments.Count : 0));
            if (Accept(',')) continue;
            Expect(')');
            break;
        }

        if (!ShellCall.Write(writer, name, arguments))
        {
            at = start;
            throw Wrong("a value that MongoDB has");
        }
    }

    private string ReadArgument(int arguments)
    {
        SkipBlank();
        if (at < text.Length && text[at] is '"' or '\'') return ReadString();
        var start = at;
        while (at < text.Length && text[at] is not (',' or ')')) at++;
        var bare = text[start..at].Trim().ToString();

        // Server messages print binaries bare and in hexadecimal: BinData(0, AAEC). The shell quotes them, in base64.
        return arguments > 0 && bare.Length % 2 == 0 && bare.Length > 0 && bare.All(char.IsAsciiHexDigitUpper) ? Convert.ToBase64String(Convert.FromHexString(bare)) : bare;
    }

    private void Wrapped(string type, string value)
    {
        writer.WriteStartObject();
        writer.WriteString(type, value);
        writer.WriteEndObject();
    }

    private bool Accept(char wanted)
    {
        SkipBlank();
        if (at >= text.Length || text[at] != wanted) return false;
        at++;
        return true;
    }

    private void Expect(char wanted)
    {
        if (!Accept(wanted)) throw Wrong($"'{wanted}'");
    }

    private void SkipBlank()
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
    }

    private readonly FormatException Wrong(string wanted) =>
        new(string.Create(CultureInfo.InvariantCulture, $"at character {at + 1} {wanted} was expected"));
}
