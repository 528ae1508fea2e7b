using System.Collections.Frozen;
using System.Text;

namespace Pipeline.Sinks.Prometheus.Labels;

/// <summary>An enum's name, or its number where it has none.</summary>
internal sealed class EnumLabel(int ordinal, ColumnType type) : LabelColumn(ordinal)
{
    private readonly FrozenDictionary<long, byte[]> _names = type.Names
        .DistinctBy(name => IntegerCell.Narrow(name.Value, type))
        .ToFrozenDictionary(name => IntegerCell.Narrow(name.Value, type), name => Encoding.UTF8.GetBytes(name.Name));

    public override void Append(LabelKey key, RecordBatch batch, int row)
    {
        var value = IntegerCell.Read(batch.Cell(Ordinal, row), type.Signed);
        if (_names.TryGetValue(value, out var name))
            key.Append(name);
        else
            IntegerLabel.Append(key, value, type.Signed);
    }
}
