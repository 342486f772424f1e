using System.Buffers;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Uniquity.Facts;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Facts;

/// <summary>Rows as JSON: integers and reals as numbers, text as strings, blobs as <c>"\x0a1b"</c>.</summary>
internal static class RowReader
{
    /// <summary>Reads the first columns of the row at hand.</summary>
    public static Row Read(SqliteDataReader reader, int columns)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            for (var i = 0; i < columns; i++)
            {
                json.WritePropertyName(reader.GetName(i));
                Write(json, reader.GetValue(i));
            }

            json.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return new Row(document.RootElement.Clone());
    }

    private static void Write(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case DBNull:
                json.WriteNullValue();
                break;
            case long number:
                json.WriteNumberValue(number);
                break;
            case double number when double.IsFinite(number):
                // 1.0 stays a real, and every real reads back as itself.
                json.WriteRawValue(RealText.Of(number));
                break;
            default:
                json.WriteStringValue(SqliteValue.ToText(value));
                break;
        }
    }
}
