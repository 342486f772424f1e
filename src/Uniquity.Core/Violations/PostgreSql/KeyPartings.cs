namespace Uniquity.Violations.PostgreSql;

/// <summary>All ways to give a row of pieces, in their order, to the parts of a key, each part at least one.</summary>
/// <param name="pieces">The pieces, more than there are parts.</param>
/// <param name="fields">The names of the parts.</param>
internal sealed class KeyPartings(string[] pieces, List<string> fields)
{
    // There are as many ways as there are choices of places to cut at: of those, the first are judged.
    private const int MostJudged = 2_000;

    private readonly List<(int[] Counts, int Score)> _judged = [];

    /// <summary>The ways that look best, the best first.</summary>
    /// <param name="most">How many.</param>
    /// <returns>The values of each, one for each part.</returns>
    public IEnumerable<string[]> Best(int most)
    {
        Give(new int[fields.Count], 0, pieces.Length, 0);
        return _judged.OrderByDescending(way => way.Score).Take(most).Select(way => Values(way.Counts));
    }

    private void Give(int[] counts, int field, int left, int score)
    {
        if (_judged.Count >= MostJudged)
            return;

        if (field == counts.Length - 1)
        {
            counts[field] = left;
            _judged.Add(((int[])counts.Clone(), score + Score(field, pieces.Length - left, left)));
            return;
        }

        var others = counts.Length - 1 - field;
        for (var count = 1; count <= left - others; count++)
        {
            counts[field] = count;
            Give(counts, field + 1, left - count, score + Score(field, pieces.Length - left, count));
        }
    }

    private int Score(int field, int first, int count) =>
        count == 1 ? ValueShape.Fits(fields[field], pieces[first]) : ValueShape.HoldsText(fields[field]) - count;

    private string[] Values(int[] counts)
    {
        var values = new string[counts.Length];
        for (int i = 0, at = 0; i < values.Length; at += counts[i++])
            values[i] = string.Join(", ", pieces, at, counts[i]);

        return values;
    }
}
