using System.Collections.Immutable;
using Pipeline.Bpf.Btf;

namespace Pipeline.Bpf.Objects;

/// <summary>Turns the key and value structs of a METRICS() map into a table: members of the key into labels, tagged members of the value into figures.</summary>
internal sealed class MetricSpecReader
{
    private const string StartTime = "start_time";
    private const int TimesSize = 2 * sizeof(long);

    // The kernel takes no larger keys, and no larger values per CPU; a struct far beyond is a lie.
    private const int LargestKey = 512;
    private const int LargestValue = 1 << 20;

    private readonly BtfTypes _types;
    private readonly BtfType _key;
    private readonly BtfType _value;
    private readonly TagSet _tags;
    private readonly MapDefinition _map;
    private readonly ColumnList _columns;
    private readonly ImmutableArray<FigureSpec>.Builder _figures = ImmutableArray.CreateBuilder<FigureSpec>();
    private readonly ImmutableArray<HistogramSpec>.Builder _histograms = ImmutableArray.CreateBuilder<HistogramSpec>();
    private int _stride;
    private int _endedOffset = -1;

    internal MetricSpecReader(BtfTypes types, BtfType key, BtfType value, TagSet tags, MapDefinition map)
    {
        _types = types;
        _key = key;
        _value = value;
        _tags = tags;
        _map = map;
        _tags.AllowOnly(Where, "metrics", "help");
        _columns = new ColumnList(Where);
    }

    private string Where => $"table '{_value.Name}'";

    internal MetricSpec Read()
    {
        var (isArray, isPerCpu) = MetricMapCheck.Of(_map, _key, _value);
        if (_key.Size is < 1 or > LargestKey || _value.Size is < 1 or > LargestValue)
            throw new FormatException($"{Where} has a key of {_key.Size} and a value of {_value.Size} bytes (expected at most {LargestKey} and {LargestValue})");
        AddTime("time", 0, "When it was read");
        AddTime(StartTime, sizeof(long), "When the programs were attached, from when on everything is counted");
        AddLabels(isArray);
        _stride = TimesSize + (_key.Size + 7 & -8);
        foreach (var member in new StructMembers(_types, Where, "help", "unit", "type", "heading", "hidden", "counter", "gauge", "histogram", "merge", "when", "ended").Of(_value))
            if (member.Tags["histogram"] is { } buckets)
                AddHistogram(member, buckets);
            else if (member.Tags.Has("ended"))
                SetEnded(member, isArray, isPerCpu);
            else
                AddFigure(member);
        if (_figures.Count + _histograms.Count == 0)
            throw new FormatException($"{Where} has no figure; tag members of struct {_value.Name} with COUNTER(), GAUGE() or HISTOGRAM()");

        ImmutableArray<int> strides = _histograms.Count > 0 ? [_stride, 0] : [_stride];
        var outline = new TableOutline(_value.Name, TableKind.Metric, _tags["help"], _columns.ToImmutable(), strides) { StartTimeColumn = StartTime };
        return new MetricSpec(outline)
        {
            KeySize = _key.Size,
            ValueSize = _value.Size,
            Entries = _map.MaxEntries!.Value,
            IsArray = isArray,
            IsPerCpu = isPerCpu,
            Figures = _figures.ToImmutable(),
            Histograms = _histograms.ToImmutable(),
            HeapStride = _histograms.Sum(h => HistogramCell.SizeOf(h.Slots)),
            EndedOffset = _endedOffset,
        };
    }

    private void AddTime(string name, int offset, string help) =>
        _columns.Add(new ColumnSchema(name, ColumnType.Time) { Unit = "ns", Help = help, Heading = "" }, new ColumnPlace(0, offset), null);

    private void AddLabels(bool isArray)
    {
        var before = _columns.Count;
        foreach (var member in new StructMembers(_types, Where, "help", "unit", "type", "names", "strip", "heading", "hidden", "when").Of(_key))
        {
            var where = $"{Where} label '{member.Name}'";
            if (member.IsBitfield)
                throw new FormatException($"{where} is a bitfield, which a key cannot have; use a member of whole bytes");
            var type = ColumnTypes.Of(_types, member.Member.Type, _types.SizeOf(member.Member.Type), member.Tags, where);
            _columns.Add(member.Tags.Describe(new ColumnSchema(member.Name, type)), new ColumnPlace(0, TimesSize + member.BitOffset / 8), member.Tags["when"]);
        }

        if (isArray && _columns.Count - before != 1)
            throw new FormatException($"{Where} is an array, whose only label is the index, but struct {_key.Name} has {_columns.Count - before} labels");
    }

