namespace Pipeline.Abstractions.Tests;

/// <summary>What a batch must hold, kept in the plainest way there is: an array a cell.</summary>
internal sealed class BatchModel
{
    public List<List<byte[]>> Rows { get; private init; } = [];

    public List<ulong> Sequences { get; private init; } = [];

    public BatchModel Take(int[] rows) => new()
    {
        Rows = [.. rows.Select(r => new List<byte[]>(Rows[r]))],
        Sequences = [.. rows.Select(r => Sequences[r])],
    };

    public void AssertSame(RecordBatch batch)
    {
        Assert.Equal(Rows.Count, batch.Rows);
        for (var row = 0; row < Rows.Count; row++)
        {
            Assert.Equal(Sequences[row], batch.Sequence(row));
            for (var column = 0; column < batch.Schema.Columns.Length; column++)
            {
                Assert.Equal(Rows[row][column], batch.Cell(column, row).ToArray());
                AssertColumn(batch, column, row);
            }
        }
    }

    private void AssertColumn(RecordBatch batch, int column, int row)
    {
        var expected = Rows[row][column];
        var type = batch.Schema.Columns[column].Type;
        if (type.IsVariable)
            Assert.Equal((uint)expected.Length, batch.Column<HeapCell>(column)[row].Length);
        else if (type.Width == 8)
            Assert.Equal(BitConverter.ToInt64(expected), batch.Column<long>(column)[row]);
        else if (type.Width == 2)
            Assert.Equal(BitConverter.ToUInt16(expected), batch.Column<ushort>(column)[row]);
        else if (type.Width == 16)
            Assert.Equal(new UInt128(BitConverter.ToUInt64(expected, 8), BitConverter.ToUInt64(expected)), batch.Column<UInt128>(column)[row]);
        if (type.IsText)
            Assert.Equal(type.IsVariable ? expected : [.. expected.TakeWhile(b => b != 0)], batch.Text(column, row).ToArray());
    }
}
