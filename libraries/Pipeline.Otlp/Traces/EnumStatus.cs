using System.Collections.Frozen;
using System.Text;
using Pipeline.Text;

namespace Pipeline.Otlp.Traces;

/// <summary>One of a type's names: 0, and a name that says that all is well or nothing known, are no error; any other is, and what is said about it.</summary>
internal sealed class EnumStatus : SpanStatus
{
    private static readonly string[] Well = ["ok", "none", "noerror", "no_error", "success", "unset", "unknown"];

    private readonly FrozenDictionary<long, byte[]> _errors;
    private readonly FrozenSet<long> _well;
    private readonly bool _signed;

    public EnumStatus(int ordinal, ColumnType type)
        : base(ordinal)
    {
        _signed = type.Signed;
        var names = type.Names.DistinctBy(name => IntegerCell.Narrow(name.Value, type)).ToDictionary(name => IntegerCell.Narrow(name.Value, type), name => name.Name);
        _well = names.Where(name => Well.Contains(name.Value, StringComparer.OrdinalIgnoreCase)).Select(name => name.Key).Append(0).ToFrozenSet();
        _errors = names.Where(name => !_well.Contains(name.Key)).ToFrozenDictionary(name => name.Key, name => Encoding.UTF8.GetBytes(name.Value));
    }

    public override void Write(ByteBuffer output, int row)
    {
        var value = IntegerCell.Read(Batch.Cell(Ordinal, row), _signed);
        if (!_well.Contains(value))
            WriteError(output, _errors.GetValueOrDefault(value, []));
    }
}
