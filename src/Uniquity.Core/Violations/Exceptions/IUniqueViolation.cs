namespace Uniquity.Violations;

/// <summary>An exception that already knows the violation it stands for, as the libraries of Uniquity throw it.</summary>
public interface IUniqueViolation
{
    /// <summary>The violation.</summary>
    Violation Violation { get; }

    /// <summary>The properties of the application's own type that make the key, in its order (<c>Email</c>, <c>Address.City</c>).</summary>
    /// <value>Empty where no property is known; then the columns of <see cref="Violations.Violation.Key"/> are what there is.</value>
    IReadOnlyList<string> Properties { get; }

    /// <summary>The application's own type whose row was refused (<c>User</c>), where it is known.</summary>
    string? Entity => null;
}
