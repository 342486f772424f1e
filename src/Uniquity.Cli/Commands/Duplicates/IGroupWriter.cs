using Uniquity.Duplicates;

namespace Uniquity.Cli.Commands.Duplicates;

/// <summary>Writes duplicate groups in one format, one at a time.</summary>
internal interface IGroupWriter : IDisposable
{
    /// <summary>Writes one.</summary>
    void Write(DuplicateGroup group);
}
