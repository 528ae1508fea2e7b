using Pipeline.Expressions.Evaluation;
using Pipeline.Expressions.Syntax;

namespace Pipeline.Expressions.Binding;

/// <summary><c>in</c> and <c>has</c>.</summary>
internal sealed class MembershipBinder(Scope scope, ComparisonBinder comparisons)
{
    // Up to here testing for one member after the other is faster than searching.
    private const int FewMembers = 8;

    /// <summary><c>x in [a, b]</c>: equal to any, so that names, units and addresses mean the same as in a comparison.</summary>
    public Predicate InList(Place place, Operand left, IReadOnlyList<Operand> items)
    {
        foreach (var item in items)
            if (item is not (LiteralOperand or NumberOperand { IsConstant: true }))
                throw item.Place.Error($"{scope.Quote(item.Place)} is no constant, which a list needs");
        var tests = items.Select(item => Test(left, item)).ToArray();
        if (items.Count <= FewMembers)
            return new AnyOf(tests);
        if (left is TextOperand text)
            return new TextSet(text.Source, items.Cast<LiteralOperand>().Select(i => i.Literal.Value));
        return left is NumberOperand { Number: IntegerColumn column } && tests.All(t => t is ISingleInteger { Cell: not null } or ConstantPredicate)
            ? new IntegerSet(column.Slot, column.Type.Width, tests.OfType<ISingleInteger>().Select(t => t.Cell ?? 0))
            : new AnyOf(tests);
    }

    /// <summary><c>ip in "10.0.0.0/8"</c>, the one thing a list of one needs no brackets for.</summary>
    public Predicate In(Place place, Operand left, Operand right) =>
        left is CellOperand { Type.Kind: ColumnKind.Ip } && right is LiteralOperand
            ? Test(left, right)
            : throw right.Place.Error($"{scope.Describe(right)} is no list: write {scope.Quote(left.Place)} in [...]");

    public Predicate Has(Place place, Operand left, Operand right)
    {
        if (left is CellOperand { Type.Kind: ColumnKind.Map } map && right is LiteralOperand key)
            return new EntryKind(new MapEntry(map.Ordinal, key.Literal.Value));
        if (left is not NumberOperand { Type: { Kind: ColumnKind.Flags } type, Number: IntegerColumn column })
            throw left.Place.Error($"{scope.Describe(left)} is no column of flags or attributes");
        if (right is not LiteralOperand literal)
            throw right.Place.Error($"{scope.Describe(right)} is no name in quotes");
        var mask = Names.Find(scope, left, type, literal);
        // A name for no flag at all, such as "none", is had by the empty set alone.
        return mask == 0
            ? Ranges.Of(Operator.Equal, column, new IntegerConstant(0))
            : new IntegerComparison(Operator.Equal, new BitOperation(Operator.BitAnd, column, new IntegerConstant(mask)), new IntegerConstant(mask));
    }

    private Predicate Test(Operand left, Operand item) =>
        left is CellOperand { Type.Kind: ColumnKind.Ip } ip && item is LiteralOperand literal
            ? IpNetwork.Parse(literal).Test(scope.Slot(ip.Ordinal))
            : comparisons.Compare(item.Place, Operator.Equal, left, item);
}
