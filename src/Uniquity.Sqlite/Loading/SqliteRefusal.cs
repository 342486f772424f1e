namespace Uniquity.Sqlite.Loading;

/// <summary>A result code with which SQLite refused a statement.</summary>
internal sealed class SqliteRefusal(int code, string text, bool ofStatement = false) : Exception(text)
{
    /// <summary>The extended result code: https://www.sqlite.org/rescode.html.</summary>
    public int Code => code;

    /// <summary>Whether the statement could not even be prepared: what it names is gone, whatever the record.</summary>
    public bool OfStatement => ofStatement;

    /// <summary>The primary result code.</summary>
    public int Primary => code & 0xff;
}
