using System.Collections.Immutable;

namespace Pipeline;

/// <summary>A column's type: how a cell is stored, how wide it is and, for some kinds, the names or bounds that give it meaning.</summary>
public sealed class ColumnType : IEquatable<ColumnType>
{
    private ColumnType(ColumnKind kind, int width, bool signed = false)
    {
        Kind = kind;
        Width = width;
        Signed = signed;
    }

    /// <summary>How a cell is stored.</summary>
    public ColumnKind Kind { get; }

    /// <summary>Bytes of a cell in its row. A variable column's cell is a <see cref="HeapCell"/>.</summary>
    public int Width { get; }

    /// <summary>Whether an integer cell, enums included, is two's complement.</summary>
    public bool Signed { get; }

    /// <summary>The names of an enum or flags type, in declaration order; empty for others.</summary>
    public ImmutableArray<EnumName> Names { get; private init; } = [];

    /// <summary>Upper bounds of an explicit histogram, ascending, without +Inf; empty means an exponential histogram (or no histogram).</summary>
    public ImmutableArray<double> Bounds { get; private init; } = [];

    /// <summary>Whether cells lie in a heap.</summary>
    public bool IsVariable => Kind >= ColumnKind.Utf8;

    /// <summary>Whether cells hold text: utf8 of either storage.</summary>
    public bool IsText => Kind is ColumnKind.Utf8 or ColumnKind.FixedUtf8;

    /// <summary>Whether cells are integers of 1, 2, 4 or 8 bytes: plain, time, duration, enum, flags and bool.</summary>
    public bool IsInteger => Kind is <= ColumnKind.U64 or ColumnKind.Time or ColumnKind.Duration or ColumnKind.Enum or ColumnKind.Flags;

    public static ColumnType Bool { get; } = new(ColumnKind.Bool, 1);
    public static ColumnType I8 { get; } = new(ColumnKind.I8, 1, signed: true);
    public static ColumnType I16 { get; } = new(ColumnKind.I16, 2, signed: true);
    public static ColumnType I32 { get; } = new(ColumnKind.I32, 4, signed: true);
    public static ColumnType I64 { get; } = new(ColumnKind.I64, 8, signed: true);
    public static ColumnType U8 { get; } = new(ColumnKind.U8, 1);
    public static ColumnType U16 { get; } = new(ColumnKind.U16, 2);
    public static ColumnType U32 { get; } = new(ColumnKind.U32, 4);
    public static ColumnType U64 { get; } = new(ColumnKind.U64, 8);
    public static ColumnType F64 { get; } = new(ColumnKind.F64, 8, signed: true);
    public static ColumnType Time { get; } = new(ColumnKind.Time, 8, signed: true);
    public static ColumnType Duration { get; } = new(ColumnKind.Duration, 8, signed: true);
    public static ColumnType Ip { get; } = new(ColumnKind.Ip, 16);
    public static ColumnType Mac { get; } = new(ColumnKind.Mac, 6);
    public static ColumnType Utf8 { get; } = new(ColumnKind.Utf8, HeapCell.Size);
    public static ColumnType Bytes { get; } = new(ColumnKind.Bytes, HeapCell.Size);
    public static ColumnType Utf8List { get; } = new(ColumnKind.Utf8List, HeapCell.Size);
    public static ColumnType Map { get; } = new(ColumnKind.Map, HeapCell.Size);

    /// <summary>An exponential histogram as OpenTelemetry defines it: bucket i holds (base^i, base^(i+1)], base = 2^(2^-scale).</summary>
    public static ColumnType ExponentialHistogram { get; } = new(ColumnKind.Histogram, HeapCell.Size);

    /// <summary>A histogram with the given ascending upper bounds; its cells hold one count more than there are bounds.</summary>
    public static ColumnType ExplicitHistogram(ImmutableArray<double> bounds)
    {
        if (bounds.IsDefaultOrEmpty)
            throw new ArgumentException("an explicit histogram has at least one bound", nameof(bounds));
        for (var i = 0; i < bounds.Length; i++)
        {
            if (!double.IsFinite(bounds[i]))
                throw new ArgumentException($"bounds must be finite: {bounds[i]}", nameof(bounds));
            if (i > 0 && bounds[i] <= bounds[i - 1])
                throw new ArgumentException($"bounds must ascend: {bounds[i - 1]} is followed by {bounds[i]}", nameof(bounds));
        }

        return new(ColumnKind.Histogram, HeapCell.Size) { Bounds = bounds };
    }

    /// <summary>UTF-8 text in <paramref name="width"/> bytes.</summary>
    public static ColumnType FixedUtf8(int width) => new(ColumnKind.FixedUtf8, Positive(width));

    /// <summary>Exactly <paramref name="width"/> bytes.</summary>
    public static ColumnType FixedBytes(int width) => new(ColumnKind.FixedBytes, Positive(width));

    /// <summary>One of <paramref name="names"/>, stored in <paramref name="width"/> bytes (1, 2, 4 or 8).</summary>
    public static ColumnType Enum(int width, bool signed, ImmutableArray<EnumName> names) =>
        new(ColumnKind.Enum, PowerOfTwoUpTo8(width), signed) { Names = names };

    /// <summary>A set of <paramref name="names"/>, stored in <paramref name="width"/> bytes (1, 2, 4 or 8).</summary>
    public static ColumnType Flags(int width, ImmutableArray<EnumName> names) =>
        new(ColumnKind.Flags, PowerOfTwoUpTo8(width)) { Names = names };

    /// <inheritdoc/>
    public bool Equals(ColumnType? other) =>
        other is not null && Kind == other.Kind && Width == other.Width && Signed == other.Signed
        && Names.SequenceEqual(other.Names) && Bounds.SequenceEqual(other.Bounds);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ColumnType);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, Width, Signed, Names.Length, Bounds.Length);

    /// <summary>The type as documentation spells it: <c>u64</c>, <c>utf8[16]</c>, <c>enum</c>, <c>list&lt;utf8&gt;</c>.</summary>
    public override string ToString() => Kind switch
    {
        ColumnKind.FixedUtf8 => $"utf8[{Width}]",
        ColumnKind.FixedBytes => $"bytes[{Width}]",
        ColumnKind.Utf8List => "list<utf8>",
        ColumnKind.Map => "map<utf8, value>",
        _ => Kind.ToString().ToLowerInvariant(),
    };

    private static int Positive(int width) =>
        width > 0 ? width : throw new ArgumentOutOfRangeException(nameof(width), width, "a fixed column has at least one byte");

    private static int PowerOfTwoUpTo8(int width) =>
        width is 1 or 2 or 4 or 8 ? width : throw new ArgumentOutOfRangeException(nameof(width), width, "an enum has 1, 2, 4 or 8 bytes");
}
