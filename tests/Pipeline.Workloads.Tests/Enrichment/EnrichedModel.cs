using Pipeline.Enrichment;

namespace Pipeline.Workloads.Tests.Enrichment;

/// <summary>Random tables, facts and groups of columns, and the cells that enriched rows must have, kept in the plainest way there is.</summary>
internal sealed class EnrichedModel
{
    private static readonly ColumnType[] Types = [ColumnType.Utf8, ColumnType.U8, ColumnType.U64, ColumnType.Ip, ColumnType.Bytes, ColumnType.Mac, ColumnType.Utf8, ColumnType.U16];

    private readonly Random _random;
    private readonly List<(Facts Facts, Dictionary<int, byte[][]> Cells)> _facts = [];
    private readonly List<(int Facts, int[] Cells)> _groups = [];

    public EnrichedModel(Random random)
    {
        _random = random;
        for (var i = random.Next(1, 3); i > 0; i--)
            _facts.Add((new Facts([.. random.GetItems(Types, random.Next(1, 6))], 30, 1 << 20), []));
        var groups = new List<ColumnGroup>();
        for (var i = random.Next(0, 4); i > 0; i--)
        {
            var which = random.Next(_facts.Count);
            var facts = _facts[which].Facts;
            var cells = Enumerable.Range(0, facts.Cells.Length).OrderBy(_ => random.Next()).Take(random.Next(facts.Cells.Length + 1)).ToArray();
            groups.Add(new ColumnGroup(facts, [.. cells.Select(c => new FactColumn(new ColumnSchema($"g{i}_{c}", facts.Cells[c]), c))]));
            _groups.Add((which, cells));
        }

        Input = new TableSchema("rows", TableKind.Event, [.. random.GetItems(Types, random.Next(1, 5)).Select((t, i) => new ColumnSchema($"c{i}", t))]);
        Columns = new AddedColumns(Input, "columns", groups.ToArray());
        for (var i = 0; i < 20; i++)
            Change();
    }

    public TableSchema Input { get; }

    public AddedColumns Columns { get; }

    public RecordBatch Batch(Arena arena)
    {
        var rows = _random.Next(1, 60);
        var cells = Input.Columns.Select(c => Enumerable.Range(0, rows).Select(_ => Cell(c.Type)).ToArray()).ToArray();
        var batch = ScatteredBatch.Make(Input, cells, rows, arena, _random, (ulong)_random.Next(1_000), unixOffset: 7);
        for (var step = _random.Next(4); step > 0; step--)
        {
            var before = batch;
            batch = _random.Next(2) == 0
                ? batch.Take(batch.Rows == 0 ? [] : Enumerable.Range(0, _random.Next(60)).Select(_ => _random.Next(before.Rows)).ToArray(), arena)
                : Slice(batch);
            before.Release();
        }

        return batch;
    }

    /// <summary>A fact comes, changes or goes.</summary>
    public void Change()
    {
        var (facts, cells) = _facts[_random.Next(_facts.Count)];
        var known = cells.Keys.ElementAtOrDefault(_random.Next(Math.Max(1, cells.Count)));
        if (known == 0 || _random.Next(3) == 0)
        {
            var values = Draft(facts);
            if (facts.Add() is > 0 and var number)
                cells.Add(number, values);
        }
        else if (_random.Next(2) == 0)
        {
            cells[known] = Draft(facts);
            Assert.True(facts.Replace(known));
        }
        else
        {
            facts.Remove(known);
            cells.Remove(known);
        }
    }

    /// <summary>Numbers for rows: of facts that are there, were there, or never.</summary>
    public int[] Numbers(int rows) => [.. Enumerable.Range(0, rows * _groups.Count).Select(_ => _random.Next(-1, 34))];

    public void AssertEnriched(RecordBatch before, int[] numbers, RecordBatch after)
    {
        Assert.Equal((before.Rows, before.UnixOffset), (after.Rows, after.UnixOffset));
        Assert.Same(before.Origin, after.Origin);
        Assert.Same(Columns.Output, after.Schema);
        for (var row = 0; row < before.Rows; row++)
        {
            Assert.Equal(before.Sequence(row), after.Sequence(row));
            for (var i = 0; i < Input.Columns.Length; i++)
                Assert.Equal(before.Cell(i, row), after.Cell(i, row));
            var ordinal = Input.Columns.Length;
            for (var group = 0; group < _groups.Count; group++)
                foreach (var cell in _groups[group].Cells)
                {
                    var (facts, known) = _facts[_groups[group].Facts];
                    var type = facts.Cells[cell];
                    var expected = known.GetValueOrDefault(numbers[row * _groups.Count + group])?[cell] ?? new byte[type.IsVariable ? 0 : type.Width];
                    Assert.Equal(expected, after.Cell(ordinal++, row).ToArray());
                }
        }
    }

    private RecordBatch Slice(RecordBatch batch)
    {
        var start = _random.Next(batch.Rows + 1);
        return batch.Slice(start, _random.Next(batch.Rows - start + 1));
    }

    private object Cell(ColumnType type) => _random.Bytes(type.IsVariable ? _random.Next(30) : type.Width);

    private byte[][] Draft(Facts facts)
    {
        var values = new byte[facts.Cells.Length][];
        for (var i = 0; i < values.Length; i++)
        {
            var type = facts.Cells[i];
            values[i] = type.IsVariable ? _random.Bytes(_random.Next(3) * _random.Next(40)) : _random.Bytes(type.Width);
            facts.Draft.Set(i, values[i]);
        }

        return values;
    }
}
