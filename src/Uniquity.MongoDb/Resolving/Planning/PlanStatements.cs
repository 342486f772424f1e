using Uniquity.MongoDb.Catalogue;
using Uniquity.MongoDb.Duplicates;
using Uniquity.MongoDb.Shell;
using Uniquity.Resolving;

namespace Uniquity.MongoDb.Resolving.Planning;

/// <summary>The commands of a batch, as mongosh takes them; documents and identifiers are left out.</summary>
internal static class PlanStatements
{
    /// <summary>The commands.</summary>
    public static IReadOnlyList<string> Of(ResolveContext context)
    {
        var pipeline = new GroupPipeline(context.Query, context.Exclude) { IndexCollation = context.IndexCollation };
        var statements = new List<string>
        {
            pipeline.Show(),
            $"{ShellWriter.Collection(context.Table.Name)}.find({{ _id: {{ $in: [ … ] }} }}).sort({ShellWriter.Document(PolicyOrder.Sort(context.Request.Keep))})",
        };
        statements.AddRange(context.References.Select(reference => $"{ShellWriter.Collection(reference.Table.Name)}.find({{ {ShellWriter.Name(reference.Path)}: {{ $in: [ … ] }} }})"));
        statements.Add($"{ShellWriter.Collection(CollectionReader.ArchivePrefix + "RUN")}.insertMany([ … ])");
        foreach (var table in context.References.Where(reference => reference.Unique.Count > 0 || context.Request.Children == ChildrenPolicy.Delete).Select(reference => reference.Table).Append(context.Table).Distinct())
            statements.Add($"{ShellWriter.Collection(table.Name)}.deleteMany({{ _id: {{ $in: [ … ] }}, $expr: {{ $in: [ '$$ROOT', {{ $literal: [ … ] }} ] }} }})");
        if (context.Request.Merge.Any(rule => rule.Kind != MergeKind.Keep))
            statements.Add($"{ShellWriter.Collection(context.Table.Name)}.replaceOne({{ _id: …, $expr: {{ $eq: [ '$$ROOT', {{ $literal: … }} ] }} }}, …)");
        if (context.Request.Children == ChildrenPolicy.Repoint)
            statements.AddRange(context.References.Select(reference => $"{ShellWriter.Collection(reference.Table.Name)}.updateOne({{ _id: …, {ShellWriter.Name(reference.Path)}: … }}, {{ $set: {{ {ShellWriter.Name(reference.Path)}: … }} }})"));
        return statements;
    }
}
