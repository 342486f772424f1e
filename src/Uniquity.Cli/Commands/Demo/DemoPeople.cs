using System.Globalization;

namespace Uniquity.Cli.Commands.Demo;

/// <summary>The users of the made-up shop.</summary>
internal static class DemoPeople
{
    private static readonly string[] First = ["Anna", "Ben", "Chiara", "David", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Karla", "Luca", "Mira", "Noah", "Olga", "Pavel"];
    private static readonly string[] Last = ["Keller", "Rossi", "Novak", "Schmidt", "Yilmaz", "Haddad", "Lindqvist", "Moreau", "Costa", "Weber", "Kowalski", "Bauer", "Petrov", "Nguyen"];

    /// <summary>The rows: tenant, e-mail, name, phone, made, deleted.</summary>
    /// <remarks>
    /// Among them: Anna Keller, deleted long ago; some who are in twice under e-mails that differ in case or by a space;
    /// telephone numbers that are placeholders.
    /// </remarks>
    public static IEnumerable<object?[]> Rows(int count)
    {
        var random = new Random(20261121);
        for (var at = 0; at < count; at++)
        {
            // Every 50th is a person who is in already, some rows above, and wrote the address another way this time.
            var again = at % 50 == 49;
            var who = again ? at - 7 : at;
            var first = First[who % First.Length];
            var last = Last[who / First.Length % Last.Length];
            var address = Address(who, first, last);
            if (again) address = at % 100 == 49 ? char.ToUpperInvariant(address[0]) + address[1..] : address + " ";
            var made = Date(at * 37);
            yield return [1 + (who % 40), address, $"{first} {last}", Phone(at, random), made, at % 61 == 0 ? Date((at * 37) + 60_000) : null];
        }
    }

    private static string Address(int at, string first, string last)
    {
        var number = at / (First.Length * Last.Length);
        var who = $"{first}.{last}".ToLowerInvariant();
        return number == 0 ? $"{who}@example.com" : string.Create(CultureInfo.InvariantCulture, $"{who}{number}@example.com");
    }

    private static string? Phone(int at, Random random)
    {
        var number = random.Next(1_000_000, 10_000_000);
        return at % 11 == 0 ? null : at % 17 == 0 ? "N/A" : string.Create(CultureInfo.InvariantCulture, $"+49 30 {number}");
    }

    private static string Date(int minutes) =>
        new DateTime(2025, 6, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(minutes).ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
