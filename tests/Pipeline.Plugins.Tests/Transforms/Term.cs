namespace Pipeline.Plugins.Tests.Transforms;

/// <summary>A random expression: what it says, how tightly its outermost operator binds, and what it is worth in a row by the naive reading.</summary>
/// <param name="Text">As a user would write it.</param>
/// <param name="Level">See <see cref="RandomCondition"/>.</param>
/// <param name="Value">Its value in a row.</param>
/// <param name="IsConstant">Whether it names no column.</param>
/// <param name="IsUnsigned">Whether it is a u64, which bit operators see differently.</param>
internal sealed record Term<T>(string Text, int Level, Func<int, T> Value, bool IsConstant = false, bool IsUnsigned = false);
