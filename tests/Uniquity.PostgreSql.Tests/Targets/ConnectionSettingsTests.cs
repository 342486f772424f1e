using Npgsql;
using Uniquity.PostgreSql.Targets;
using Uniquity.Targets;

namespace Uniquity.PostgreSql.Tests.Targets;

public class ConnectionSettingsTests
{
    [Fact]
    public void A_url_gives_host_port_database_user_and_password_with_their_escapes_undone()
    {
        var read = Read("postgres://bob%40corp:p%3A%2F%40ss%25@db.example.com:6432/my%20app");
        read.Host.ShouldBe("db.example.com");
        read.Port.ShouldBe(6432);
        read.Username.ShouldBe("bob@corp");
        read.Password.ShouldBe("p:/@ss%");
        read.Database.ShouldBe("my app");
        read.ApplicationName.ShouldBe("uniquity");
    }

    [Theory]
    [InlineData("postgresql://u@[::1]:5433/d", "::1", 5433)]
    [InlineData("postgresql://u@%2Fvar%2Frun%2Fpg:5433/d", "/var/run/pg", 5433)]
    [InlineData("postgres:///d?host=/var/run/pg&port=5433&user=u", "/var/run/pg", 5433)]
    [InlineData("postgres://u@h1:1111,h2:2222/d?target_session_attrs=read-write", "h1:1111,h2:2222", 5432)]
    [InlineData("postgresql+asyncpg://u@h/d", "h", 5432)]
    [InlineData("jdbc:postgresql://h:77/d?user=u", "h", 77)]
    public void Hosts_of_every_shape_are_read(string url, string host, int port)
    {
        var read = Read(url);
        read.Host.ShouldBe(host);
        read.Port.ShouldBe(port);
        read.Username.ShouldBe("u");
        read.Database.ShouldBe("d");
    }

    [Fact]
    public void Options_of_libpq_reach_the_driver_and_those_of_other_clients_do_no_harm()
    {
        var read = Read("postgres://u@h/d?sslmode=verify-full&connect_timeout=3&application_name=me&options=-c%20geqo%3Doff&schema=public&pgbouncer=true");
        read.SslMode.ShouldBe(SslMode.VerifyFull);
        read.Timeout.ShouldBe(3);
        read.ApplicationName.ShouldBe("me");
        read.Options.ShouldBe("-c geqo=off");
    }

    [Fact]
    public void Variables_of_libpq_fill_what_the_url_leaves_out_and_no_more()
    {
        var variables = new Dictionary<string, string>
        {
            ["PGHOST"] = "other",
            ["PGPORT"] = "7777",
            ["PGPASSWORD"] = "secret",
            ["PGUSER"] = "carol",
            ["PGDATABASE"] = "elsewhere",
            ["PGSSLMODE"] = "require",
        };
        var read = ConnectionSettings.Read("postgres://u@h/d", new() { Environment = variables.GetValueOrDefault });
        (read.Host, read.Username, read.Database).ShouldBe(("h", "u", "d"));
        (read.Port, read.Password, read.SslMode).ShouldBe((7777, "secret", SslMode.Require));
    }

    [Fact]
    public void Keywords_of_the_driver_are_taken_as_they_are()
    {
        var read = Read("Host=h;Database=d;Username=u;Password=p;Port=99");
        (read.Host, read.Database, read.Username, read.Password, read.Port).ShouldBe(("h", "d", "u", "p", 99));
    }

    [Theory]
    [InlineData("postgres://h/d", true)]
    [InlineData("POSTGRESQL://h/d", true)]
    [InlineData("Host=h;Database=d", true)]
    [InlineData("mongodb://h/d", false)]
    [InlineData("sqlite:a=b.db", false)]
    [InlineData("mysql://h/d?x=y", false)]
    public void A_target_of_postgresql_is_told_from_others(string target, bool ours) =>
        PostgreSqlTarget.Recognises(target).ShouldBe(ours);

    [Theory]
    [InlineData("postgres://u:s3cret@h/d?colour=blue", "The URL has an option colour that is not known: see the parameter key words of libpq.")]
    [InlineData("postgres://u:s3cret@h/d?sslmode=sometimes", "The option sslmode of the URL cannot be 'sometimes'.")]
    [InlineData("postgres://u:s3cret@h/d?service=prod", "A service file is not read: write host, port, database and user in the URL.")]
    [InlineData("Host=h;Pasword=s3cret", "The connection string cannot be read: write Host=…;Port=…;Database=…;Username=…, or a URL postgres://user@host/database.")]
    public void What_cannot_be_read_is_said_without_the_password(string target, string message)
    {
        var wrong = Should.Throw<UsageException>(() => Read(target));
        wrong.Message.ShouldBe(message);
        wrong.Message.ShouldNotContain("s3cret");
    }

    private static NpgsqlConnectionStringBuilder Read(string target) =>
        ConnectionSettings.Read(target, new() { Environment = _ => null });
}
