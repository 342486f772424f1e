using System.Buffers;
using Uniquity.Violations.Escapes;

namespace Uniquity.Violations.Oracle;

/// <summary>Reads Oracle's texts, of any language: the code and the name in brackets are the same in all.</summary>
/// <remarks>https://docs.oracle.com/en/error-help/db/ora-00001/, and ora-03301 for the values.</remarks>
internal sealed class OracleParser : IViolationParser
{
    private const string Prefix = "ORA-";
    private const int Sight = 4 * 1024;

    // In manuals and tutorials the names are placeholders: (<schema>.<constraint>).
    private static readonly SearchValues<char> Placeholders = SearchValues.Create("[]<>%{}");

    /// <inheritdoc />
    public IReadOnlyList<string> Anchors { get; } = [Prefix];

    /// <inheritdoc />
    public bool TryRead(TextWindow window, out Finding finding)
    {
        finding = default;
        var rest = window.Text[(window.At + Prefix.Length)..];
        if (rest.Length < 6 || rest[5] != ':') return false;
        var number = rest[..5];
        var end = window.At + Prefix.Length + 6;
        switch (number)
        {
            case "00001": return TryReadViolation(window, out finding);
            case "03301": return TryReadDetails(window, out finding);
            case "01452":
                finding = new Finding(new Violation { Engine = "oracle", Code = "ORA-01452", Kind = ViolationKind.IndexBuild }, null, window.At, end);
                return true;
            default:
                if (Related(number) is not { } code) return false;
                finding = new Finding(null, new RelatedError(code, $"ORA-{number}", 1), window.At, end);
                return true;
        }
    }

    private static bool TryReadViolation(TextWindow window, out Finding finding)
    {
        finding = default;
        using var peeled = PeeledText.From(window);
        var line = peeled.Text.LineAfter(peeled.At, Sight);
        var open = line.IndexOfAny('(', '（');
        if (open < 0) return false;
        var close = line[open..].IndexOfAny(')', '）');
        if (close < 0) return false;
        var name = line[(open + 1)..(open + close)];
        var dot = name.IndexOf('.');

        // The manual's own text says (string.string).
        if (dot < 0 || name is "string.string" or "schema.constraint" or "SCHEMA.CONSTRAINT" || name.ContainsAny(Placeholders)) return false;
        var end = open + close + 1;
        OracleTable.TryRead(line[end..], out var table);
        var key = table.Columns;
        var endOfAll = peeled.At + Math.Max(end, end + table.Length);
        if (table.Length > 0 && OracleDetails.After(peeled.Text, endOfAll) is { Key: { } values } details)
        {
            key = values;
            endOfAll = details.End;
        }

        var violation = new Violation
        {
            Engine = "oracle",
            Code = "ORA-00001",
            Kind = ViolationKind.Write,
            Schema = table.Schema ?? Spans.Name(name[..dot]),
            Table = table.Name,
            Index = Spans.Name(name[(dot + 1)..]),
            Key = key ?? [],
        };
        finding = new Finding(violation, null, peeled.ToRaw(peeled.At), peeled.ToRaw(endOfAll));
        return true;
    }

    /// <summary>The details apart from the sentence, as where a log puts each on a line with more between them.</summary>
    private static bool TryReadDetails(TextWindow window, out Finding finding)
    {
        finding = default;
        using var peeled = PeeledText.From(window);
        if (OracleDetails.At(peeled.Text, peeled.At) is not { Key: { } key } details) return false;
        var violation = new Violation { Engine = "oracle", Code = "ORA-00001", Kind = ViolationKind.Write, Key = key };
        finding = new Finding(violation, null, peeled.ToRaw(peeled.At), peeled.ToRaw(details.End)) { FieldsOnly = true };
        return true;
    }

    private static string? Related(ReadOnlySpan<char> number) => number switch
    {
        "02291" or "02292" => "UQ901",
        "01400" or "01407" => "UQ902",
        "08177" => "UQ905",
        "00060" => "UQ906",
        "00018" or "00020" or "12516" or "12519" or "12520" => "UQ907",
        "12541" => "UQ908",
        "02290" => "UQ909",
        _ => null,
    };
}
