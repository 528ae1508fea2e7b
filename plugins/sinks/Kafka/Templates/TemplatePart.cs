namespace Pipeline.Sinks.Kafka.Templates;

/// <summary>A piece of a template.</summary>
/// <param name="Text">What it says, or the name in braces.</param>
/// <param name="IsName">Whether it stands in braces.</param>
/// <param name="Offset">Where the text begins in the template, in characters.</param>
internal readonly record struct TemplatePart(string Text, bool IsName, int Offset);
