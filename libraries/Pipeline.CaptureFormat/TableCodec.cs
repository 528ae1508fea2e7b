using System.Collections.Immutable;
using System.Text;

namespace Pipeline.CaptureFormat;

/// <summary>Schemas as the first record of a file has them.</summary>
internal static class TableCodec
{
    // Beside the temporality, where files of before have no bit.
    private const int EmptyIsAbsent = 0x80;
    private const int OfResource = 0x40;

    public static byte[] Write(IReadOnlyList<TableSchema> tables)
    {
        using var memory = new MemoryStream();
        using var to = new BinaryWriter(memory, Encoding.UTF8);
        to.Write7BitEncodedInt(tables.Count);
        foreach (var table in tables)
        {
            to.Write(table.Name);
            to.Write((byte)table.Kind);
            Optional(to, table.Help);
            Optional(to, table.StartTimeColumn);
            to.Write(table.Span is not null);
            if (table.Span is { } span)
                foreach (var column in (ReadOnlySpan<string>)[span.Start, span.Duration, span.Status, span.Name])
                    to.Write(column);
            to.Write7BitEncodedInt(table.Columns.Length);
            foreach (var column in table.Columns)
                Write(to, column);
        }

        to.Flush();
        return memory.ToArray();
    }

    /// <exception cref="InvalidDataException">The bytes are no tables.</exception>
    public static IReadOnlyList<TableSchema> Read(byte[] bytes)
    {
        using var from = new BinaryReader(new MemoryStream(bytes, writable: false), Encoding.UTF8);
        try
        {
            return [.. Enumerable.Range(0, Count(from)).Select(_ => ReadTable(from))];
        }
        catch (Exception problem) when (problem is IOException or FormatException or ArgumentException or DecoderFallbackException)
        {
            throw new InvalidDataException($"the tables cannot be read: {problem.Message}", problem);
        }
    }

    private static void Write(BinaryWriter to, ColumnSchema column)
    {
        to.Write(column.Name);
        to.Write((byte)column.Type.Kind);
        to.Write7BitEncodedInt(column.Type.Width);
        to.Write(column.Type.Signed);
        to.Write7BitEncodedInt(column.Type.Names.Length);
        foreach (var name in column.Type.Names)
        {
            to.Write(name.Name);
            to.Write(name.Value);
        }

        to.Write7BitEncodedInt(column.Type.Bounds.Length);
        foreach (var bound in column.Type.Bounds)
            to.Write(bound);
        Optional(to, column.Unit);
        Optional(to, column.Help);
        Optional(to, column.Heading);
        Optional(to, column.Attribute);
        to.Write7BitEncodedInt(column.Width ?? 0);
        to.Write((byte)(column.Instrument is { } instrument ? (int)instrument + 1 : 0));
        to.Write((byte)((int)column.Temporality | (column.EmptyIsAbsent ? EmptyIsAbsent : 0) | (column.OfResource ? OfResource : 0)));
    }

    private static TableSchema ReadTable(BinaryReader from)
    {
        var (name, kind, help, start) = (from.ReadString(), (TableKind)from.ReadByte(), Optional(from), Optional(from));
        var span = from.ReadBoolean() ? new SpanColumns(from.ReadString(), from.ReadString(), from.ReadString(), from.ReadString()) : null;
        var columns = ImmutableArray.CreateRange(Enumerable.Range(0, Count(from)).Select(_ => ReadColumn(from)));
        return new TableSchema(name, kind, columns) { Help = help, StartTimeColumn = start, Span = span };
    }

    private static ColumnSchema ReadColumn(BinaryReader from)
    {
        var (name, kind, width, signed) = (from.ReadString(), (ColumnKind)from.ReadByte(), from.Read7BitEncodedInt(), from.ReadBoolean());
        var names = ImmutableArray.CreateRange(Enumerable.Range(0, Count(from)).Select(_ => new EnumName(from.ReadString(), from.ReadInt64())));
        var bounds = ImmutableArray.CreateRange(Enumerable.Range(0, Count(from)).Select(_ => from.ReadDouble()));
        var column = new ColumnSchema(name, Type(kind, width, signed, names, bounds))
        {
            Unit = Optional(from),
            Help = Optional(from),
            Heading = Optional(from),
            Attribute = Optional(from),
            Width = from.Read7BitEncodedInt() is > 0 and var characters ? characters : null,
            Instrument = from.ReadByte() is > 0 and var instrument ? (Instrument)(instrument - 1) : null,
        };
        var last = from.ReadByte();
        return column with
        {
            Temporality = (Temporality)(last & ~(EmptyIsAbsent | OfResource)),
            EmptyIsAbsent = (last & EmptyIsAbsent) != 0,
            OfResource = (last & OfResource) != 0,
        };
    }

    private static ColumnType Type(ColumnKind kind, int width, bool signed, ImmutableArray<EnumName> names, ImmutableArray<double> bounds) => kind switch
    {
        ColumnKind.Bool => ColumnType.Bool,
        ColumnKind.I8 => ColumnType.I8,
        ColumnKind.I16 => ColumnType.I16,
        ColumnKind.I32 => ColumnType.I32,
        ColumnKind.I64 => ColumnType.I64,
        ColumnKind.U8 => ColumnType.U8,
        ColumnKind.U16 => ColumnType.U16,
        ColumnKind.U32 => ColumnType.U32,
        ColumnKind.U64 => ColumnType.U64,
        ColumnKind.F64 => ColumnType.F64,
        ColumnKind.Time => ColumnType.Time,
        ColumnKind.Duration => ColumnType.Duration,
        ColumnKind.Ip => ColumnType.Ip,
        ColumnKind.Mac => ColumnType.Mac,
        ColumnKind.Enum => ColumnType.Enum(width, signed, names),
        ColumnKind.Flags => ColumnType.Flags(width, names),
        ColumnKind.FixedUtf8 => ColumnType.FixedUtf8(width),
        ColumnKind.FixedBytes => ColumnType.FixedBytes(width),
        ColumnKind.Utf8 => ColumnType.Utf8,
        ColumnKind.Bytes => ColumnType.Bytes,
        ColumnKind.Utf8List => ColumnType.Utf8List,
        ColumnKind.Map => ColumnType.Map,
        ColumnKind.Histogram => bounds.IsEmpty ? ColumnType.ExponentialHistogram : ColumnType.ExplicitHistogram(bounds),
        _ => throw new FormatException($"column type {(int)kind}"),
    };

    // Every counted thing takes a byte at least, so that a count beyond what is left is a lie.
    private static int Count(BinaryReader from)
    {
        var count = from.Read7BitEncodedInt();
        return count >= 0 && count <= from.BaseStream.Length - from.BaseStream.Position ? count : throw new FormatException($"{count} entries");
    }

    private static void Optional(BinaryWriter to, string? text)
    {
        to.Write(text is not null);
        if (text is not null)
            to.Write(text);
    }

    private static string? Optional(BinaryReader from) => from.ReadBoolean() ? from.ReadString() : null;
}
