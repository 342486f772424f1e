using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace Uniquity.Architecture.Tests.Api;

/// <summary>Writes what a library promises to its users: every public and protected member, in a stable order.</summary>
internal static class PublicApi
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Describe(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var space in assembly.GetExportedTypes().GroupBy(type => type.Namespace).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            text.Append($"namespace {space.Key}\n\n");
            foreach (var type in space.OrderBy(type => type.FullName, StringComparer.Ordinal)) Describe(type, text);
        }

        return text.ToString().TrimEnd() + "\n";
    }

    private static void Describe(Type type, StringBuilder text)
    {
        text.Append($"{Kind(type)} {TypeText.Of(type)}{Bases(type)}\n");
        var members = type.IsEnum ? Enum.GetNames(type).AsEnumerable() : Members(type);
        foreach (var member in members) text.Append($"    {member}\n");
        text.Append('\n');
    }

    private static string Kind(Type type)
    {
        if (type.IsEnum) return "enum";
        if (type.IsInterface) return "interface";
        if (typeof(Delegate).IsAssignableFrom(type)) return "delegate";
        var record = type.GetMethod("<Clone>$") is not null || type.GetMethod("PrintMembers", Declared) is not null ? "record" : "class";
        if (type.IsValueType) return record == "record" ? "record struct" : "struct";
        return (type.IsAbstract && type.IsSealed ? "static " : type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "") + record;
    }

    private static string Bases(Type type)
    {
        if (type.IsEnum) return "";
        var inherited = type.GetInterfaces().SelectMany(parent => parent.GetInterfaces())
            .Concat(type.BaseType?.GetInterfaces() ?? []).ToHashSet();
        var bases = type.GetInterfaces().Where(parent => parent.IsPublic && !inherited.Contains(parent) && !IsOwnEquality(parent, type))
            .Select(TypeText.Of).Order(StringComparer.Ordinal).ToList();
        if (type.BaseType is { } parent && parent != typeof(object) && parent != typeof(ValueType)) bases.Insert(0, TypeText.Of(parent));
        return bases.Count == 0 ? "" : " : " + string.Join(", ", bases);
    }

    private static bool IsOwnEquality(Type parent, Type type) =>
        parent.IsGenericType && parent.GetGenericTypeDefinition() == typeof(IEquatable<>) && parent.GenericTypeArguments[0] == type;

    private static IEnumerable<string> Members(Type type) =>
        InOrder(type.GetConstructors(Declared).Where(IsPromised), MemberText.Of)
            .Concat(InOrder(type.GetFields(Declared).Where(field => field.IsPublic || field.IsFamily), MemberText.Of))
            .Concat(InOrder(type.GetProperties(Declared).Where(HasPromisedAccessor), MemberText.Of))
            .Concat(InOrder(type.GetEvents(Declared).Where(item => IsPromised(item.AddMethod!)), MemberText.Of))
            .Concat(InOrder(type.GetMethods(Declared).Where(method => IsPromised(method) && IsWritten(method)), MemberText.Of));

    private static IEnumerable<string> InOrder<T>(IEnumerable<T> members, Func<T, string> write) where T : MemberInfo =>
        members.Select(member => (member.Name, Text: write(member)))
            .OrderBy(member => member.Name, StringComparer.Ordinal).ThenBy(member => member.Text, StringComparer.Ordinal).Select(member => member.Text);

    private static bool HasPromisedAccessor(PropertyInfo property) =>
        property.Name != "EqualityContract" && property.GetAccessors(nonPublic: true).Any(IsPromised);

    private static bool IsPromised(MethodBase method) =>
        (method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly) && !(method is ConstructorInfo && IsGenerated(method));

    /// <summary>Written by a person to be called: no accessor, nothing the compiler makes for a record, no test of the suite.</summary>
    private static bool IsWritten(MethodInfo method) =>
        !IsGenerated(method) && !method.IsDefined(typeof(FactAttribute), inherit: true) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal));

    private static bool IsGenerated(MemberInfo member) => member.IsDefined(typeof(CompilerGeneratedAttribute));
}
