using Xunit;

namespace Uniquity.Testing.Conformance;

/// <summary>Names that adapters have to quote, and that naive ones break on.</summary>
public sealed class HostileNames : TheoryData<string>
{
    /// <summary>Makes the list.</summary>
    public HostileNames()
    {
        Add("order items");
        Add("select");
        Add("MixedCase");
        Add("dot.ted");
        Add("we\"ird");
        Add("it's");
        Add("semi;colon");
        Add("x'; DROP TABLE keep; --");
        Add("größe_名前_🚀");
        Add("back`tick");
        Add("[brackets]");
        Add("a,b");
        Add("per%cent_$1_?_:p_@q");
        Add("-- comment");
        Add(" padded ");
        Add("n23456789012345678901234567890123456789012345678901234567890_63");
    }

    /// <summary>A name in double quotes, as standard SQL quotes it.</summary>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
