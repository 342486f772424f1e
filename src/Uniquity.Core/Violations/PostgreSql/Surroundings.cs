using System.Runtime.InteropServices;

namespace Uniquity.Violations.PostgreSql;

/// <summary>What a report states around its key: fields, statement, CONTEXT. What stands inside the key's values is data.</summary>
/// <param name="Fields">The members that name the table, its schema and the constraint.</param>
/// <param name="Statement">The statement that was refused.</param>
/// <param name="Context">The CONTEXT.</param>
/// <param name="NamesCockroach">Whether CockroachDB is named, other than in the statement.</param>
/// <param name="End">Just past the statement and the CONTEXT, as far as they stand behind the key.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Surroundings(NamedFields Fields, string? Statement, string? Context, bool NamesCockroach, int End)
{
    /// <summary>Reads what stands around a key.</summary>
    /// <param name="text">The text.</param>
    /// <param name="scope">The report.</param>
    /// <param name="key">From where to where the key's DETAIL stands; empty at the report's beginning where there is none.</param>
    /// <param name="depth">How many strings inside strings the report stands in.</param>
    /// <param name="isEnglish">Whether the message is known to be English.</param>
    public static Surroundings Read(ReadOnlySpan<char> text, ReportScope scope, Range key, int depth, bool isEnglish)
    {
        var (from, to) = (Math.Clamp(key.Start.Value, scope.Start, scope.End), Math.Clamp(key.End.Value, scope.Start, scope.End));
        var after = Side.Read(text[to..scope.End], depth, isEnglish);
        var before = from == scope.Start ? default : Side.Read(text[scope.Start..from], depth, isEnglish);
        var fields = new NamedFields(
            before.Fields.Table ?? after.Fields.Table,
            before.Fields.Schema ?? after.Fields.Schema,
            before.Fields.Constraint ?? after.Fields.Constraint);
        return new Surroundings(fields, after.Statement ?? before.Statement, after.Context ?? before.Context, after.NamesCockroach || before.NamesCockroach, to + after.End);
    }

    /// <summary>One side of the key.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Side(NamedFields Fields, string? Statement, string? Context, bool NamesCockroach, int End)
    {
        public static Side Read(ReadOnlySpan<char> text, int depth, bool isEnglish)
        {
            if (!ReportText.MayHold(text))
                return new Side(NamedFields.Read(text, isEnglish), null, null, CockroachSigns.Name(text), 0);

            var statement = ReportText.Statement(text, depth, out var statementRange);
            var context = ReportText.Context(text[..statementRange.Start], depth, out var contextRange)
                ?? ReportText.Context(text[statementRange.End..], depth, out contextRange, statementRange.End.Value);
            var fields = NamedFields.Read(text[..statementRange.Start], isEnglish);
            if (statementRange.End.Value < text.Length)
            {
                var rest = NamedFields.Read(text[statementRange.End..], isEnglish);
                fields = new NamedFields(fields.Table ?? rest.Table, fields.Schema ?? rest.Schema, fields.Constraint ?? rest.Constraint);
            }

            var named = CockroachSigns.Name(text[..statementRange.Start]) || CockroachSigns.Name(text[statementRange.End..]);
            return new Side(fields, statement, context, named, Math.Max(statement is null ? 0 : statementRange.End.Value, contextRange.End.Value));
        }
    }
}
