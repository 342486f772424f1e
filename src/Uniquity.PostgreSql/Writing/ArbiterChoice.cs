using System.Text.RegularExpressions;
using Uniquity.Writing;

namespace Uniquity.PostgreSql.Writing;

/// <summary>Finds the unique index that a key means: only a real one can decide a race.</summary>
internal static partial class ArbiterChoice
{
    /// <summary>The index whose parts are the key's, in whatever order; one over all rows rather than a partial one.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns that the row's properties have, by number.</param>
    /// <param name="key">The key.</param>
    /// <exception cref="WriteException">There is none; the message lists those that there are.</exception>
    public static Arbiter Choose(CatalogTable table, IReadOnlyList<(string Property, int Number, string Name)> columns, IReadOnlyList<KeyMember> key)
    {
        var wanted = key.Select(member => columns.Select((column, at) => (column, at)).FirstOrDefault(pair => pair.column.Property == member.Name) is { column.Property: not null } found
            ? (Member: member, found.column, found.at)
            : throw new WriteException($"{member.Name} has no column in {table.Sql}, so it cannot be part of the key.")).ToList();
        var found = table.Indexes.Where(index => index.Usable && Fits(index)).OrderBy(index => index.Predicate is not null).ToList();
        if (found.Find(index => index.Immediate) is not { } chosen) throw Missing(table, key, found.FirstOrDefault());

        return new(
            chosen.Name,
            [.. chosen.Parts.Select(part => Part(part, wanted.First(want => Is(part, want))))],
            chosen.Predicate,
            chosen.NullsEqual);

        bool Fits(CatalogIndex index) => index.Parts.Count == wanted.Count && index.Parts.All(part => wanted.Exists(want => Is(part, want)));

        static ArbiterPart Part((int Column, string Sql, string? Collation) part, (KeyMember Member, (string Property, int Number, string Name) column, int at) want) => new(
            (want.Member.Function is null ? Sql.Quote.Name(want.column.Name) : $"({part.Sql})") + (part.Collation is null ? "" : $" COLLATE {part.Collation}"), want.at, want.Member.Function)
        { Collation = part.Collation };

        static bool Is((int Column, string Sql, string? Collation) part, (KeyMember Member, (string Property, int Number, string Name) column, int at) want) => want.Member.Function is { } function
            ? part.Column == 0 && string.Equals(Bare(part.Sql), function + want.column.Name, StringComparison.OrdinalIgnoreCase)
            : part.Column == want.column.Number;
    }

    private static WriteException Missing(CatalogTable table, IReadOnlyList<KeyMember> key, CatalogIndex? deferrable)
    {
        var named = string.Join(", ", key.Select(member => member.Function is null ? member.Name : $"{member.Function}({member.Name})"));
        if (deferrable is not null) return new($"{deferrable.Name} is deferrable, and a deferrable constraint cannot decide ON CONFLICT. Make it NOT DEFERRABLE: ALTER TABLE {table.Sql} DROP CONSTRAINT {Sql.Quote.Name(deferrable.Name)}, ADD UNIQUE (…).");
        var there = table.Indexes.Select(index => $"{index.Name} ({string.Join(", ", index.Parts.Select(part => part.Sql))})").ToList();
        return new($"No unique index of {table.Sql} has the key {named}: nothing would keep two writers apart. {(there.Count == 0 ? "It has no unique index" : $"Its unique indexes are {string.Join("; ", there)}")}. Make one with: uniquity enforce --on {table.Sql} --key …");
    }

    // lower((email)::text) and lower(email) are one.
    private static string Bare(string expression) => Brackets().Replace(Casts().Replace(expression, ""), "");

    [GeneratedRegex(@"::[a-z ]+(?:\(\d+\))?", RegexOptions.None, 100)]
    private static partial Regex Casts();

    [GeneratedRegex(@"[()""\s]", RegexOptions.None, 100)]
    private static partial Regex Brackets();
}
