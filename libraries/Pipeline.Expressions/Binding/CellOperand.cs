using Pipeline.Expressions.Syntax;

namespace Pipeline.Expressions.Binding;

/// <summary>A column that is neither number nor text: an address, a list, a map or a histogram.</summary>
internal sealed record CellOperand(Place Place, int Ordinal, ColumnType Type) : Operand(Place, Type.ToString());
