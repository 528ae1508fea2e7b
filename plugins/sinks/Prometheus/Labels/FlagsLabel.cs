using System.Globalization;
using System.Text;

namespace Pipeline.Sinks.Prometheus.Labels;

/// <summary>The names that are set, with <c>|</c> between them; bits without a name follow in hexadecimal.</summary>
internal sealed class FlagsLabel(int ordinal, ColumnType type) : LabelColumn(ordinal)
{
    private const int HexDigits = 16;

    private readonly (ulong Mask, byte[] Name)[] _names =
        [.. type.Names.Select(name => ((ulong)IntegerCell.Narrow(name.Value, type), Encoding.UTF8.GetBytes(name.Name))).Where(flag => flag.Item1 != 0)];

    public override void Append(LabelKey key, RecordBatch batch, int row)
    {
        var value = (ulong)IntegerCell.Read(batch.Cell(Ordinal, row), signed: false);
        var (rest, start) = (value, key.Length);
        foreach (var (mask, name) in _names)
        {
            if ((value & mask) != mask)
                continue;
            key.Append(key.Length > start ? "|"u8 : []);
            key.Append(name);
            rest &= ~mask;
        }

        if (rest == 0)
            return;
        key.Append(key.Length > start ? "|0x"u8 : "0x"u8);
        rest.TryFormat(key.Reserve(HexDigits), out var written, "x", CultureInfo.InvariantCulture);
        key.Advance(written);
    }
}
