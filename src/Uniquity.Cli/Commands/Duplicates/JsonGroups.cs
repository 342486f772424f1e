using Uniquity.Cli.Json;
using Uniquity.Duplicates;

namespace Uniquity.Cli.Commands.Duplicates;

/// <summary>A JSON document per group and line.</summary>
internal sealed class JsonGroups(JsonOutput output) : IGroupWriter
{
    /// <inheritdoc/>
    public void Write(DuplicateGroup group) => output.Line(DuplicateGroupJson.Of(group), json => json.DuplicateGroupJson);

    /// <inheritdoc/>
    public void Dispose()
    {
        // The text is the caller's.
    }
}
