using Microsoft.Extensions.Logging;
using Pipeline.Expressions;

namespace Pipeline.Grouping;

/// <summary>The groups of one transform instance from interval to interval: what a flush emits, what it forgets, and the books of it.</summary>
internal sealed class Groups : IDisposable
{
    private readonly GroupOptions _options;
    private readonly IComponentContext _context;
    private readonly GroupRows[] _rows;
    private int[] _numbers = [];
    private long _absorbed;
    private long _preparedAt;
    private bool _told;

    /// <summary>Groups of rows by their columns, told in one table.</summary>
    /// <param name="options">How to group.</param>
    /// <param name="context">Of the transform.</param>
    /// <param name="inputs">The tables whose rows are grouped.</param>
    /// <param name="keys">By what.</param>
    /// <param name="schema">The table emitted.</param>
    /// <param name="state">What is kept of each group.</param>
    public Groups(GroupOptions options, IComponentContext context, IReadOnlyList<TableSchema> inputs, KeySchema keys, TableSchema schema, GroupState state)
        : this(options, context, keys, state, [new GroupOutput(schema, state, 0)])
    {
        Readers = new PerTable<KeyReader>(inputs, table => new KeyReader(keys, table));
    }

    /// <summary>Groups by keys that the transform makes, told in any number of tables.</summary>
    /// <param name="options">How to group.</param>
    /// <param name="context">Of the transform.</param>
    /// <param name="keys">The labels.</param>
    /// <param name="state">What is kept of each group.</param>
    /// <param name="outputs">The tables emitted.</param>
    public Groups(GroupOptions options, IComponentContext context, KeySchema keys, RecordState state, IReadOnlyList<GroupOutput> outputs)
    {
        _options = options;
        _context = context;
        Readers = new PerTable<KeyReader>([], table => new KeyReader(keys, table));
        var time = context.Environment.Time;
        _rows = [.. outputs.Select(o => new GroupRows(keys, o, new BatchOrigin(context.Environment.HostName, context.Name, Epochs.Next(time))))];
        Table = new GroupTable(keys, state, options.MaxGroups) { IntervalStart = Epochs.Now(time) };
        ExpireIntervals = (long)Math.Ceiling(options.Expire / options.Interval);
    }

    /// <summary>The groups of the interval at hand.</summary>
    public GroupTable Table { get; }

    /// <summary>Intervals after which what had no row is forgotten; 0: never.</summary>
    public long ExpireIntervals { get; }

    /// <summary>What reads the keys of each input table's rows.</summary>
    public PerTable<KeyReader> Readers { get; }

    /// <summary>Rows went into their groups. They are kept until a flush tells of them: what ends the instance before loses them, and the host counts that.</summary>
    public void Absorb(IEmitter emitter, int rows)
    {
        emitter.Tally.Hold(rows);
        _absorbed += rows;
    }

    /// <summary>The groups to be told of now, without those that have expired; valid until the next call, and to be put in any order.</summary>
    public Span<int> Due()
    {
        if (_options.Temporality == Temporality.Cumulative && ExpireIntervals > 0)
            Table.Keep(Table.Interval - ExpireIntervals + 1);
        var first = Table.HasOverflowed ? GroupTable.Overflow : GroupTable.Overflow + 1;
        var count = Table.Count + 1 - first;
        if (_numbers.Length < count)
            _numbers = new int[Math.Max(count, 2 * _numbers.Length)];
        for (var i = 0; i < count; i++)
            _numbers[i] = first + i;
        return _numbers.AsSpan(0, count);
    }

    /// <summary>Ends the interval: emits a row for each of <paramref name="groups"/> and forgets what the next one does not need.</summary>
    /// <exception cref="ArenaExhaustedException">There is no memory for the rows: the interval goes on.</exception>
    public void Flush(IEmitter emitter, ReadOnlySpan<int> groups)
    {
        Prepare(emitter.Arena, groups);
        Commit(emitter);
    }

    /// <summary>The first half of <see cref="Flush"/>, for a transform with several of these, of which all end their interval or none: makes the rows.</summary>
    /// <exception cref="ArenaExhaustedException">There is no memory for the rows: the interval goes on.</exception>
    public void Prepare(Arena arena, ReadOnlySpan<int> groups)
    {
        _preparedAt = Epochs.Now(_context.Environment.Time);
        if (groups.IsEmpty)
            return;
        try
        {
            foreach (var rows in _rows)
                rows.Prepare(arena, Table, groups, _preparedAt);
        }
        catch (ArenaExhaustedException)
        {
            Discard();
            throw;
        }
    }

    /// <summary>Gives back what <see cref="Prepare"/> made.</summary>
    public void Discard()
    {
        foreach (var rows in _rows)
            rows.Discard();
    }

    /// <summary>The second half: emits the rows and begins the next interval.</summary>
    public void Commit(IEmitter emitter)
    {
        foreach (var rows in _rows)
            rows.Commit(emitter);
        TellOfOverflow();
        emitter.Tally.Free(_absorbed);
        emitter.Tally.Consume(_absorbed);
        _absorbed = 0;
        Table.IntervalStart = _preparedAt;
        if (_options.Temporality == Temporality.Delta)
            Table.Clear();
        Table.Interval++;
    }

    public void Dispose()
    {
        Discard();
        Table.Dispose();
    }

    private void TellOfOverflow()
    {
        if (_told || !Table.HasOverflowed)
            return;
        _told = true;
        _context.Log.LogWarning(
            "{Component} has more groups than there is room for: rows of further ones are in the group (overflow); "
            + "raise max_groups (now {Groups}) or [pipeline] memory, or group by less",
            _context.Name,
            _options.MaxGroups);
    }
}
