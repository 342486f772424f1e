using Uniquity.Causes;

namespace Uniquity.Diagnosing.Probes;

/// <summary>How long before the refusal the row that holds the key came to be, as far as anything tells.</summary>
/// <param name="Value">The time between; from now where the refusal's own time is not known.</param>
/// <param name="Evidence">What tells it.</param>
/// <param name="OfRefusal">Whether the refused row itself tells its moment; else the time counts from now.</param>
internal sealed record HolderAge(TimeSpan Value, Evidence Evidence, bool OfRefusal = false)
{
    public static HolderAge? Of(DiagnosisContext context, TimeProvider clock)
    {
        if (context.Holder is not { Row: { } row } holder) return null;
        var created = Moment.Created(row);

        // The refused row's own stamp tells the moment of the refusal, however late the diagnosis is.
        if (created is { } stored && context.Refused?.Text(stored.Column) is { } text && Moment.Read(text) is { } refusedAt)
        {
            var gap = (refusedAt - stored.At).Duration();
            return new HolderAge(gap, new Evidence($"{stored.Column} of the stored row is {stored.At:yyyy-MM-dd HH:mm:ss.fff}Z, of the refused one {refusedAt:yyyy-MM-dd HH:mm:ss.fff}Z", holder.Query), OfRefusal: true);
        }

        if (holder.Age is { } age)
            return new HolderAge(age, new Evidence($"the row that holds the key was committed {Show(age)} ago", holder.AgeQuery ?? holder.Query));
        if (created is not { } at) return null;
        var since = clock.GetUtcNow() - at.At;
        return since < TimeSpan.Zero ? null : new HolderAge(since, new Evidence($"{at.Column} of the row that holds the key is {at.At:yyyy-MM-dd HH:mm:ss.fff}Z, {Show(since)} ago", holder.Query));
    }

    public static string Show(TimeSpan age) => age switch
    {
        { TotalSeconds: < 120 } => $"{age.TotalSeconds:0.0} s",
        { TotalMinutes: < 120 } => $"{age.TotalMinutes:0} min",
        { TotalHours: < 48 } => $"{age.TotalHours:0} h",
        _ => $"{age.TotalDays:0} days",
    };
}
