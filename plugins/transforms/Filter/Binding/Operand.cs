using Pipeline.Transforms.Filter.Expressions;

namespace Pipeline.Transforms.Filter.Binding;

/// <summary>A part of the condition with its type known.</summary>
/// <param name="Place">Where it stands.</param>
/// <param name="Kind">Its type, for people.</param>
internal abstract record Operand(Place Place, string Kind);
