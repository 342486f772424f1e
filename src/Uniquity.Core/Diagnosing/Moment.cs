using System.Globalization;

namespace Uniquity.Diagnosing;

/// <summary>Reads points in time as databases and drivers print them; one without an offset is taken as UTC.</summary>
internal static class Moment
{
    private static readonly string[] CreatedNames =
        ["created_at", "createdat", "created_on", "createdon", "created", "creation_date", "create_time", "createtime", "date_created", "datecreated", "inserted_at", "insertedat", "created_date", "createddate", "created_time", "added_at"];

    public static DateTimeOffset? Read(string? text)
    {
        // A bare number is a count of seconds or milliseconds only where it falls into the years that software writes.
        if (text is null || text.Length < 10) return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return number switch
            {
                >= 946_684_800 and < 4_102_444_800 => DateTimeOffset.FromUnixTimeSeconds(number),
                >= 946_684_800_000 and < 4_102_444_800_000 => DateTimeOffset.FromUnixTimeMilliseconds(number),
                _ => null,
            };
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment) ? moment : null;
    }

    /// <summary>Whether a name is one of those that columns for the time of creation have.</summary>
    public static bool IsCreated(string column) => CreatedNames.Contains(column, StringComparer.OrdinalIgnoreCase);

    /// <summary>When a row says it was created: the column and the moment.</summary>
    public static (string Column, DateTimeOffset At)? Created(Facts.Row row)
    {
        foreach (var field in row.Fields.EnumerateObject())
        {
            if (IsCreated(field.Name) && Read(row.Text(field.Name)) is { } at) return (field.Name, at);
        }

        return null;
    }
}
