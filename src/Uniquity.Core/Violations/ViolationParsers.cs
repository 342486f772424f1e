using Uniquity.Violations.Mappers;
using Uniquity.Violations.MongoDb;
using Uniquity.Violations.MySql;
using Uniquity.Violations.Oracle;
using Uniquity.Violations.PostgreSql;
using Uniquity.Violations.Sqlite;
using Uniquity.Violations.SqlServer;

namespace Uniquity.Violations;

/// <summary>The parsers of every engine whose texts are read.</summary>
internal static class ViolationParsers
{
    /// <summary>One parser per engine; where anchors of two stand at one place, the longer anchor's is asked first.</summary>
    public static IReadOnlyList<IViolationParser> All { get; } =
    [
        new MongoDbParser(),
        new PostgreSqlParser(),
        new SqliteParser(),
        new MySqlParser(),
        new SqlServerParser(),
        new OracleParser(),
        new SequelizeParser(),
    ];
}
