using Pipeline.Expressions.Syntax;

namespace Pipeline.Expressions.Binding;

/// <summary>A part of an expression with its type known.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Kind">Its type, for people.</param>
internal abstract record Operand(Place Place, string Kind);
