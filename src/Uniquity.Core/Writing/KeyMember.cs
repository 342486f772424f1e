using System.Linq.Expressions;
using System.Reflection;

namespace Uniquity.Writing;

/// <summary>One part of a key as an expression names it: a property, or one that is folded (<c>x.Email.ToLowerInvariant()</c>).</summary>
/// <param name="Path">The properties from the row on; more than one for an owned type.</param>
/// <param name="Function">The SQL function around it, <c>lower</c> or <c>upper</c>; <see langword="null"/> for none.</param>
internal sealed record KeyMember(IReadOnlyList<PropertyInfo> Path, string? Function)
{
    /// <summary>The property's name, or its path with dots.</summary>
    public string Name => string.Join('.', Path.Select(property => property.Name));

    /// <summary>The parts that an expression names.</summary>
    /// <exception cref="WriteException">The expression is none that names properties.</exception>
    public static IReadOnlyList<KeyMember> Of(LambdaExpression expression)
    {
        var body = Bare(expression.Body);
        return body is NewExpression { Arguments: { Count: > 0 } arguments } ? [.. arguments.Select(One)] : [One(body)];
    }

    /// <summary>The properties that an expression names; no function may be around them.</summary>
    /// <exception cref="WriteException">The expression is none that names properties.</exception>
    public static IReadOnlyList<string> Names(LambdaExpression expression) =>
        [.. Of(expression).Select(member => member.Function is null ? member.Name : throw new WriteException($"{expression.Body} is no property: name the property alone."))];

    private static KeyMember One(Expression expression)
    {
        var at = Bare(expression);
        string? function = null;
        if (at is MethodCallExpression { Object: { } folded, Arguments.Count: 0, Method.Name: var name } && Folding(name) is { } known) (at, function) = (Bare(folded), known);
        var path = new List<PropertyInfo>();
        while (at is MemberExpression { Member: PropertyInfo property, Expression: { } owner }) (path, at) = ([property, .. path], Bare(owner));
        if (path.Count == 0 || at is not ParameterExpression)
            throw new WriteException($"{expression} names no property. A key is x => x.Email, x => new {{ x.TenantId, x.Email }} or x => x.Email.ToLowerInvariant().");
        return new(path, function);
    }

    private static string? Folding(string method) => method switch
    {
        nameof(string.ToLower) or nameof(string.ToLowerInvariant) => "lower",
        nameof(string.ToUpper) or nameof(string.ToUpperInvariant) => "upper",
        _ => null,
    };

    // A value in an object, and a string that is said not to be null.
    private static Expression Bare(Expression expression) =>
        expression is UnaryExpression { NodeType: ExpressionType.Convert or ExpressionType.ConvertChecked } convert ? Bare(convert.Operand) : expression;
}
