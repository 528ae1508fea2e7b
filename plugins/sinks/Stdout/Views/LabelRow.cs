using System.Buffers.Binary;
using Pipeline.Text;

namespace Pipeline.Sinks.Stdout.Views;

/// <summary>The labels of a row as bytes: the source's number, then each label's cell, behind its length where that varies.</summary>
internal sealed class LabelRow(TableSchema table, int[] labels)
{
    private readonly Dictionary<(string Host, string Source), int> _sources = [];
    private readonly ByteBuffer _bytes = new(256);
    private int _source;

    /// <summary>Turns to a batch.</summary>
    public void Open(RecordBatch batch)
    {
        var key = (batch.Origin.Host, batch.Origin.Source);
        if (!_sources.TryGetValue(key, out _source))
            _sources.Add(key, _source = _sources.Count);
    }

    /// <summary>The labels of one row, valid until the next call.</summary>
    public ReadOnlySpan<byte> Read(RecordBatch batch, int row)
    {
        _bytes.Clear();
        WriteLength(_source);
        foreach (var ordinal in labels)
        {
            // Behind the end of a fixed text may lie anything.
            var cell = table.Columns[ordinal].Type.IsText ? batch.Text(ordinal, row) : batch.Cell(ordinal, row);
            if (HasLength(ordinal))
                WriteLength(cell.Length);
            _bytes.Append(cell);
        }

        return _bytes.Written;
    }

    /// <summary>Sets the label cells of the builder's last row.</summary>
    public void Write(BatchBuilder builder, ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[sizeof(int)..];
        foreach (var ordinal in labels)
        {
            var length = table.Columns[ordinal].Type.Width;
            if (HasLength(ordinal))
            {
                length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
                bytes = bytes[sizeof(int)..];
            }

            builder.Set(ordinal, bytes[..length]);
            bytes = bytes[length..];
        }
    }

    private bool HasLength(int ordinal) => table.Columns[ordinal].Type is { IsVariable: true } or { IsText: true };

    private void WriteLength(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.Reserve(sizeof(int)), value);
        _bytes.Advance(sizeof(int));
    }
}
