using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Pipeline.CaptureFormat;
using Pipeline.Sources.Replay.Files;

namespace Pipeline.Sources.Replay.Captured;

/// <summary>Replays a captured file: the rows as they were, with their numbers and the origin they had. One run.</summary>
internal sealed class RowReplay(IReadOnlyList<TableSchema> tables, Pace pace, ISourceEmitter emitter)
{
    private readonly BatchLayout[] _layouts = [.. tables.Select(BatchLayout.Packed)];

    /// <summary>Reads to the end of the file or until stopped.</summary>
    /// <exception cref="MalformedException">The file was damaged somewhere; every whole record has become rows.</exception>
    public async Task RunAsync(InputFile input, CancellationToken stop)
    {
        var reader = new RecordReader(input);
        var lost = 0UL;
        while (!stop.IsCancellationRequested)
        {
            var goesOn = await reader.NextAsync(stop).ConfigureAwait(false);
            lost += reader.Lost;
            Lose("malformed", (long)Math.Min(reader.Lost, long.MaxValue / 4));
            if (!goesOn)
                break;
            if (reader.Header is not { Kind: RecordKind.Rows, Rows: > 0 })
                continue;
            try
            {
                await EmitAsync(Read(reader.Header, reader.Body), stop).ConfigureAwait(false);
            }
            catch (InvalidDataException)
            {
                reader.Refuse();
                lost += reader.Header.Rows;
                Lose("malformed", reader.Header.Rows);
            }
        }

        await emitter.FlushAsync().ConfigureAwait(false);
        if (reader.DamagedAt is { } place)
            throw new MalformedException(place, string.Create(CultureInfo.InvariantCulture, $"the file is damaged or ends there, {lost} rows or more are lost"));
    }

    // Null where there is no memory for the rows, which is counted.
    private unsafe RecordBatch? Read(in RecordHeader header, ReadOnlySpan<byte> body)
    {
        using var from = new BinaryReader(new MemoryStream(body.ToArray(), writable: false), Encoding.UTF8);
        var head = RowsBody.Read(from, tables.Count, header.Rows);
        var layout = _layouts[head.Table];
        var rest = body[(int)from.BaseStream.Position..];
        var rows = Part(ref rest);
        var heap = Part(ref rest);
        Check(layout, rows, heap.Length, header.Rows);
        var parts = layout.Strides.Length;
        var blocks = new BlockSlice[parts + (head.Sequences.Length > 1 ? 1 : 0)];
        for (var i = 0; i < blocks.Length; i++)
        {
            var bytes = i == 0 ? rows : i < parts ? heap : System.Runtime.InteropServices.MemoryMarshal.AsBytes(head.Sequences.AsSpan());
            if (!emitter.Arena.TryRent(bytes.Length, out var block))
            {
                foreach (var taken in blocks.AsSpan(0, i))
                    taken.Block.Release();
                Lose("memory", header.Rows);
                return null;
            }

            bytes.CopyTo(block.Span);
            blocks[i] = new BlockSlice(block, 0, bytes.Length);
        }

        var count = (int)header.Rows;
        return head.Sequences.Length > 1
            ? new RecordBatch(layout, count, blocks.AsSpan(0, parts), head.Origin, blocks[parts]) { UnixOffset = head.UnixOffset }
            : new RecordBatch(layout, count, blocks, head.Origin, head.Sequences[0]) { UnixOffset = head.UnixOffset };
    }

    private static ReadOnlySpan<byte> Part(ref ReadOnlySpan<byte> rest)
    {
        if (rest.Length < sizeof(uint) || BinaryPrimitives.ReadUInt32LittleEndian(rest) is var length && length > rest.Length - sizeof(uint))
            throw new InvalidDataException("rows that are longer than their record");
        var part = rest.Slice(sizeof(uint), (int)length);
        rest = rest[(sizeof(uint) + (int)length)..];
        return part;
    }

    // Whoever reads the rows believes what their cells say of the heap.
    private static void Check(BatchLayout layout, ReadOnlySpan<byte> rows, int heap, uint count)
    {
        var stride = layout.Strides[0];
        if (rows.Length != (long)stride * count || (layout.Strides.Length == 1 && heap > 0))
            throw new InvalidDataException("rows of another size");
        foreach (var place in layout.Places)
            if (place.Heap >= 0)
                for (var cell = place.Offset; cell < rows.Length; cell += stride)
                    if ((long)BinaryPrimitives.ReadUInt32LittleEndian(rows[cell..]) + BinaryPrimitives.ReadUInt32LittleEndian(rows[(cell + 4)..]) > heap)
                        throw new InvalidDataException("a cell outside its heap");
    }

    private async ValueTask EmitAsync(RecordBatch? batch, CancellationToken stop)
    {
        if (batch is null)
            return;
        var time = batch.Schema.Ordinal("time");
        try
        {
            if (time >= 0 && batch.Schema.Columns[time].Type.Kind == ColumnKind.Time && pace.Wait(batch.Column<long>(time)[batch.Rows - 1] + batch.UnixOffset) is { Ticks: > 0 } wait)
                await pace.DelayAsync(wait, stop).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // What was read before a stop goes out at once.
        }

        emitter.Tally.Create(batch.Rows);
        emitter.Emit(batch);
        await emitter.FlushAsync().ConfigureAwait(false);
    }

    private void Lose(string reason, long rows)
    {
        emitter.Tally.Create(rows);
        emitter.Tally.Drop(reason, rows);
    }
}
