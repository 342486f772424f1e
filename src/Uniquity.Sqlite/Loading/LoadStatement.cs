using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using SQLitePCL;
using Uniquity.Loading;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Loading;

/// <summary>A prepared statement that is run again and again.</summary>
internal sealed class LoadStatement(LoadConnection connection, sqlite3_stmt statement) : IDisposable
{
    /// <summary>The greatest number among its parameters.</summary>
    public int Parameters { get; } = raw.sqlite3_bind_parameter_count(statement);

    /// <summary>Runs up to the next row.</summary>
    /// <returns><see langword="false"/> where there is none.</returns>
    /// <exception cref="SqliteRefusal">The statement was refused.</exception>
    public bool Step() => raw.sqlite3_step(statement) switch
    {
        raw.SQLITE_ROW => true,
        raw.SQLITE_DONE => false,
        _ => throw connection.Refusal(),
    };

    /// <summary>Makes it ready for the next run.</summary>
    public void Reset() => raw.sqlite3_reset(statement);

    /// <summary>Binds a value of a record as its column is to have it.</summary>
    public void Bind(int at, in LoadValue value, SqliteColumn column)
    {
        switch (value.Kind)
        {
            case LoadValueKind.Missing or LoadValueKind.Null:
                raw.sqlite3_bind_null(statement, at);
                break;
            case LoadValueKind.Number:
                BindNumber(at, value, column);
                break;
            case LoadValueKind.Boolean when column.Affinity != SqliteAffinity.Text:
                raw.sqlite3_bind_int64(statement, at, value.Utf8.Span.SequenceEqual("true"u8) ? 1 : 0);
                break;
            case LoadValueKind.Binary:
                BindBytes(at, Convert.FromHexString(value.Text!));
                break;
            case LoadValueKind.Text when column.IsBlob && value.Utf8.Span.StartsWith("\\x"u8) && value.Utf8.Length % 2 == 0 && value.Utf8.Span[2..].IndexOfAnyExcept(Hex) < 0:
                // As `uniquity` and PostgreSQL write bytes; a STRICT column of bytes takes nothing else from a file of text.
                BindBytes(at, Convert.FromHexString(value.Utf8.Span[2..]));
                break;
            default:
                BindText(at, value.Utf8.Span);
                break;
        }
    }

    /// <summary>Binds a number, a text or null.</summary>
    public void Bind(int at, object? value)
    {
        if (value is long number) raw.sqlite3_bind_int64(statement, at, number);
        else if (value is string text) BindText(at, Encoding.UTF8.GetBytes(text));
        else raw.sqlite3_bind_null(statement, at);
    }

    /// <summary>The number in a column of the row at hand.</summary>
    public long Number(int column) => raw.sqlite3_column_int64(statement, column);

    /// <summary>The text in a column of the row at hand; empty where there is none.</summary>
    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string() ?? "";

    /// <summary>The row at hand as JSON.</summary>
    public JsonElement Row()
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            for (var column = 0; column < raw.sqlite3_column_count(statement); column++)
            {
                json.WritePropertyName(raw.sqlite3_column_name(statement, column).utf8_to_string());
                Write(json, column);
            }

            json.WriteEndObject();
        }

        return JsonElement.Parse(bytes.WrittenSpan);
    }

    /// <inheritdoc/>
    public void Dispose() => statement.Dispose();

    private static readonly SearchValues<byte> Hex = SearchValues.Create("0123456789abcdefABCDEF"u8);

    private void Write(Utf8JsonWriter json, int column)
    {
        switch (raw.sqlite3_column_type(statement, column))
        {
            case raw.SQLITE_NULL:
                json.WriteNullValue();
                break;
            case raw.SQLITE_INTEGER:
                json.WriteNumberValue(Number(column));
                break;
            case raw.SQLITE_FLOAT when raw.sqlite3_column_double(statement, column) is var real && double.IsFinite(real):
                json.WriteRawValue(RealText.Of(real));
                break;
            case raw.SQLITE_BLOB:
                json.WriteStringValue("\\x" + Convert.ToHexStringLower(raw.sqlite3_column_blob(statement, column)));
                break;
            default:
                json.WriteStringValue(Text(column));
                break;
        }
    }

    /// <summary>A column of text keeps the digits as they are written; elsewhere a number is a number.</summary>
    private void BindNumber(int at, in LoadValue value, SqliteColumn column)
    {
        var text = value.Utf8.Span;
        if (column.Affinity == SqliteAffinity.Text) BindText(at, text);
        else if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)) raw.sqlite3_bind_int64(statement, at, whole);
        else if (text.ContainsAny((byte)'.', (byte)'e', (byte)'E') && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var real) && double.IsFinite(real)) raw.sqlite3_bind_double(statement, at, real);
        else BindText(at, text);
    }

    // An empty span is a null pointer, which SQLite reads as NULL.
    private void BindText(int at, ReadOnlySpan<byte> text) => Check(text.IsEmpty ? raw.sqlite3_bind_text(statement, at, "") : raw.sqlite3_bind_text(statement, at, text));

    private void BindBytes(int at, byte[] bytes) => Check(bytes.Length == 0 ? raw.sqlite3_bind_zeroblob(statement, at, 0) : raw.sqlite3_bind_blob(statement, at, bytes));

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK) throw connection.Refusal();
    }
}
