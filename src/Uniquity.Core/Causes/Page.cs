namespace Uniquity.Causes;

/// <summary>A page that explains a cause, an engine's code, or a question that everyone asks.</summary>
/// <param name="Id"><c>UQ104</c>, <c>23505</c>, or a question's file name.</param>
/// <param name="Title">The page's heading.</param>
/// <param name="Markdown">The whole page.</param>
public sealed record Page(string Id, string Title, string Markdown);
