using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Localization;
using Uniquity.Violations;

namespace Uniquity.AspNetCore;

/// <summary>Writes a violation as problem details: the field is named, its value never.</summary>
internal sealed class UniqueViolationProblem(UniqueViolationProblemOptions options, IStringLocalizer? texts, JsonNamingPolicy? policy)
{
    /// <summary>The problem of a violation.</summary>
    /// <param name="violation">The violation.</param>
    /// <param name="known">What the exception knows of the application's own names.</param>
    public HttpValidationProblemDetails Of(Violation violation, IUniqueViolation? known)
    {
        var own = violation.Index is { } index ? options.Indexes.GetValueOrDefault(index) : null;
        var fields = own?.Fields ?? FieldNames.Of(violation, known?.Properties ?? [], policy);
        var message = Message(violation.Index, own, Thing(known?.Entity), fields);
        return new HttpValidationProblemDetails(fields.ToDictionary(field => field, _ => new[] { message }, StringComparer.Ordinal))
        {
            Status = options.Status,
            Type = options.Type,
            Title = Translated(options.Title) ?? options.Title,
            Detail = message,
        };
    }

    private string Message(string? index, IndexProblem? own, string thing, IReadOnlyList<string> fields)
    {
        var said = Translated(index) ?? Translated(own?.Message) ?? own?.Message;
        if (said is not null) return said;
        if (fields.Count == 0) return Translated(options.Title) ?? options.Title;
        var names = fields.Select(FieldNames.Words).ToList();
        var joined = names.Count == 1 ? names[0] : $"{string.Join(", ", names.SkipLast(1))} and {names[^1]}";
        return string.Format(CultureInfo.CurrentCulture, Translated(options.Message) ?? options.Message, thing, joined);
    }

    private static string Thing(string? entity)
    {
        if (entity is null) return "An entry";
        var words = FieldNames.Words(entity);
        return words.Length > 0 && "aeiou".Contains(words[0], StringComparison.OrdinalIgnoreCase) ? $"An {words}" : $"A {words}";
    }

    private string? Translated(string? key) => key is not null && texts?[key] is { ResourceNotFound: false } text ? text.Value : null;
}
