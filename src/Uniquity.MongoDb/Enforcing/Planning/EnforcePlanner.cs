using Uniquity.Duplicates;
using Uniquity.Enforcing;
using Uniquity.Indexes;
using Uniquity.MongoDb.Catalogue;
using Uniquity.MongoDb.Duplicates;
using Uniquity.MongoDb.Running;
using Uniquity.Resolving;

namespace Uniquity.MongoDb.Enforcing.Planning;

/// <summary>Makes the plans of <c>enforce</c>.</summary>
internal sealed class EnforcePlanner(MongoSession session)
{
    /// <summary>Makes it.</summary>
    /// <returns>The plan, and what it is made of; nothing of that where there is nothing to do.</returns>
    public async Task<(EnforcePlan Plan, EnforceContext? Context)> PlanAsync(EnforceRequest request, IResolver? resolver, CancellationToken cancellation)
    {
        var collections = new CollectionReader(session);
        var options = await new CollectionCheck(session, collections).ReadAsync(request.Table, request.Key, cancellation);
        var wanted = RequestCheck.Read(request, options);
        request = request with { Nulls = wanted.Sparse ? NullHandling.Sparse : request.SkipNull ? NullHandling.Distinct : request.Nulls ?? NullHandling.Value };
        var indexes = await new StandingIndexes(session, request.Table).ReadAsync(cancellation);
        var replaced = request.Replace is { } name ? StandingIndexes.Find(indexes.All, request.Table, name, "--replace ") : null;
        var enforcing = indexes.All.FirstOrDefault(index => !indexes.Building.Contains(index.Name)
            && (index == replaced ? index.IsUnique && wanted.IsShapedAs(index) : wanted.IsEnforcedBy(index)));
        if (enforcing is not null && (replaced is null || replaced == enforcing))
        {
            if (replaced is not null && request.Name is { } wish && wish != replaced.Name)
                throw new RefusedException($"{replaced.Name} has this key and these options already, and MongoDB neither renames an index nor keeps two that differ only in their name: it stays {replaced.Name}");
            return (new() { Request = request, Name = enforcing.Name, Key = wanted.Key, Filter = wanted.FilterText, AlreadyEnforcedBy = enforcing.Name, Steps = [] }, null);
        }

        var context = enforcing is not null
            ? new EnforceContext(wanted with { Name = enforcing.Name }, EnforceWay.Standing, new(false, false, false, null, null)) { Replaced = replaced }
            : await WayAsync(request, Inherited(wanted, replaced), indexes, replaced, cancellation);
        var report = context.Way == EnforceWay.Standing ? null : await CountAsync(request, context.Wanted, cancellation);
        context = context with { GuardFirst = request.Guard && report is { Groups: > 0 } && request.Keep is not null };
        var resolve = report is { Groups: > 0 } && request.Keep is { } keep ? await ResolveAsync(request, context.Wanted, keep, report, resolver, cancellation) : null;
        return (new EnforcePlan
        {
            Request = request,
            Name = context.Wanted.Name,
            Key = wanted.Key,
            Filter = wanted.FilterText,
            Rows = report?.Rows ?? 0,
            Groups = report?.Groups ?? 0,
            ExcessRows = report?.ExcessRows ?? 0,
            Top = report?.Top ?? [],
            Query = report?.Query,
            Resolve = resolve,
            Steps = new EnforceSteps(context, resolve).All(),
            Leftovers = [.. Leftovers(context, indexes)],
            Warnings = [.. EnforceWarnings.Of(context, request, indexes.All, report)],
        }, context);
    }

    /// <summary>Counts duplicates as the wanted index would.</summary>
    public async Task<DuplicateReport> CountAsync(EnforceRequest request, WantedIndex wanted, CancellationToken cancellation) =>
        await new MongoDuplicateFinder(session, new IndexReader(session, new CollectionReader(session))) { Literally = true }
            .CountAsync(new(wanted.Table, wanted.Key) { Where = wanted.Rows, Fold = request.Fold, IncludeNull = true, Top = 5 }, progress: null, cancellation);

    /// <summary>What becomes of the duplicates.</summary>
    public static async Task<ResolvePlan> ResolveAsync(EnforceRequest request, WantedIndex wanted, KeepPolicy keep, DuplicateReport report, IResolver? resolver, CancellationToken cancellation)
    {
        if (resolver is null) throw new RefusedException($"The duplicates cannot be resolved in the same call here; resolve them first: uniquity resolve --on {CallText.Word(request.Table.Name)} --key {CallText.Key(request.Key)} --keep first");
        var plan = await resolver.PlanAsync(new(request.Table, wanted.Key, keep) { Merge = request.Merge, Children = request.Children, References = request.References, Where = wanted.Rows, Fold = request.Fold }, cancellation);
        if (plan.Groups < report.Groups && report.NullKeyRows > 0)
            throw new RefusedException($"{report.NullKeyRows} documents of {request.Table.Name} have null in the key or lack it, which is one value to an index and which nobody resolves by itself: fill it, or add --skip-null to leave them out of the index");
        return plan;
    }

