#pragma warning disable
namespace Uniquity.Violations { public static class ViolationText { public static Reading Read(ReadOnlySpan<char> t)=>Reading.Empty; public static async ValueTask<Reading> ReadAsync(TextReader r, CancellationToken c=default)=>Read(await r.ReadToEndAsync(c)); } }
namespace Uniquity.Causes { public sealed record Page(string Code,string Title,string Text); public static class Pages { public static Page? Find(string s)=>null; } public static class OfflineCauses { public static IReadOnlyList<NamedCause> For(Uniquity.Violations.Violation v)=>[]; } }
namespace Uniquity.Cli { internal static partial class Composition2 {} }
