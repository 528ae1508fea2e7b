using Pipeline.Expressions.Binding;
using Pipeline.Expressions.Evaluation;
using Pipeline.Expressions.Syntax;
using Pipeline.Transforms.Aggregate.Series;
using Pipeline.Transforms.Aggregate.States;

namespace Pipeline.Transforms.Aggregate;

/// <summary>Gives an aggregation its meaning for one table: whether the function suits what it is about, and what comes of it.</summary>
internal sealed class AggregationBinder(Aggregation aggregation, InputBinding input, Temporality temporality)
{
    private Function Function => aggregation.Function;

    private Place Place => aggregation.Call.Place;

    /// <exception cref="OptionException">The function does not suit what it is about, or the table has no such column.</exception>
    public static BoundAggregation Bind(Aggregation aggregation, InputBinding input, Temporality temporality) =>
        ExpressionException.Tell(aggregation.Key, () => new AggregationBinder(aggregation, input, temporality).Bind());

    private BoundAggregation Bind()
    {
        if (aggregation.Argument is not { } argument)
            return new BoundAggregation(null, Emitted(ColumnType.U64, null, Instrument.Counter), new CountState(), new Operand.Rows());
        MetricColumns.Check(aggregation, input.Table);
        var value = Binder.Value(argument, aggregation.Text, input.Table, input.Slots);
        return value switch
        {
            { Number: { } number } => OfNumber(value, number),
            { Condition: { } condition } => Function == Function.Count
                ? new BoundAggregation(value.As(aggregation.Name), Emitted(ColumnType.U64, null, Instrument.Counter), new CountState(), new Operand.Condition(condition))
                : throw Place.Error($"{Quote(argument)} is true or false: {Name} takes a number (expected count)"),
            _ => OfCell(value.Column!),
        };
    }

    private string Name => aggregation.Call.Name.Text;

    private BoundAggregation OfCell(ColumnSchema column)
    {
        if (Function != Function.Merge || column.Type.Kind != ColumnKind.Histogram)
            throw Place.Error($"'{column.Name}' is {column.Type}: {Name} takes a {(Function == Function.Merge ? "histogram" : "number")}");
        var emitted = Emitted(column.Type, column.Unit, Instrument.Histogram);
        return new BoundAggregation(column, emitted, new MergeState(column.Type), new Operand.Histograms(SourceOf(column)));
    }

    private HistogramSource SourceOf(ColumnSchema column)
    {
        var ordinal = input.Table.Ordinal(column.Name);
        if (!IsRunningTotal(column))
            return new HistogramColumn(ordinal);
        var (readings, offset) = input.Keep(HistogramGrowth.SizeOf(column.Type), aggregation.Key);
        return new HistogramGrowth(column.Type, ordinal, readings, offset);
    }

    private bool IsRunningTotal(ColumnSchema? column) =>
        input.Table.Kind == TableKind.Metric && column is { Instrument: Instrument.Counter or Instrument.Histogram, Temporality: Temporality.Cumulative };

    private BoundAggregation OfNumber(DerivedValue value, Number number)
    {
        var isTime = value.Measure.Dimension == Dimension.Time;
        if (Function == Function.Merge)
            throw Place.Error("merge takes a column of histograms");
        if (isTime && Function is Function.Sum or Function.Avg)
            throw Place.Error($"times do not add up, which {Name} needs");
        if (value.Column?.Type.Kind is ColumnKind.Enum or ColumnKind.Flags && Function is not (Function.Last or Function.Count))
            throw Place.Error($"'{value.Column.Name}' is {value.Column.Type}: {Name} takes a number (expected last, count, or a comparison to count)");
        var argument = value.As(aggregation.Name);
        // A computed integer may be none in some rows, which only a float can tell.
        var isPicked = Function is Function.Min or Function.Max or Function.Last;
        return number is IntegerNumber integer && (!isPicked || value.Column is not null || isTime)
            ? OfInteger(argument, integer, OperandOf(value.Column, integer, isTime))
            : OfFloat(argument, OperandOf(value.Column, Numbers.ToFloat(number)));
    }

    private Operand OperandOf(ColumnSchema? column, IntegerNumber number, bool isTime)
    {
        if (Function != Function.Sum || !IsRunningTotal(column))
            return new Operand.Integers(number, isTime);
        var (readings, offset) = input.Keep(CounterGrowth.Size, aggregation.Key);
        return new CounterGrowth(number, readings, offset);
    }

    private Operand OperandOf(ColumnSchema? column, FloatNumber number)
    {
        if (Function != Function.Sum || !IsRunningTotal(column))
            return new Operand.Floats(number);
        var (readings, offset) = input.Keep(FloatCounterGrowth.Size, aggregation.Key);
        return new FloatCounterGrowth(new Operand.Floats(number), readings, offset);
    }

    private BoundAggregation OfInteger(ColumnSchema argument, IntegerNumber number, Operand operand)
    {
        var unsigned = number.Unsigned;
        var type = argument.Type;
        // Of these no sum ever shrinks.
        var onlyGrows = type is { Kind: ColumnKind.Duration } or { Signed: false } || argument.Instrument == Instrument.Counter;
        var (emitted, state) = Function switch
        {
            Function.Count => (Emitted(ColumnType.U64, null, Instrument.Counter), new CountState()),
            Function.Sum => (
                Emitted(SumOf(type), argument.Unit, onlyGrows ? Instrument.Counter : Instrument.Gauge),
                new IntegerSumState(unsigned, emitsUnsigned: !type.Signed)),
            Function.Avg => (Emitted(ColumnType.F64, UnitOf(argument), Instrument.Gauge), new AverageState(areIntegers: true, unsigned)),
            _ => (Emitted(type, argument.Unit, Instrument.Gauge), (ValueState)new IntegerPickState(Function, unsigned, type.Width)),
        };
        return new BoundAggregation(argument, emitted, state, operand);
    }

    private BoundAggregation OfFloat(ColumnSchema argument, Operand operand)
    {
        var (emitted, state) = Function switch
        {
            Function.Count => (Emitted(ColumnType.U64, null, Instrument.Counter), new CountState()),
            Function.Sum => (Emitted(ColumnType.F64, argument.Unit, argument.Instrument == Instrument.Counter ? Instrument.Counter : Instrument.Gauge), new FloatSumState()),
            Function.Avg => (Emitted(ColumnType.F64, UnitOf(argument), Instrument.Gauge), new AverageState(areIntegers: false, areUnsigned: false)),
            _ => (Emitted(ColumnType.F64, UnitOf(argument), Instrument.Gauge), (ValueState)new FloatPickState(Function)),
        };
        return new BoundAggregation(argument, emitted, state, operand);
    }

    private ColumnSchema Emitted(ColumnType type, string? unit, Instrument instrument) =>
        new(aggregation.Name, type) { Unit = unit, Help = $"{aggregation.Text} of a group.", Instrument = instrument, Temporality = temporality };

    private string Quote(Expression expression) => aggregation.Text.Substring(expression.Place.Offset, expression.Place.Length);

    private static ColumnType SumOf(ColumnType type) => type.Kind == ColumnKind.Duration ? type : type.Signed ? ColumnType.I64 : ColumnType.U64;

    // A float has no type that says nanoseconds.
    private static string? UnitOf(ColumnSchema argument) => argument.Unit ?? (argument.Type.Kind == ColumnKind.Duration ? "ns" : null);
}
