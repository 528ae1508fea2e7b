using System.Buffers.Binary;

namespace Pipeline.Processes.Tests.Support;

/// <summary>A row as a test compares it: texts as bytes, everything else as a number.</summary>
internal sealed record Row(string Table, ulong Sequence, IReadOnlyDictionary<string, long> Numbers, IReadOnlyDictionary<string, byte[]> Texts)
{
    internal long this[string column] => Numbers[column];

    internal static Row Of(RecordBatch batch, int row)
    {
        var (numbers, texts) = (new Dictionary<string, long>(), new Dictionary<string, byte[]>());
        for (var i = 0; i < batch.Schema.Columns.Length; i++)
        {
            var column = batch.Schema.Columns[i];
            if (column.Type.IsText)
                texts[column.Name] = batch.Text(i, row).ToArray();
            else
                numbers[column.Name] = Number(batch.Cell(i, row));
        }

        return new Row(batch.Schema.Name, batch.Sequence(row), numbers, texts);
    }

    internal string Text(string column) => System.Text.Encoding.Latin1.GetString(Texts[column]);

    private static long Number(ReadOnlySpan<byte> cell)
    {
        Span<byte> wide = stackalloc byte[sizeof(long)];
        wide.Clear();
        cell[..Math.Min(cell.Length, wide.Length)].CopyTo(wide);
        return BinaryPrimitives.ReadInt64LittleEndian(wide);
    }
}
