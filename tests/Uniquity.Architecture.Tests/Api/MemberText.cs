using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Uniquity.Architecture.Tests.Api;

/// <summary>Writes one member as its declaration reads.</summary>
internal static class MemberText
{
    private static readonly NullabilityInfoContext Nullability = new();

    public static string Of(ConstructorInfo constructor) =>
        $"{Access(constructor)}{constructor.DeclaringType!.Name.Split('`')[0]}({Parameters(constructor)})";

    public static string Of(FieldInfo field)
    {
        var kind = field.IsLiteral ? "const " : (field.IsStatic ? "static " : "") + (field.IsInitOnly ? "readonly " : "");
        return $"{kind}{TypeText.Of(Nullability.Create(field))} {field.Name}";
    }

    public static string Of(EventInfo item) => $"event {TypeText.Of(item.EventHandlerType!)} {item.Name}";

    public static string Of(PropertyInfo property)
    {
        var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
        var shared = property.GetAccessors(nonPublic: true)[0].IsStatic ? "static " : "";
        var index = property.GetIndexParameters() is { Length: > 0 } parameters ? $"[{string.Join(", ", parameters.Select(Of))}]" : "";
        var get = property.GetMethod is { IsPublic: true } or { IsFamily: true } ? "get; " : "";
        var set = property.SetMethod is { IsPublic: true } or { IsFamily: true } ? IsInit(property.SetMethod) ? "init; " : "set; " : "";
        return $"{required}{shared}{TypeText.Of(Nullability.Create(property))} {property.Name}{index} {{ {get}{set}}}";
    }

    public static string Of(MethodInfo method)
    {
        var generic = method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(TypeText.Of))}>" : "";
        var shared = method.IsStatic ? "static " : "";
        var virtuality = method.DeclaringType!.IsInterface ? ""
            : method.IsAbstract ? "abstract "
            : method.GetBaseDefinition() != method ? "override "
            : method.IsVirtual && !method.IsFinal ? "virtual " : "";
        var extension = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        var returned = TypeText.Of(Nullability.Create(method.ReturnParameter));
        return $"{Access(method)}{shared}{virtuality}{returned} {method.Name}{generic}({extension}{Parameters(method)})";
    }

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static bool IsInit(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(Of));

    private static string Of(ParameterInfo parameter)
    {
        var mode = parameter.IsOut ? "out " : parameter.IsIn ? "in " : parameter.ParameterType.IsByRef ? "ref "
            : parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) ? "params " : "";
        var value = !parameter.HasDefaultValue ? "" : " = " + (parameter.RawDefaultValue switch
        {
            null => parameter.ParameterType.IsValueType && Nullable.GetUnderlyingType(parameter.ParameterType) is null ? "default" : "null",
            string text => $"\"{text}\"",
            bool flag => flag ? "true" : "false",
            var other => Convert.ToString(other, CultureInfo.InvariantCulture),
        });
        return $"{mode}{TypeText.Of(Nullability.Create(parameter))} {parameter.Name}{value}";
    }
}
