using Pipeline.Bpf.Rings;

namespace Pipeline.Bpf.Maps;

/// <summary>
/// Turns the entries of a map into rows of its table: each entry a row, each time it is read. One thread at a time. Keeps its buffers, so that a reading allocates
/// no more than its batches.
/// </summary>
public sealed unsafe class MetricReader : IDisposable
{
    // What a batch takes stays in the second level cache between here and the first transform.
    private const int BatchBytes = 256 << 10;
    private const int FewestEntries = 64;

    private readonly MetricMap _map;
    private readonly RowWriter _writer;
    private readonly EntryBuffer _buffer;
    private readonly BatchWalk? _batches;
    private readonly EndedEntries? _ended;
    private MapWalk _walk;
    private bool _begun;
    private long _time;
    private long _unixOffset;
    private long _vanished;

    /// <param name="map">The map, which must outlive the reader.</param>
    public MetricReader(MetricMap map)
        : this(map, inBatches: true)
    {
    }

    internal MetricReader(MetricMap map, bool inBatches)
    {
        _map = map;
        _writer = new RowWriter(map);
        var entryBytes = Math.Max(map.Spec.KeySize + map.ValueStride * map.Cpus, map.Spec.Stride + map.Spec.HeapStride);
        _buffer = map.MakeBuffer((int)Math.Min(map.Entries, Math.Max(FewestEntries, BatchBytes / entryBytes)));
        _batches = inBatches ? map.WalkInBatches(_buffer) : null;
        _walk = _batches ?? (MapWalk)map.WalkByKeys(_buffer);
        _ended = map.Spec.EndedOffset >= 0 ? new EndedEntries(map) : null;
    }

    /// <summary>Why entries are read one by one; null while they are read in batches.</summary>
    public string? BatchRefusal { get; private set; }

    /// <summary>
    /// Reads the next entries, emits them as one batch and tells the tally what was created and dropped (<c>vanished</c>, <c>memory</c>). The first call begins a
    /// reading, whose rows have one time; false ends it. Entries that had ended before it began, and that were told, are taken out of the map at its end.
    /// </summary>
    /// <param name="emitter">Where the batch goes.</param>
    /// <param name="sequence">Sequence number of the next row; advanced.</param>
    /// <exception cref="BpfException">The kernel refuses.</exception>
    public bool Read(ISourceEmitter emitter, ref ulong sequence)
    {
        if (!_begun)
            Begin();
        var count = _walk.Next();
        if (count < 0 && _batches is { Refusal: not 0 } && _walk == _batches)
        {
            BatchRefusal = ErrorNumber.Describe(_batches.Refusal);
            _walk = _map.WalkByKeys(_buffer);
            _walk.Begin();
            count = _walk.Next();
        }

        BookVanished(emitter.Tally);
        if (count > 0)
            Emit(emitter, count, ref sequence);
        _begun = count >= 0;
        if (!_begun)
            _ended?.TakeOut();
        return _begun;
    }

    /// <inheritdoc/>
    public void Dispose() => _buffer.Dispose();

    private void Begin()
    {
        _begun = true;
        _time = BootClock.Now();
        _unixOffset = BootClock.UnixOffset();
        _vanished = 0;
        _walk.Begin();
    }

    private void BookVanished(Tally tally)
    {
        var vanished = _walk.Vanished - _vanished;
        _vanished += vanished;
        _map.Meet(vanished);
        tally.Create(vanished);
        tally.Drop("vanished", vanished);
    }

    private void Emit(ISourceEmitter emitter, int count, ref ulong sequence)
    {
        var touched = _map.Spec.IsArray ? KeepTouched(count) : count;
        if (touched == 0)
            return;
        _map.Meet(touched);
        emitter.Tally.Create(touched);
        if (Build(emitter, touched, sequence) is { } batch)
        {
            sequence += (ulong)batch.Rows;
            emitter.Emit(batch);
            _ended?.Note(_buffer, touched, _time);
        }
        else
        {
            emitter.Tally.Drop("memory", touched);
        }
    }

    // Moves what is used together in front; most arrays are used densely, and then nothing moves.
    private int KeepTouched(int count)
    {
        var (kept, keySize, valueSize) = (0, _buffer.KeySize, _buffer.ValueSize);
        for (var i = 0; i < count; i++)
        {
            var value = _buffer.Values + (long)i * valueSize;
            if (!_writer.IsTouched(value))
                continue;
            if (kept < i)
            {
                new ReadOnlySpan<byte>(_buffer.Keys + (long)i * keySize, keySize).CopyTo(new Span<byte>(_buffer.Keys + (long)kept * keySize, keySize));
                new ReadOnlySpan<byte>(value, valueSize).CopyTo(new Span<byte>(_buffer.Values + (long)kept * valueSize, valueSize));
            }

            kept++;
        }

        return kept;
    }

    private RecordBatch? Build(ISourceEmitter emitter, int count, ulong sequence)
    {
        var (spec, heapBytes) = (_map.Spec, _map.Spec.HeapStride * count);
        if (!emitter.Arena.TryRent(count * spec.Stride, out var rows))
            return null;
        Block? heap = null;
        if (heapBytes > 0 && !emitter.Arena.TryRent(heapBytes, out heap))
        {
            rows.Release();
            return null;
        }

        var used = 0;
        for (var i = 0; i < count; i++)
            _writer.Write(
                rows.Memory + (long)i * spec.Stride, heap is null ? null : heap.Memory, ref used, _time, _buffer.Keys + (long)i * _buffer.KeySize, _buffer.Values + (long)i * _buffer.ValueSize);
        var slice = new BlockSlice(rows, 0, count * spec.Stride);
        ReadOnlySpan<BlockSlice> blocks = heap is null ? [slice] : [slice, new BlockSlice(heap, 0, used)];
        return new RecordBatch(spec.Layout, count, blocks, emitter.Origin, sequence) { UnixOffset = _unixOffset };
    }
}
