namespace Uniquity.Causes;

/// <summary>A command of a remedy, ready to run.</summary>
/// <param name="Language"><c>sql</c>, <c>mongosh</c>, <c>shell</c>, or the name of a programming language.</param>
/// <param name="Text">The command with the user's own names, quoted.</param>
public sealed record RemedyCommand(string Language, string Text);
