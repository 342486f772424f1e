using System.Globalization;
using Uniquity.Enforcing;
using Uniquity.Resolving;

namespace Uniquity.MongoDb.Enforcing.Planning;

/// <summary>Settles the name of the index: the one wished for, or the one that MongoDB would give, with an ending where that is taken.</summary>
internal static class IndexName
{
    /// <summary>Chooses it.</summary>
    /// <exception cref="RefusedException">The name wished for is taken.</exception>
    public static string Choose(EnforceRequest request, WantedIndex wanted, IReadOnlyList<ListedIndex> indexes, ListedIndex? replaced)
    {
        if (request.Name is { } wish)
        {
            if (indexes.FirstOrDefault(index => index.Name == wish) is not { } taken) return wish;
            throw new RefusedException(taken.Name == replaced?.Name
                ? $"MongoDB cannot rename an index, and {wish} stands until the new one does, so the new one cannot have its name: choose another with --name, or leave --name out"
                : $"The name {wish} is taken by the index on ({string.Join(", ", taken.Key.Select(part => part.Part))}): choose another with --name");
        }

        return Free(wanted.UsualName, "_unique", indexes);
    }

    /// <summary>A name that no index has.</summary>
    public static string Free(string wish, string ending, IReadOnlyList<ListedIndex> indexes)
    {
        for (var number = 0; ; number++)
        {
            var name = number switch { 0 => wish, 1 => wish + ending, _ => wish + ending + number.ToString(CultureInfo.InvariantCulture) };
            if (indexes.All(index => index.Name != name)) return name;
        }
    }
}
