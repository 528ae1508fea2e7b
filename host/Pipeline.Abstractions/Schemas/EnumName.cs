namespace Pipeline;

/// <summary>One name of an enum or flags column. For flags <paramref name="Value"/> is the bit mask.</summary>
public readonly record struct EnumName(string Name, long Value);
