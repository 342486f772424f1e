namespace Uniquity.Sqlite.Loading;

/// <summary>A result code with which SQLite refused a statement.</summary>
internal sealed class SqliteRefusal(int code, string text) : Exception(text)
{
    /// <summary>The extended result code: https://www.sqlite.org/rescode.html.</summary>
    public int Code => code;

    /// <summary>The primary result code.</summary>
    public int Primary => code & 0xff;
}
