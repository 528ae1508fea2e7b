using Pipeline.Expressions.Evaluation;
using Pipeline.Expressions.Syntax;

namespace Pipeline.Expressions.Binding;

/// <summary>Gives a parsed expression its meaning for one table: types are checked here, evaluators chosen.</summary>
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

    /// <summary>The expression as a condition on rows.</summary>
    /// <exception cref="ExpressionException">The expression does not fit the table, with the place of the mistake.</exception>
    public static Selection Compile(Expression condition, string text, TableSchema table)
    {
        var slots = new Slots();
        var predicate = new Binder(new Scope(table, text, slots)).Condition(condition);
        return new Selection(predicate, slots.Ordinals);
    }

    /// <summary>The expression as a value a row.</summary>
    /// <param name="value">The expression.</param>
    /// <param name="text">The text it was parsed from.</param>
    /// <param name="table">The table.</param>
    /// <param name="slots">The columns it reads are added here.</param>
    /// <exception cref="ExpressionException">The expression does not fit the table, or has no type of its own.</exception>
    public static DerivedValue Value(Expression value, string text, TableSchema table, Slots slots)
    {
        var scope = new Scope(table, text, slots);
        var operand = new Binder(scope).Bind(value);
        var column = value is ColumnName name ? table.Columns[table.Ordinal(name.Name)] : null;
        return operand switch
        {
            NumberOperand number => new DerivedValue(column, number.Number, null, number.Measure),
            ConditionOperand condition => new DerivedValue(column, null, condition.Predicate, Measure.Any),
            AttributeOperand => throw operand.Place.Error($"{scope.Describe(operand)} has no type of its own: each row may have another"),
            _ when column is not null => new DerivedValue(column, null, null, Measure.Any),
            _ => throw operand.Place.Error($"{scope.Describe(operand)} is neither a number nor true or false"),
        };
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
        CallExpression call => throw call.Name.Place.Error($"there is no function '{call.Name.Text}' here"),
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
