using System.Globalization;
using System.Text;

namespace Pipeline.Text.Cells;

/// <summary>The names that are set in a flags value; bits that no name explains follow as one more element in hexadecimal.</summary>
internal sealed class FlagsWriter : CellWriter
{
    private readonly (ulong Mask, byte[] Name)[] _names;
    private readonly byte _separator;
    private readonly byte[] _quote;

    /// <param name="ordinal">The column.</param>
    /// <param name="type">Its type.</param>
    /// <param name="render">A name in the format's own escapes and quotes.</param>
    /// <param name="separator">What stands between two names.</param>
    /// <param name="quote">What stands around a hexadecimal number.</param>
    public FlagsWriter(int ordinal, ColumnType type, Func<string, byte[]> render, char separator, string quote)
        : base(ordinal)
    {
        _names = [.. type.Names.Select(name => ((ulong)IntegerCell.Narrow(name.Value, type), render(name.Name))).Where(flag => flag.Item1 != 0)];
        _separator = (byte)separator;
        _quote = Encoding.UTF8.GetBytes(quote);
    }

    public override void Write(ByteBuffer output, int row)
    {
        var value = (ulong)IntegerCell.Read(Batch.Cell(Ordinal, row), signed: false);
        var rest = value;
        var start = output.Length;
        foreach (var (mask, name) in _names)
        {
            if ((value & mask) != mask)
                continue;
            Separate(output, start);
            output.Append(name);
            rest &= ~mask;
        }

        if (rest != 0)
            WriteUnnamed(output, start, rest);
    }

    private void WriteUnnamed(ByteBuffer output, int start, ulong bits)
    {
        Separate(output, start);
        output.Append(_quote);
        output.Append("0x"u8);
        bits.TryFormat(output.Reserve(16), out var written, "x", CultureInfo.InvariantCulture);
        output.Advance(written);
        output.Append(_quote);
    }

    private void Separate(ByteBuffer output, int start)
    {
        if (output.Length > start)
            output.Append(_separator);
    }
}
