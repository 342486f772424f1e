using System.Globalization;
using Uniquity.Enforcing;
using Uniquity.Indexes;
using Uniquity.Resolving;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;

namespace Uniquity.Sqlite.Enforcing;

/// <summary>Settles the name of the index: the one wished for, or table and columns, with a number where that is taken.</summary>
internal sealed class IndexName(SqliteSession session)
{
    /// <summary>Chooses it.</summary>
    /// <exception cref="RefusedException">The name wished for is taken.</exception>
    public async Task<string> ChooseAsync(EnforceRequest request, WantedIndex wanted, string? replaced, CancellationToken cancellation)
    {
        var wish = request.Name ?? replaced ?? $"{wanted.Table.Name.Name}_{string.Join('_', wanted.Key.Select(Label))}_idx";
        for (var number = 0; ; number++)
        {
            var name = number == 0 ? wish : wish + number.ToString(CultureInfo.InvariantCulture);
            if (replaced is not null && SqliteName.Same(name, replaced)) return name;
            var found = await session.QueryAsync(new SqlText().Add("SELECT type, tbl_name FROM sqlite_master WHERE name = ").Value(name).Add(" COLLATE NOCASE"), row => (row.GetString(0), row.GetString(1)), cancellation);
            if (found is not [var (type, table), ..]) return name;
            if (request.Name is not null) throw new RefusedException($"The name {name} is taken by {(type == "index" ? $"an index of {table}" : $"a {type}")}: choose another with --name.");
        }
    }

    private static string Label(KeyPart part)
    {
        if (!part.Expression) return part.Part;
        var open = part.Part.IndexOf('(', StringComparison.Ordinal);
        return open > 0 && part.Part[..open].All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? part.Part[..open] : "expr";
    }
}
