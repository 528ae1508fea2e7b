using System.Collections.Immutable;
using Pipeline.Expressions.Binding;
using Pipeline.Expressions.Syntax;

namespace Pipeline.Transforms.Histogram.Buckets;

/// <summary>Reads the option <c>buckets</c>: a name, or a name with numbers in parentheses, in the expressions' own spelling.</summary>
internal sealed class BucketOption
{
    private const string Key = "buckets";
    private const int MostBounds = 1024;
    private const int DefaultBounds = 28;
    private const long Microsecond = 1_000;

    private static readonly string[] Names = ["exp2", "linear", "explicit", "exponential"];

    private readonly ColumnSchema _value;
    private readonly Measure _measure;

    private BucketOption(ColumnSchema value)
    {
        _value = value;
        _measure = Measure.Of(value);
    }

    /// <exception cref="OptionException">The text names no buckets for such a column, with the place of the mistake.</exception>
    public static BucketState Read(string text, ColumnSchema value) =>
        ExpressionException.Tell(Key, () => new BucketOption(value).Read(Parser.Parse(text, "exp2")));

    private BucketState Read(Expression expression)
    {
        var (name, arguments) = expression switch
        {
            ColumnName word => (word.Name, []),
            CallExpression call => (call.Name.Text, call.Arguments),
            _ => throw expression.Place.Error($"this names no buckets (expected one of {string.Join(", ", Names)})"),
        };
        return (name, arguments.Count) switch
        {
            ("exp2", 0) => Doubling(expression, DefaultFirst, DefaultBounds),
            ("exp2", 2) => Doubling(arguments[0], Bound(arguments[0]), Count(arguments[1])),
            ("linear", 3) => Equal(arguments, Bound(arguments[0]), Bound(arguments[1]), Count(arguments[2])),
            ("explicit", > 0 and <= MostBounds) => Explicit(arguments),
            ("exponential", 0) => new ExponentialState(),
            ("exp2", _) => throw expression.Place.Error("exp2 takes nothing, or the first bound and how many there are: exp2(1us, 28)"),
            ("linear", _) => throw expression.Place.Error("linear takes the first bound, the width and how many bounds there are: linear(0, 10ms, 20)"),
            ("explicit", _) => throw expression.Place.Error($"explicit takes 1 to {MostBounds} bounds: explicit(1ms, 10ms, 100ms)"),
            ("exponential", _) => throw expression.Place.Error("exponential takes nothing: it adapts to the values"),
            _ => throw NameOf(expression).Unknown($"there are no buckets '{name}' (expected one of {string.Join(", ", Names)})", name, Names),
        };
    }

    private static Place NameOf(Expression expression) => expression is CallExpression call ? call.Name.Place : expression.Place;

    // A microsecond, below which hardly anything that is timed lies; of what has no finer unit, one of that.
    private double DefaultFirst => _measure.Dimension != Dimension.Duration ? 1
        : _value.Type.Kind == ColumnKind.F64 ? (double)Microsecond / _measure.Scale
        : Math.Max(1, Microsecond / _measure.Scale);

    private static ExplicitState Doubling(Expression place, double first, int count) =>
        first > 0
            ? Make(place, Enumerable.Range(0, count).Select(i => Math.ScaleB(first, i)), takesNegative: false)
            : throw place.Place.Error("the first bound must be above zero, because the others are its doubles");

    private static ExplicitState Equal(IReadOnlyList<Expression> arguments, double first, double width, int count) =>
        width > 0
            ? Make(arguments[1], Enumerable.Range(0, count).Select(i => first + i * width), takesNegative: true)
            : throw arguments[1].Place.Error("the width must be above zero");

    private ExplicitState Explicit(IReadOnlyList<Expression> arguments)
    {
        double[] bounds = [.. arguments.Select(Bound)];
        for (var i = 1; i < bounds.Length; i++)
            if (bounds[i] <= bounds[i - 1])
                throw arguments[i].Place.Error("bounds must ascend: this one is not above the one before");
        return Make(arguments[0], bounds, takesNegative: true);
    }

    private static ExplicitState Make(Expression place, IEnumerable<double> bounds, bool takesNegative)
    {
        var all = bounds.ToImmutableArray();
        for (var i = 0; i < all.Length; i++)
            if (!double.IsFinite(all[i]) || (i > 0 && all[i] <= all[i - 1]))
                throw place.Place.Error("with this the bounds are beyond what a 64 bit float can tell apart");
        return new ExplicitState(all, takesNegative);
    }

    private static int Count(Expression argument) =>
        argument is IntegerLiteral { Dimension: Dimension.Any, Value: var count } && count >= 1 && count <= MostBounds
            ? (int)count
            : throw argument.Place.Error($"this is no number of bounds (expected 1 to {MostBounds})");

    private double Bound(Expression argument) => argument switch
    {
        UnaryExpression { Complement: false } minus => -Bound(minus.Operand),
        FloatLiteral number => number.Value,
        IntegerLiteral { Dimension: Dimension.Any } number => (double)number.Value,
        IntegerLiteral number when number.Dimension == _measure.Dimension || _measure.Dimension == Dimension.Any => (double)number.Value / _measure.Scale,
        IntegerLiteral number => throw argument.Place.Error(
            $"this is a {(number.Dimension == Dimension.Size ? "size" : "duration")}, and '{_value.Name}' is {Grouping.InputColumns.Describe(_value)}"),
        _ => throw argument.Place.Error("this is no number, which a bound must be"),
    };
}
