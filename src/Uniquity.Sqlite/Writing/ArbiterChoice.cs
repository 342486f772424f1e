using Uniquity.Sqlite.Sql;
using Uniquity.Writing;

namespace Uniquity.Sqlite.Writing;

/// <summary>Finds the unique index that a key means: only a real one can decide a race.</summary>
internal static class ArbiterChoice
{
    /// <summary>The index whose parts are the key's, in whatever order; one over all rows rather than a partial one.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">The columns that the row's properties have.</param>
    /// <param name="key">The key.</param>
    /// <exception cref="WriteException">There is none; the message lists those that there are.</exception>
    public static Arbiter Choose(CatalogTable table, IReadOnlyList<(string Property, string Name)> columns, IReadOnlyList<KeyMember> key)
    {
        var wanted = key.Select(member => Enumerable.Range(0, columns.Count).Where(i => columns[i].Property == member.Name).Select(i => new Wanted(member, columns[i].Name, i)).FirstOrDefault()
            ?? throw new WriteException($"{member.Name} has no column in {table.Sql}, so it cannot be part of the key.")).ToList();
        var chosen = table.Indexes.Where(index => index.Parts.Count == wanted.Count && index.Parts.All(part => wanted.Exists(want => want.Is(part))))
            .OrderBy(index => index.Predicate is not null).FirstOrDefault() ?? throw Missing(table, key);
        return new(chosen.Name, [.. chosen.Parts.Select(part => Part(part, wanted.Find(want => want.Is(part))!))], chosen.Predicate, NullsEqual: false);
    }

    private static ArbiterPart Part(CatalogIndexPart part, Wanted wanted) => new(part.Sql, wanted.At, wanted.Member.Function);

    private static WriteException Missing(CatalogTable table, IReadOnlyList<KeyMember> key)
    {
        var named = string.Join(", ", key.Select(member => member.Function is null ? member.Name : $"{member.Function}({member.Name})"));
        var there = table.Indexes.Select(index => $"{index.Name} ({string.Join(", ", index.Parts.Select(part => part.Column ?? part.Expression))})").ToList();
        return new($"No unique index of {table.Name} has the key {named}: nothing would keep two writers apart. {(there.Count == 0 ? "It has no unique index" : $"Its unique indexes are {string.Join("; ", there)}")}. Make one with: uniquity enforce --on {SqliteName.Quote(table.Name)} --key …");
    }

    private sealed record Wanted(KeyMember Member, string Column, int At)
    {
        public bool Is(CatalogIndexPart part) => Member.Function is null
            ? part.Column is { } column && SqliteName.Same(column, Column)
            : part.Expression is { } expression && IsCall(SqlTokenizer.Tokenize(expression));

        // lower(email), LOWER( "email" ), (lower([email])).
        private bool IsCall(IReadOnlyList<SqlToken> tokens)
        {
            var names = tokens.Where(token => !token.Is('(') && !token.Is(')')).ToList();
            return names is [{ IsName: true } function, { IsName: true } column] && SqliteName.Same(function.Name, Member.Function!) && SqliteName.Same(column.Name, Column);
        }
    }
}
