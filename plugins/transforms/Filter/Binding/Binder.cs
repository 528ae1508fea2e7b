using Pipeline.Transforms.Filter.Evaluation;
using Pipeline.Transforms.Filter.Expressions;

namespace Pipeline.Transforms.Filter.Binding;

/// <summary>Gives a parsed condition its meaning for one table: types are checked here, evaluators chosen.</summary>
internal sealed class Binder
{
    private readonly Scope _scope;
    private readonly ArithmeticBinder _arithmetic;
    private readonly ComparisonBinder _comparisons;
    private readonly TextBinder _texts;
    private readonly MembershipBinder _memberships;

    private Binder(Scope scope)
    {
        _scope = scope;
        _arithmetic = new ArithmeticBinder(scope);
        _texts = new TextBinder(scope);
        _comparisons = new ComparisonBinder(scope, _arithmetic, _texts);
        _memberships = new MembershipBinder(scope, _comparisons);
    }

    /// <exception cref="OptionException">The condition does not fit the table, with the place of the mistake.</exception>
    public static Selection Compile(Expression condition, string text, TableSchema table)
    {
        var scope = new Scope(table, text);
        var predicate = new Binder(scope).Condition(condition);
        return new Selection(predicate, scope.Ordinals);
    }

    private Predicate Condition(Expression expression) => Bind(expression) switch
    {
        ConditionOperand condition => condition.Predicate,
        AttributeOperand attribute => attribute.AsCondition(),
        var other => throw other.Place.Error($"{_scope.Describe(other)} is neither true nor false: compare it with something"),
    };

    private Operand Bind(Expression expression) => expression switch
    {
        ColumnName name => _scope.Column(name),
        AttributeName attribute => _scope.Attribute(attribute),
        BoolLiteral literal => new ConditionOperand(literal.Place, new ConstantPredicate(literal.Value)),
        TextLiteral literal => new LiteralOperand(literal),
        IntegerLiteral literal => ArithmeticBinder.Literal(literal),
        FloatLiteral literal => new NumberOperand(literal.Place, "a number", new FloatConstant(literal.Value), Measure.Any),
        NotExpression not => new ConditionOperand(not.Place, new NotPredicate(Condition(not.Operand))),
        ChainExpression { All: true } chain => new ConditionOperand(chain.Place, new AllOf([.. chain.Operands.Select(Condition)])),
        ChainExpression chain => new ConditionOperand(chain.Place, new AnyOf([.. chain.Operands.Select(Condition)])),
        UnaryExpression unary => _arithmetic.Unary(unary, Bind(unary.Operand)),
        BinaryExpression binary => Binary(binary),
        _ => throw expression.Place.Error("a list stands only after 'in'"),
    };

    private Operand Binary(BinaryExpression binary)
    {
        var left = Bind(binary.Left);
        if (binary is { Operator: Operator.In, Right: ListExpression list })
            return new ConditionOperand(binary.Place, _memberships.InList(binary.Place, left, [.. list.Items.Select(Bind)]));
        var right = Bind(binary.Right);
        if (binary.Operator >= Operator.BitOr)
            return _arithmetic.Binary(binary.Place, binary.Operator, left, right);
        var place = binary.Place;
        return new ConditionOperand(place, binary.Operator switch
        {
            Operator.In => _memberships.In(place, left, right),
            Operator.Has => _memberships.Has(place, left, right),
            Operator.Matches => _texts.Matches(place, left, right),
            Operator.Contains or Operator.StartsWith or Operator.EndsWith => _texts.Search(place, binary.Operator, left, right),
            _ => _comparisons.Compare(place, binary.Operator, left, right),
        });
    }
}
