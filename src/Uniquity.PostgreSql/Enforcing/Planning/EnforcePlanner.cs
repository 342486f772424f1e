using Uniquity.Duplicates;
using Uniquity.Enforcing;
using Uniquity.Indexes;
using Uniquity.PostgreSql.Duplicates;
using Uniquity.PostgreSql.Enforcing.Guarding;
using Uniquity.PostgreSql.Indexes;
using Uniquity.PostgreSql.Resolving.Applying;
using Uniquity.PostgreSql.Sql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Resolving;

namespace Uniquity.PostgreSql.Enforcing.Planning;

/// <summary>Makes the plan of <c>enforce</c>.</summary>
internal sealed class EnforcePlanner(Session reader, WriteSession writer)
{
    private readonly PartTyping typing = new(reader);

    /// <summary>Makes it.</summary>
    public async Task<(EnforcePlan Plan, EnforceContext Context)> PlanAsync(EnforceRequest request, IResolver? resolver, CancellationToken cancellationToken)
    {
        var table = await new TableStateReader(reader).ReadAsync(request.Table, cancellationToken);
        var indexes = await new Catalogue(reader).ReadAsync(request.Table, cancellationToken);
        var key = await new FoldedKey(reader, typing).OfAsync(request.Table, request.Key, request.Fold, cancellationToken);
        RequestCheck.Check(request, key, table, reader.MajorVersion);
        if (request.Where is { } where) await FilterSql.CheckAsync(reader, request.Table, where, cancellationToken);
        var wanted = await new IndexReader(writer).ReadAsync(new WantedIndex
        {
            Table = table,
            Name = request.Name ?? "",
            Key = key,
            Parts = [],
            Filter = FilterOf(request, key),
            NullsEqual = request.Nulls == NullHandling.NotDistinct,
            As = request.As,
        }, cancellationToken);
        var serverName = wanted.Name;
        var replaced = request.Replace is null ? null : await Replaced.FindAsync(reader, indexes, table, request.Replace, "--replace ", cancellationToken);
        var enforcing = indexes.FirstOrDefault(index => wanted.IsEnforcedBy(index) && index.Name != replaced?.Index.Name && (request.As == EnforceAs.Index || index.Constraint));
        var guarded = await reader.QueryAsync(LeftoverSql.Guard(table), row => row.GetBoolean(0), cancellationToken) is [true];
        if (enforcing is not null && replaced is null && !guarded)
            return (new() { Request = request, Name = enforcing.Name, Key = key, Filter = wanted.Filter, AlreadyEnforcedBy = enforcing.Name, Steps = [] }, new(table, wanted, null, null, [], null, [], false));
        if (replaced?.Refusal(wanted) is { } refusal) throw new RefusedException(refusal);
        UniqueIndex? convertible = enforcing ?? indexes.FirstOrDefault(index => request.As == EnforceAs.Constraint && !index.Constraint && wanted.IsSame(index) && index.Valid);
        (wanted, var unfinished) = convertible is not null && (request.Name is null || request.Name == convertible.Name) && replaced is null
            ? (wanted with { Name = convertible.Name }, null)
            : await new IndexName(reader).ChooseAsync(wanted, request.Name is not null, replaced?.Index.Name, indexes, cancellationToken);
        var rename = replaced is not null && (request.Name ?? serverName) == replaced.Index.Name ? replaced.Index.Name : null;
        var standing = indexes.Any(index => index.Name == wanted.Name && index.Valid && wanted.IsSame(index));
        var (parts, hash) = request.Guard ? await new GuardTypes(reader, typing).OfAsync(wanted, cancellationToken) : ([], null);
        var context = new EnforceContext(table, wanted, unfinished, replaced, parts, hash, await LeftoverSql.LookupsAsync(reader, table, cancellationToken), guarded) { Standing = standing, Rename = rename };
        var report = standing ? null : await CountAsync(context, cancellationToken);
        var resolve = report is { Groups: > 0 } && request.Keep is { } keep ? await ResolveAsync(request, wanted, keep, report, resolver, cancellationToken) : null;
        return (new EnforcePlan
        {
            Request = request,
            Name = rename ?? wanted.Name,
            Key = key,
            Filter = wanted.Filter,
            Rows = report?.Rows ?? 0,
            Groups = report?.Groups ?? 0,
            ExcessRows = report?.ExcessRows ?? 0,
            Top = report?.Top ?? [],
            Query = report?.Query,
            Resolve = resolve,
            Steps = new EnforceSteps(context, request, resolve).All(),
            Leftovers = LeftoverSql.Words(context),
            Warnings = EnforceWarnings.Of(context, request, indexes, report, reader.MajorVersion),
        }, context);
    }

    /// <summary>Counts duplicates as the wanted index would.</summary>
    public async Task<DuplicateReport> CountAsync(EnforceContext context, CancellationToken cancellationToken) =>
        await new PostgreSqlDuplicateFinder(reader, typing).CountAsync(
            new(context.Table.Name, context.Wanted.Key) { Where = context.Wanted.Filter, IncludeNull = context.Wanted.NullsEqual, Top = 5 }, progress: null, cancellationToken);

    /// <summary>What becomes of the duplicates.</summary>
    public static async Task<ResolvePlan> ResolveAsync(EnforceRequest request, WantedIndex wanted, KeepPolicy keep, DuplicateReport report, IResolver? resolver, CancellationToken cancellationToken)
    {
        if (resolver is null) throw new RefusedException("This engine's duplicates cannot be resolved here: resolve them first.");
        var plan = await resolver.PlanAsync(new(request.Table, wanted.Key, keep) { Merge = request.Merge, Children = request.Children, References = request.References, Where = wanted.Filter }, cancellationToken);
        if (plan.Groups < report.Groups && wanted.NullsEqual)
            throw new RefusedException($"{report.NullKeyRows} rows of {request.Table} have a null in the key and would be one duplicate group, which is not resolved by itself: fill those nulls, or leave out --nulls not-distinct.");
        return plan;
    }

    private static string? FilterOf(EnforceRequest request, IReadOnlyList<KeyPart> key)
    {
        var conditions = request.SkipNull ? key.Select(part => $"{PartTyping.TextOf(part).Literal} IS NOT NULL") : [];
        if (request.Where is { } where) conditions = conditions.Prepend(request.SkipNull ? FilterSql.Of(where).Literal : where);
        return string.Join(" AND ", conditions) is { Length: > 0 } filter ? filter : null;
    }
}
