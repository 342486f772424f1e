using Uniquity.Facts;
using Uniquity.MongoDb.Documents;
using Uniquity.MongoDb.Facts;
using Uniquity.MongoDb.Resolving.Solving;
using Uniquity.MongoDb.Running;
using Uniquity.Resolving;

namespace Uniquity.MongoDb.Resolving.Planning;

/// <summary>Makes plans; nothing is written.</summary>
internal sealed class Planner(MongoSession session)
{
    private const int Samples = 5;
    private const int RowsPerSample = 20;
    private const int LargestShown = 64 * 1024;

    /// <summary>Makes the plan.</summary>
    public async Task<ResolvePlan> PlanAsync(ResolveRequest request, CancellationToken cancellationToken)
    {
        var context = await new ContextBuilder(session).BuildAsync(request, cancellationToken);
        var survey = new Survey(session, context);
        await foreach (var item in new GroupList(session, context).ReadAsync(cancellationToken)) await survey.AddAsync(item, cancellationToken);
        await survey.EndAsync(cancellationToken);
        survey.Check();
        return new()
        {
            Request = request,
            Order = PolicyOrder.Words(request.Keep),
            Groups = survey.Groups,
            Removed = survey.Removed,
            Changed = survey.Changed,
            Children = [.. context.References.Select(reference => (reference, counts: survey.Referring.GetValueOrDefault(reference.ToString()))).Where(pair => pair.counts.Rows > 0)
                .Select(pair => new ChildPlan(pair.reference.Table, pair.reference.ToString(), [pair.reference.Path], pair.counts.Rows, pair.counts.Collisions))],
            Samples = survey.First is { } first ? [.. first.Groups.Take(Samples).Select(group => Sample(context, first, group))] : [],
            Fingerprint = survey.Fingerprint,
            Statements = PlanStatements.Of(context),
            Warnings = PlanWarnings.Of(context, survey),
        };
    }

    private static GroupSample Sample(ResolveContext context, Solution solution, IReadOnlyList<BsonDocument> group)
    {
        var after = solution.Merged.Find(merged => ReferenceEquals(merged.Before, group[0]))?.After ?? group[0];
        return new([.. group.Take(RowsPerSample).Select(document => Shown(context, document))], Shown(context, after));
    }

    // A document may have 16 MB: of a large one, what tells it apart.
    private static Row Shown(ResolveContext context, BsonDocument document)
    {
        if (document.Bytes.Length <= LargestShown) return DocumentRow.Of(document);
        var kept = new BsonBuilder();
        var names = context.Key.Append(context.Request.Keep.Field ?? "_id").Append("_id").Concat(context.Request.Merge.Select(rule => rule.Field ?? "_id")).Select(path => path.Split('.')[0]).ToHashSet(StringComparer.Ordinal);
        foreach (var element in document)
        {
            if (names.Contains(element.Name) && element.Value.Length <= LargestShown) kept.Add(element.Name, element);
        }

        return DocumentRow.Of(kept.Build());
    }
}
