using System.Text;
using Uniquity.Checking;
using Uniquity.Indexes;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;
using Uniquity.Targets;

namespace Uniquity.Sqlite.Checking;

/// <summary>Tells keys and filters that mean the same by the program that SQLite makes of them.</summary>
/// <remarks>
/// EXPLAIN prints the program and does not run it. Brackets, quotes, case, <c>==</c> and <c>ISNULL</c> leave no trace in it;
/// columns, constants, functions and collations do. https://www.sqlite.org/opcode.html
/// </remarks>
internal sealed class SqliteForms(SqliteSession session, SqliteCatalogue catalogue) : INormalForms
{
    private readonly Dictionary<TableName, SqliteTable> tables = [];
    private readonly Dictionary<(TableName, string), string> programs = [];

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<NormalPart>> OfKeyAsync(TableName table, IReadOnlyList<KeyPart> key, CancellationToken cancellationToken)
    {
        var forms = new List<NormalPart>();
        foreach (var part in key) forms.Add(await OfPartAsync(table, part, cancellationToken));
        return forms;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> OfFilterAsync(TableName table, string filter, CancellationToken cancellationToken)
    {
        FilterText.Check(filter);
        var conditions = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var condition in Conditions.Of(filter)) conditions.Add(await ProgramAsync(table, condition, cancellationToken));
        return [.. conditions];
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<NormalPart>> FoldingCaseAsync(TableName table, KeyPart part, CancellationToken cancellationToken)
    {
        var known = await TableAsync(table, cancellationToken);
        var plain = await OfPartAsync(table, part, cancellationToken);
        if (known.AffinityOf(part) == SqliteAffinity.Numeric) return [plain];
        var forms = new List<NormalPart> { plain with { Collation = "NOCASE" } };
        foreach (var function in new[] { "lower", "upper" })
        {
            var folded = await OfPartAsync(table, new KeyPart($"{function}({KeyPartSql.Value(part)})", Expression: true), cancellationToken);
            forms.Add(folded);
            forms.Add(folded with { Collation = "NOCASE" });
        }

        return forms;
    }

    private async Task<NormalPart> OfPartAsync(TableName table, KeyPart part, CancellationToken cancellationToken)
    {
        var known = await TableAsync(table, cancellationToken);
        if (!part.Expression) return new(SqliteName.Fold(part.Part), known.CollationOf(part).ToUpperInvariant());
        var written = KeyPartText.WithoutOptions(Conditions.Unwrap(SqlTokenizer.Tokenize(part.Part)));
        var inside = Conditions.Unwrap(written.Expression);
        var collation = (part.Collation ?? written.Collation)?.ToUpperInvariant();
        if (ColumnOf(known, inside) is { } column) return new(SqliteName.Fold(column.Name), collation ?? column.Collation.ToUpperInvariant());
        return new(await ProgramAsync(table, TokenList.Text(part.Part, inside), cancellationToken), collation ?? "BINARY");
    }

    private static SqliteColumn? ColumnOf(SqliteTable table, IReadOnlyList<SqlToken> tokens) => tokens switch
    {
        [{ IsName: true } name] => table.Find(name.Name),
        [{ IsName: true } of, var dot, { IsName: true } name] when dot.Is('.') && SqliteName.Same(of.Name, table.Name.Name) => table.Find(name.Name),
        _ => null,
    };

    private async Task<string> ProgramAsync(TableName table, string expression, CancellationToken cancellationToken)
    {
        if (programs.TryGetValue((table, expression), out var known)) return known;
        var name = (await TableAsync(table, cancellationToken)).Sql;
        try
        {
            // NOT INDEXED: which indexes there are must not show in the program. The line break ends a comment.
            var sql = new SqlText().Add($"EXPLAIN SELECT ({expression}\n) FROM {name} NOT INDEXED");
            var program = new StringBuilder();
            foreach (var step in await session.QueryAsync(sql, row => string.Join(' ', Enumerable.Range(1, 6).Select(column => row.IsDBNull(column) ? "" : row.GetString(column))), cancellationToken))
            {
                if (!step.StartsWith("Transaction ", StringComparison.Ordinal)) program.Append(step).Append('\n');
            }

            return programs[(table, expression)] = program.ToString();
        }
        catch (TargetException fault) when (SqliteFault.IsMisspelt(fault, out var said))
        {
            throw new UsageException($"'{expression.ReplaceLineEndings(" ")}' cannot be read: {said}", fault);
        }
    }

    private async Task<SqliteTable> TableAsync(TableName table, CancellationToken cancellationToken) =>
        tables.TryGetValue(table, out var known) ? known : tables[table] = await catalogue.GetTableAsync(table, cancellationToken);
}