    private void AddFigure(StructMember member)
    {
        var where = $"{Where} column '{member.Name}'";
        var isGauge = member.Tags.Has("gauge");
        if (isGauge == member.Tags.Has("counter"))
            throw new FormatException($"{where} is {(isGauge ? "both a counter and a gauge" : "no figure")}; tag it COUNTER(), GAUGE() or hidden");
        if (member.Tags["merge"] is { } merge && (merge != "max" || !isGauge))
            throw new FormatException($"{where} is merged by '{merge}' (known: max, of a gauge)");
        var width = _types.SizeOf(member.Member.Type);
        var type = ColumnTypes.Of(_types, member.Member.Type, width, member.Tags, where);
        if (member.IsBitfield || type.Kind is not (<= ColumnKind.U64 and > ColumnKind.Bool or ColumnKind.Time or ColumnKind.Duration))
            throw new FormatException($"{where} is {type}; a figure is an integer");

        // The sum over CPUs may outgrow what one of them counts in.
        var cell = width == sizeof(long) ? type : type.Signed ? ColumnType.I64 : ColumnType.U64;
        _figures.Add(new FigureSpec(member.BitOffset / 8, width, type.Signed, member.Tags.Has("merge"), _stride));
        AddValue(member, cell, isGauge ? Instrument.Gauge : Instrument.Counter, -1);
    }

    private void SetEnded(StructMember member, bool isArray, bool isPerCpu)
    {
        var where = $"{Where} member '{member.Name}'";
        if (isArray || isPerCpu)
            throw new FormatException($"{where} says when entries end, but the map is {(isArray ? "an array, whose entries stay" : "per CPU, of which none knows when all are done")}; use a HASH");
        if (_endedOffset >= 0)
            throw new FormatException($"{where} says when entries end, as another member does; keep one");
        if (member.IsBitfield || _types.SizeOf(member.Member.Type) != sizeof(ulong))
            throw new FormatException($"{where} has not the 8 bytes of a time; declare it with ENDED()");
        _endedOffset = member.BitOffset / 8;
    }

    private void AddHistogram(StructMember member, string buckets)
    {
        var where = $"{Where} column '{member.Name}'";
        var slots = _types.Resolve(member.Member.Type);
        if (slots.Kind != BtfKind.Array || _types.Resolve(slots.Target) is not { Kind: BtfKind.Int, Size: sizeof(ulong) })
            throw new FormatException($"{where} is no array of u64; declare it with HISTOGRAM()");
        var sum = Sibling(member, "_sum");
        if (sum is not { } place || _types.SizeOf(place.Type) != sizeof(ulong) || place.BitOffset / 8 + sizeof(ulong) > member.Parent.Size)
            throw new FormatException($"{where} has no sum; declare it with HISTOGRAM()");
        var step = Sibling(member, "_step") is { } size && _types.Resolve(size.Type) is { Kind: BtfKind.Array } none ? _types.SizeOf(none.Target) : 0;
        var bounds = HistogramBounds.Of(buckets, slots.Length, step, where);
        _histograms.Add(new HistogramSpec(member.ParentOffset + place.BitOffset / 8, member.BitOffset / 8, slots.Length, _stride));
        AddValue(member, ColumnType.ExplicitHistogram(bounds), Instrument.Histogram, 1);
    }

    private static BtfMember? Sibling(StructMember member, string suffix)
    {
        foreach (var other in member.Parent.Members)
            if (other.Name == member.Member.Name + suffix)
                return other;
        return null;
    }

    private void AddValue(StructMember member, ColumnType type, Instrument instrument, int heap)
    {
        var column = member.Tags.Describe(new ColumnSchema(member.Name, type)) with { Instrument = instrument };
        _columns.Add(column, new ColumnPlace(0, _stride, heap), member.Tags["when"]);
        _stride += sizeof(long);
    }
}