    // The expiry of the replaced index goes on, or the person is told that it would not.
    private static WantedIndex Inherited(WantedIndex wanted, ListedIndex? replaced)
    {
        if (replaced?.ExpireAfterSeconds is not { } seconds) return wanted;
        if (wanted.Key.Count == 1 && replaced.Key[0].Part == wanted.Key[0].Part) return wanted with { ExpireAfterSeconds = seconds };
        throw new RefusedException($"{replaced.Name} makes documents expire ({replaced.Key[0].Part}, {Shell.ShellWriter.Value(seconds)} s), and an index on ({string.Join(", ", wanted.Key.Select(part => part.Part))}) cannot take that over: leave --replace out, and drop {replaced.Name} when another index with expireAfterSeconds stands");
    }

    private async Task<EnforceContext> WayAsync(EnforceRequest request, WantedIndex wanted, StandingIndexes.Found indexes, ListedIndex? replaced, CancellationToken cancellation)
    {
        var abilities = await new AbilityReader(session).ReadAsync(wanted, cancellation);
        if (abilities.NoCollation is { } said) throw new RefusedException(NoFolding(wanted, said));
        var alike = indexes.All.Where(index => !index.IsUnique && wanted.IsShapedAs(index)).OrderByDescending(index => index.IsPrepared).ToList();
        var existing = alike.Find(index => (request.Name is null || request.Name == index.Name) && !indexes.Building.Contains(index.Name)
            && (index.IsPrepared || (abilities.Prepares && (!abilities.BuildsAsUnique || index.IsBuiltAsUnique))));
        if (existing is not null)
            return new(wanted with { Name = existing.Name }, EnforceWay.Convert, abilities) { Existing = existing, Replaced = existing == replaced ? null : replaced };

        // Without a way back, a build that fails whole is the safer one, unless the person asks for the guard.
        var way = abilities.Prepares && alike.Count == 0 && (!abilities.IsOneWay || request.Guard) ? EnforceWay.Prepare : EnforceWay.Build;
        if (way == EnforceWay.Build && request.Guard)
            throw new RefusedException($"MongoDB's guard is collMod prepareUnique, and {(abilities.Forbidden is not null ? $"the user may not run collMod in {session.Database} (the role dbAdmin may)" : alike.Count > 0 ? $"this server cannot prepare {alike[0].Name}, which is on that key already" : "this server does not have it")}: leave --guard out, and the build itself fails on a duplicate that arrives");
        var unfinished = indexes.All.FirstOrDefault(index => wanted.IsEnforcedBy(index) && indexes.Building.Contains(index.Name));
        var name = unfinished is null ? IndexName.Choose(request, wanted, indexes.All, replaced) : unfinished.Name;
        return new(wanted with { Name = name }, unfinished is null ? way : EnforceWay.Build, abilities) { Replaced = replaced, Joins = unfinished is not null };
    }

    private static string NoFolding(WantedIndex wanted, string said)
    {
        var field = wanted.Key[0].Part;
        var folded = field.Replace('.', '_') + "_lower";
        var key = CallText.Key([.. wanted.Key.Select((part, i) => i == 0 ? new KeyPart(folded) : part)]);
        return $"This server makes no unique index with a collation ({said}), so no index of it folds case. Keep the folded value in a field of its own, in the application and for what is there, "
            + $"{Shell.ShellWriter.Collection(wanted.Table.Name)}.updateMany({{ {Shell.ShellWriter.Quote(field)}: {{ $type: 'string' }} }}, [{{ $set: {{ {Shell.ShellWriter.Quote(folded)}: {{ $toLower: {Shell.ShellWriter.Quote("$" + field)} }} }} }}]), and enforce that: uniquity enforce --on {CallText.Word(wanted.Table.Name)} --key {key}";
    }

    private static IEnumerable<string> Leftovers(EnforceContext context, StandingIndexes.Found indexes)
    {
        var name = context.Wanted.Name;
        var drop = IndexCommands.Show(IndexCommands.Drop(context.Wanted.Table, name));
        if (context.Existing is { IsPrepared: true })
            yield return $"{name} refuses new duplicates since an earlier call (prepareUnique) and is not unique yet: this call makes it so; {(context.Abilities.IsOneWay ? "on this server there is no way back before that" : $"to give up instead: {drop}")}";
        else if (context.Existing is { IsBuiltAsUnique: true })
            yield return $"{name} was built to become unique, by an earlier call, and is not yet: this call makes it so; to give up instead: {drop}";
        if (indexes.Building.Contains(name)) yield return $"{name} is being built at this moment, for an earlier call or another client: this call waits for it";
    }
}
