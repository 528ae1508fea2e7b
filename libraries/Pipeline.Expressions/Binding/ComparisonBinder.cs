using Pipeline.Expressions.Evaluation;
using Pipeline.Expressions.Syntax;

namespace Pipeline.Expressions.Binding;

/// <summary>== &lt; &lt;= &gt; &gt;= of whatever can be compared.</summary>
internal sealed class ComparisonBinder(Scope scope, ArithmeticBinder arithmetic, TextBinder texts)
{
    public Predicate Compare(Place place, Operator operation, Operand left, Operand right)
    {
        // What takes its type from the other side stands on the right, an attribute on the left.
        if ((left is LiteralOperand && right is not LiteralOperand) || (right is AttributeOperand && left is not AttributeOperand))
            return Compare(place, Flip(operation), right, left);
        return (left, right) switch
        {
            (ConditionOperand a, ConditionOperand b) when operation == Operator.Equal => new SamePredicate(a.Predicate, b.Predicate),
            (NumberOperand a, LiteralOperand b) => NumberWithText(place, operation, a, b),
            (NumberOperand a, NumberOperand b) => Numbers(place, operation, a, b),
            (TextOperand a, TextOperand b) => texts.Compare(operation, a.Source, b.Source),
            (AttributeOperand a, TextOperand b) => a.AsText(text => Compare(place, operation, text, b)),
            (AttributeOperand a, NumberOperand b) => a.AsNumber(number => Compare(place, operation, number, b)),
            (AttributeOperand a, ConditionOperand b) when operation == Operator.Equal =>
                new AllOf([new EntryKind(a.Entry, AttributeKind.Bool), new SamePredicate(a.AsCondition(), b.Predicate)]),
            (CellOperand a, _) when operation == Operator.Equal && a.Type.Kind is ColumnKind.Ip or ColumnKind.Mac => Addresses(place, a, right),
            _ => throw Mismatch(place, left, right),
        };
    }

    public ExpressionException Mismatch(Place place, Operand left, Operand right) =>
        place.Error($"{scope.Describe(left)} cannot be compared with {scope.Describe(right)}{Hint(left, right)}");

    private static string Hint(Operand left, Operand right) => (left, right) switch
    {
        (CellOperand { Type.Kind: ColumnKind.Utf8List }, _) => " this way: use 'contains'",
        (CellOperand { Type.Kind: ColumnKind.Map }, _) => " as a whole: name an attribute, such as attributes[\"key\"]",
        (CellOperand { Type.Kind: ColumnKind.Ip or ColumnKind.Mac }, LiteralOperand) => " by order: use '==', '!=' or 'in'",
        (ConditionOperand, ConditionOperand) => " by order: use '==' or '!='",
        _ => "",
    };

    private Predicate NumberWithText(Place place, Operator operation, NumberOperand number, LiteralOperand literal)
    {
        if (number.Measure.Dimension == Dimension.Time)
            return Numbers(place, operation, number, new NumberOperand(literal.Place, "time", Times.Parse(literal), Measure.Time));
        if (number.Type is not { Kind: ColumnKind.Enum } type)
            throw number.Type is { Kind: ColumnKind.Flags }
                ? place.Error($"{scope.Describe(number)} is a set of names: use 'has'")
                : Mismatch(place, number, literal);
        if (operation != Operator.Equal)
            throw place.Error($"{scope.Describe(number)} cannot be compared with a name by order: use '==', '!=' or 'in'");
        return Ranges.Of(Operator.Equal, (IntegerColumn)number.Number, new IntegerConstant(Names.Find(scope, number, type, literal)));
    }

    private Predicate Numbers(Place place, Operator operation, NumberOperand left, NumberOperand right)
    {
        if ((left.Measure.Dimension == Dimension.Time) != (right.Measure.Dimension == Dimension.Time))
            throw place.Error(
                $"{scope.Describe(left)} cannot be compared with {scope.Describe(right)}: a time is written in quotes, such as \"2026-01-31T12:00:00Z\"");
        if (left.Type is { Kind: ColumnKind.Enum } a && right.Type is { Kind: ColumnKind.Enum } b && !a.Names.SequenceEqual(b.Names))
            throw place.Error($"{scope.Describe(left)} and {scope.Describe(right)} have different names");
        var (x, y, _) = arithmetic.Align(place, left, right);
        return Ranges.TryOf(operation, x, y) ?? Ranges.TryOf(Flip(operation), y, x) ?? General(operation, x, y);
    }

    private static Predicate General(Operator operation, Number left, Number right)
    {
        if (operation is Operator.Greater or Operator.GreaterOrEqual)
            return General(Flip(operation), right, left);
        return left is IntegerNumber a && right is IntegerNumber b
            ? new IntegerComparison(operation, a, b)
            : new FloatComparison(operation, Binding.Numbers.ToFloat(left), Binding.Numbers.ToFloat(right));
    }

    private Predicate Addresses(Place place, CellOperand column, Operand other)
    {
        if (other is CellOperand second && second.Type.Equals(column.Type))
            return new TextComparison(Operator.Equal, new TextColumn(column.Ordinal, column.Type), new TextColumn(second.Ordinal, second.Type));
        if (other is not LiteralOperand literal)
            throw Mismatch(place, column, other);
        return column.Type.Kind == ColumnKind.Ip
            ? IpNetwork.ParseAddress(literal).Test(scope.Slot(column.Ordinal))
            : new TextComparison(Operator.Equal, new TextColumn(column.Ordinal, column.Type), new TextConstant(MacAddress.Parse(literal)));
    }

    private static Operator Flip(Operator operation) => operation switch
    {
        Operator.Less => Operator.Greater,
        Operator.LessOrEqual => Operator.GreaterOrEqual,
        Operator.Greater => Operator.Less,
        Operator.GreaterOrEqual => Operator.LessOrEqual,
        _ => operation,
    };
}
