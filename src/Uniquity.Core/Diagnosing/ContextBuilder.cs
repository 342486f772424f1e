using Uniquity.Facts;
using Uniquity.Indexes;
using Uniquity.Statements;
using Uniquity.Targets;
using Uniquity.Violations;
using Uniquity.Wording;

namespace Uniquity.Diagnosing;

/// <summary>Completes a violation from the catalogue: table, index, key, holder.</summary>
internal sealed class ContextBuilder(ITarget target, TargetInfo info, List<string> notes, List<NotChecked> notChecked)
{
    public async ValueTask<DiagnosisContext> BuildAsync(DiagnosisRequest request, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var violation = Choose(request);
        var text = request.Statement ?? violation?.Statement;
        var statement = target.ReadStatement(text);
        var operation = request.Operation ?? Operation(violation, statement);
        if (operation == WriteOperation.IndexBuild && violation is not null) violation = violation with { Kind = ViolationKind.IndexBuild };

        var located = await new IndexLocator(target, notes).LocateAsync(request, violation, statement, cancellationToken).ConfigureAwait(false);
        var columns = await ColumnsAsync(located.Table, cancellationToken).ConfigureAwait(false);
        var document = request.Document ?? target.ReadDocument(text);
        if (document is null && located.Table is { } table) document = await target.ReadUpdatedAsync(table, located.Key, text, cancellationToken).ConfigureAwait(false);
        var refused = RefusedRow.Read(document, statement, located, columns);
        var key = RefusedKey.Complete(located.Key, violation, request.Value, refused, RefusedKey.OfDocument(target, located.Key, refused) is [var first, ..] ? first : null);
        key = await ComputedKey.FillAsync(target.Facts, located, key, refused, notChecked, cancellationToken).ConfigureAwait(false);
        if (refused is not null && violation is not null) TellStored(violation, refused, columns);
        violation = Completed(violation, located, key);
        var context = new DiagnosisContext
        {
            Request = request,
            Target = target,
            Info = info,
            Violation = violation,
            Table = located.Table,
            Index = located.Index,
            WantedKey = located.Key,
            Key = key,
            Columns = columns,
            Refused = refused,
            Operation = operation,
            Statement = text,
            ParsedStatement = statement,
        };
        progress?.Report("find the row that holds the key");
        return await new HolderSearch(target.Facts, notes, notChecked).CompleteAsync(context, cancellationToken).ConfigureAwait(false);
    }

    // Of several violations in one text, the first that this engine can have raised is the one asked about.
    private Violation? Choose(DiagnosisRequest request)
    {
        var violations = request.Reading.Violations;
        var own = violations.FirstOrDefault(violation => violation.Engine is null || target.Raises(violation.Engine));
        if (own is null && violations.Count > 0)
        {
            notes.Add($"The text is a refusal by {violations[0].Engine}, but this target is {target.Engine}: the error came from another database.");
            return violations[0];
        }

        if (own?.Database is { } database && info.Database is { } connected && !string.Equals(database, connected, StringComparison.Ordinal))
            notes.Add($"The error names the database {database}, but this connection is to {connected} on {info.Host}: check that it is the right environment.");
        if (own is not null && violations.Count > 1)
            notes.Add($"The text holds {Counted.Of(violations.Count, "violation")}; this is the first, on line {own.Line}.");
        if (own is null && (request.On is not null || request.Key is not null))
            own = new Violation { Engine = target.Engine, Kind = request.Operation == WriteOperation.IndexBuild ? ViolationKind.IndexBuild : ViolationKind.Write };
        return own;
    }

    // What a server prints is what the column made of the value: rounded, cut, padded. A field of a document takes it as it is.
    private void TellStored(Violation violation, Row refused, IReadOnlyList<Column> columns)
    {
        if (target.MissingIsNull) return;
        foreach (var part in violation.Key)
        {
            if (part is not { Field: { } field, Value: { } stored } || refused.Text(field) is not { } sent || RowComparison.SameValue(sent, stored)) continue;
            if (columns.FirstOrDefault(column => column.Name == field) is not { IsText: false } column) continue;
            notes.Add($"The statement sends {field} = {sent}; the column ({column.Type}) makes it {stored}, and that is the key that was refused.");
        }
    }

    private static WriteOperation? Operation(Violation? violation, SqlStatement? statement)
    {
        if (violation?.Kind == ViolationKind.IndexBuild) return WriteOperation.IndexBuild;
        if (violation?.Context is { } context && context.StartsWith("COPY", StringComparison.Ordinal)) return WriteOperation.Bulk;
        return statement?.Operation;
    }

    private async ValueTask<IReadOnlyList<Column>> ColumnsAsync(TableName? table, CancellationToken cancellationToken)
    {
        if (table is null) return [];
        try
        {
            return await target.Facts.GetColumnsAsync(table, cancellationToken).ConfigureAwait(false);
        }
        catch (NotCheckedException failure)
        {
            notes.Add($"The columns of {table} could not be read: {failure.Message}");
            return [];
        }
    }

    private static Violation? Completed(Violation? violation, LocatedIndex located, IReadOnlyList<KeyValue> key) =>
        violation is null ? null : violation with
        {
            Schema = located.Table?.Schema ?? violation.Schema,
            Table = located.Table?.Name ?? violation.Table,
            Index = located.Index?.Name ?? violation.Index,
            Key = key.Count > 0 ? key : violation.Key,
        };
}
