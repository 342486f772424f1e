using System.Data.Common;

namespace Uniquity.Violations.Exceptions;

/// <summary>A driver that is not known by name: SQLSTATE 23505 is the standard's code, which ODBC and others pass on.</summary>
/// <remarks>The standard has 23505 as "integrity constraint violation: unique constraint"; Db2, H2, Firebird and PostgreSQL's kin use it.</remarks>
internal sealed class SqlStateShape : ExceptionShape
{
    private const string UniqueViolation = "23505";

    public override Violation? First(Exception exception) =>
        exception is DbException { SqlState: UniqueViolation } ? MessageNames.Read(exception.Message, null, UniqueViolation) : null;
}
