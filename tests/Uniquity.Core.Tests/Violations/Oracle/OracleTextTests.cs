namespace Uniquity.Core.Tests.Violations.Oracle;

public class OracleTextTests
{
    private const string Read = "oracle ORA-00001 write HR/USERS_UK";

    [Theory]
    [InlineData("ERROR at line 1:\nORA-00001: unique constraint (HR.USERS_UK) violated", Read + " @2")]
    [InlineData("java.sql.SQLIntegrityConstraintViolationException: ORA-00001: unique constraint (HR.USERS_UK) violated\n\n\tat oracle.jdbc", Read)]
    [InlineData("cx_Oracle.IntegrityError: ORA-00001: unique constraint (HR.USERS_UK) violated", Read)]
    [InlineData("oracledb.exceptions.IntegrityError: ORA-00001: unique constraint (HR.USERS_UK) violated\nHelp: https://docs.oracle.com/error-help/db/ora-00001/", Read)]
    [InlineData("Oracle.ManagedDataAccess.Client.OracleException (0x80004005): ORA-00001: unique constraint (HR.USERS_UK) violated", Read)]
    [InlineData("OCIStmtExecute: ORA-00001: unique constraint (HR.USERS_UK) violated (ext\\pdo_oci\\oci_statement.c:155)", Read)]
    [InlineData("[Error: ORA-00001: unique constraint (HR.USERS_UK) violated] { errorNum: 1, offset: 0 }", Read)]
    [InlineData("{\"message\":\"ORA-00001: unique constraint (HR.USERS_UK) violated\\nORA-06512: at \\\"HR.P\\\", line 3\"}", Read)]
    [InlineData("DBD::Oracle::st execute failed: ORA-00001: unique constraint (HR.USERS_UK) violated (DBD ERROR: OCIStmtExecute)", Read)]
    [InlineData("ORA-00001: Unique Constraint (HR.USERS_UK) verletzt", Read)]
    [InlineData("ORA-00001: violation de contrainte unique (HR.USERS_UK)", Read)]
    [InlineData("ORA-00001: restricción única (HR.USERS_UK) violada", Read)]
    [InlineData("ORA-00001: 一意制約(HR.USERS_UK)に反しています", Read)]
    [InlineData("ORA-00001: 违反唯一约束条件 (HR.USERS_UK)", Read)]
    [InlineData("ORA-00001: unique constraint (HR.USERS_UK) violated on table HR.USERS columns (EMAIL)", "oracle ORA-00001 write HR.USERS/USERS_UK [EMAIL]")]
    [InlineData("ORA-00001: unique constraint (HR.USERS_UK) violated on table HR.USERS columns (DEPT, EMAIL)\nORA-03301: (ORA-00001 details) row with column values (DEPT:10, EMAIL:'a, b') already exists", "oracle ORA-00001 write HR.USERS/USERS_UK [DEPT=10 | EMAIL=a, b]")]
    [InlineData("ORA-01452: cannot CREATE UNIQUE INDEX; duplicate keys found", "oracle ORA-01452 indexbuild ")]
    [InlineData("ORA-00001: unique constraint (.) violated", "oracle ORA-00001 write ")]
    public void Every_shape_is_read(string text, string expected) => text.ShouldTell(expected);

    [Theory]
    [InlineData("ORA-02291: integrity constraint (HR.FK) violated - parent key not found", "UQ901 ORA-02291")]
    [InlineData("ORA-01400: cannot insert NULL into (\"HR\".\"USERS\".\"NAME\")", "UQ902 ORA-01400")]
    [InlineData("ORA-02290: check constraint (HR.CK) violated", "UQ909 ORA-02290")]
    [InlineData("ORA-00060: deadlock detected while waiting for resource", "UQ906 ORA-00060")]
    [InlineData("ORA-08177: can't serialize access for this transaction", "UQ905 ORA-08177")]
    [InlineData("ORA-12541: TNS:no listener", "UQ908 ORA-12541")]
    public void Other_errors_are_related(string text, string expected) => text.ShouldTell(expected);

    [Theory]
    [InlineData("What is ORA-00001?")]
    [InlineData("ORA-00001: unique constraint (string.string) violated")]
    [InlineData("ORA-00001: unique constraint ([schema].[constraint_name]) violated")]
    [InlineData("ORA-00942: table or view does not exist")]
    [InlineData("See ORA-00001 (in the manual) and ORA-01452")]
    public void Prose_is_no_violation(string text) => text.ShouldTell();
}
