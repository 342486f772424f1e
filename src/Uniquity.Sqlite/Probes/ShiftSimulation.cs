using Uniquity.Diagnosing;
using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.Sqlite.Catalogue;
using Uniquity.Sqlite.Running;
using Uniquity.Sqlite.Sql;
using Uniquity.Statements;
using Uniquity.Targets;

namespace Uniquity.Sqlite.Probes;

/// <summary>Works out, by reading only, what an UPDATE over a key would leave behind.</summary>
/// <remarks>
/// SQLite checks a unique index row by row (https://www.sqlite.org/lang_conflict.html), so an UPDATE can fail on the way to a
/// state that is right. Two scans tell: the end state, and whether any row moves to a key that is held now.
/// </remarks>
internal sealed class ShiftSimulation(SqliteSession session, SqliteCatalogue catalogue)
{
    private (DiagnosisContext Context, ShiftOutcome? Outcome)? _last;

    /// <summary>The outcome; <see langword="null"/> where the statement is no UPDATE over the key.</summary>
    /// <exception cref="NotCheckedException">The statement cannot be worked out: it has parameters, or names what is not here.</exception>
    public async Task<ShiftOutcome?> RunAsync(DiagnosisContext context, CancellationToken cancellation)
    {
        if (_last is { } last && ReferenceEquals(last.Context, context)) return last.Outcome;
        var outcome = await TryAsync(context, cancellation);
        _last = (context, outcome);
        return outcome;
    }

    private async Task<ShiftOutcome?> TryAsync(DiagnosisContext context, CancellationToken cancellation)
    {
        if (context is not { Operation: WriteOperation.Update, Index: { } index, ParsedStatement: { Table: { } typed } update }) return null;
        if ((await catalogue.FindTableAsync(typed, cancellation))?.Name != index.Table.Name) return null;
        var table = await catalogue.GetTableAsync(index.Table, cancellation);
        if (!TouchesKey(table, index, update)) return null;
        Check(table, index, update);
        var sql = new ShiftSql(table, index, update);
        try
        {
            var left = await session.QueryAsync(sql.EndState(), row => row.GetInt64(index.Key.Count), cancellation);
            var met = left.Count > 0 ? 0 : await session.NumberAsync(sql.Met(), cancellation);
            var onlyPositive = left.Count == 0 && sql.Column is not null && await session.NumberAsync(sql.NotPositive(), cancellation) == 0;
            return new ShiftOutcome(update, left.Count, sql.EndState().Show, met, sql.Met().Show, onlyPositive);
        }
        catch (TargetException fault)
        {
            throw new NotCheckedException($"the UPDATE could not be worked out: {fault.Message}", fault);
        }
    }

    private static bool TouchesKey(SqliteTable table, UniqueIndex index, SqlStatement update) =>
        update.Assignments.Any(set => index.Key.Any(part => KeyReader.ColumnsIn(table, Text(part)).Any(c => SqliteName.Same(c.Name, set.Column))));

    private static string Text(KeyPart part) => part.Expression ? part.Part : SqliteName.Always(part.Part);

    private static void Check(SqliteTable table, UniqueIndex index, SqlStatement update)
    {
        foreach (var text in update.Assignments.Select(set => set.Expression).Append(update.Where ?? "1"))
        {
            var tokens = Sql.SqlTokenizer.Tokenize(text);
            if (tokens.Any(t => t.Kind == Sql.SqlTokenKind.Parameter)) throw new NotCheckedException("the UPDATE has parameters: give it with their values in --statement");
            if (!TokenList.IsOneExpression(tokens)) throw new NotCheckedException($"the UPDATE could not be read: {text}");
        }

        if (index.Key.SelectMany(part => KeyReader.ColumnsIn(table, Text(part))).Any(c => c.Generated))
        {
            throw new NotCheckedException($"{index.Name} is on a generated column, which is only known once the UPDATE has run");
        }
    }
}
