using Uniquity.Cli.Screens;
using Uniquity.Cli.Terminals;
using Uniquity.Diagnosing;
using Uniquity.Facts;

namespace Uniquity.Cli.Commands.Diagnose;

/// <summary>The row that holds the key beside the refused one, what differs marked.</summary>
internal static class RowsView
{
    /// <summary>Shows them.</summary>
    public static void Show(Diagnosis diagnosis, IScreen screen)
    {
        if (diagnosis.Holder?.Row is not { } holder) return;
        var row = Nouns.Of(diagnosis.Target.Engine).Row;
        var age = diagnosis.Holder.Age is { } since ? $" (committed {Say.Duration(since)} ago)" : "";
        if (diagnosis.Refused is { } refused)
        {
            screen.Line(0, new Ink($"The {row} that holds the key{age}, and the one refused", Tone.Strong));
            screen.Table(2, ["field", "there", "", "refused"], Beside(diagnosis, holder, refused));
        }
        else
        {
            screen.Line(0, new Ink($"The {row} that holds the key{age}", Tone.Strong));
            screen.Table(2, ["field", "value"], [.. holder.Fields.EnumerateObject().Select(field => (Ink[])[Name(diagnosis, field.Name), FieldText.Of(field.Value)])]);
        }

        screen.Blank();
    }

    private static List<Ink[]> Beside(Diagnosis diagnosis, Row holder, Row refused)
    {
        var rows = new List<Ink[]>();
        foreach (var field in holder.Fields.EnumerateObject())
        {
            var sent = refused.Fields.TryGetProperty(field.Name, out var value);
            var same = sent && RowComparison.SameValue(holder.Text(field.Name), refused.Text(field.Name));
            var mark = !sent ? new Ink("", Tone.Faint) : same ? new Ink("=", Tone.Faint) : new Ink("≠", Tone.Warn);
            rows.Add([Name(diagnosis, field.Name), FieldText.Of(field.Value), mark, sent ? FieldText.Of(value) : new Ink("(not sent)", Tone.Faint)]);
        }

        foreach (var field in refused.Fields.EnumerateObject().Where(field => !holder.Has(field.Name)))
        {
            rows.Add([Name(diagnosis, field.Name), new Ink("(no such field)", Tone.Faint), new Ink("≠", Tone.Warn), FieldText.Of(field.Value)]);
        }

        return rows;
    }

    private static Ink Name(Diagnosis diagnosis, string field) =>
        new(field, diagnosis.Index?.Key.Any(part => part.Part == field) == true ? Tone.Name : Tone.Plain);
}
