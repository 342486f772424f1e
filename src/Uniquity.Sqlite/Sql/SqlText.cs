using System.Globalization;
using System.Text;

namespace Uniquity.Sqlite.Sql;

/// <summary>A statement in two forms made as one: with parameters, to run; with literals, to show.</summary>
internal sealed class SqlText
{
    private readonly StringBuilder _run = new();
    private readonly StringBuilder _show = new();
    private readonly List<object> _values = [];

    /// <summary>The statement to run, its values as <c>?1</c>, <c>?2</c>, ….</summary>
    public string Run => _run.ToString();

    /// <summary>The statement that runs as it stands in the sqlite3 shell.</summary>
    public string Show => _show.ToString();

    /// <summary>The values of the parameters, in their order.</summary>
    public IReadOnlyList<object> Values => _values;

    /// <summary>A statement whose interpolated texts are the language's own and whose numbers are values.</summary>
    public static SqlText Of(ref SqlHandler sql) => sql.Text;

    /// <summary>Adds text that is the language's own: keywords, quoted names, expressions of the catalogue.</summary>
    public SqlText Add(string sql)
    {
        _run.Append(sql);
        _show.Append(sql);
        return this;
    }

    /// <summary>Adds text where what runs and what is shown must differ (a function that only this connection has).</summary>
    public SqlText Add(string run, string show)
    {
        _run.Append(run);
        _show.Append(show);
        return this;
    }

    /// <summary>Adds a value.</summary>
    public SqlText Value(object? value)
    {
        _values.Add(value ?? DBNull.Value);
        _run.Append(CultureInfo.InvariantCulture, $"?{_values.Count}");
        _show.Append(SqliteLiteral.Of(value));
        return this;
    }

    /// <summary>Adds a statement's text with its values, to a text that has none yet.</summary>
    public SqlText Append(SqlText other)
    {
        if (_values.Count > 0) throw new InvalidOperationException("Bug in Uniquity: values are counted from the first text on");
        _run.Append(other._run);
        _show.Append(other._show);
        _values.AddRange(other._values);
        return this;
    }

    /// <summary>The statement that shows this one's plan.</summary>
    public SqlText Explained()
    {
        var explained = new SqlText();
        explained._run.Append("EXPLAIN QUERY PLAN ").Append(_run);
        explained._show.Append("EXPLAIN QUERY PLAN ").Append(_show);
        explained._values.AddRange(_values);
        return explained;
    }

    /// <summary>Adds a comparison with one of some values; one value reads as <c>= 'x'</c>.</summary>
    public SqlText EqualsAny(IReadOnlyList<object> values)
    {
        if (values.Count == 1) return Add(" = ").Value(values[0]);
        Add(" IN (");
        for (var i = 0; i < values.Count; i++)
        {
            if (i > 0) Add(", ");
            Value(values[i]);
        }

        return Add(")");
    }

    /// <inheritdoc/>
    public override string ToString() => Show;
}
