namespace Pipeline.Sinks.Stdout.Views;

/// <summary>
/// How the values of one column of a metric table are gathered. A series keeps two pieces of memory for each: <c>latest</c>, the last total, and <c>shown</c>,
/// what its next view says.
/// </summary>
internal abstract class ValueColumn(int ordinal, int size)
{
    public int Ordinal => ordinal;

    /// <summary>Bytes that each of the two pieces takes.</summary>
    public int Size => size;

    /// <summary>Where the pieces lie among those of the series' other columns.</summary>
    public int Offset { get; set; }

    /// <summary>Whether a series is shown because of this column: not for a gauge, which always has a value.</summary>
    public virtual bool Moves => true;

    /// <summary>Makes a piece hold nothing.</summary>
    public virtual void Clear(Span<byte> piece) => piece.Clear();

    /// <summary>Forgets what was shown.</summary>
    public virtual void Turn(Span<byte> shown) => Clear(shown);

    /// <summary>Takes a value in.</summary>
    public abstract void Take(ReadOnlySpan<byte> cell, Span<byte> latest, Span<byte> shown);

    /// <summary>Whether there is anything to show.</summary>
    public abstract bool HasMoved(ReadOnlySpan<byte> shown);

    /// <summary>What series are ordered by.</summary>
    public abstract double Rank(ReadOnlySpan<byte> shown);

    /// <summary>The cell as a view has it.</summary>
    public virtual ReadOnlySpan<byte> Cell(ReadOnlySpan<byte> shown) => shown;

    /// <summary>The way of a column; null for one that cannot be a value.</summary>
    public static ValueColumn? Create(ColumnSchema column, int ordinal) => column switch
    {
        { Instrument: null } => null,
        { Type.Kind: ColumnKind.Histogram } => new HistogramColumn(ordinal, column.Type, column.Temporality),
        { Type.IsVariable: true } => null,
        { Instrument: Instrument.Counter, Type.Kind: ColumnKind.F64 } => new DoubleCounterColumn(ordinal, column.Temporality),
        { Instrument: Instrument.Counter, Type.Kind: <= ColumnKind.U64 and not ColumnKind.Bool or ColumnKind.Duration } => new CounterColumn(ordinal, column.Type, column.Temporality),
        _ => new GaugeColumn(ordinal, column.Type),
    };
}
