using Pipeline.Text.Cells;

namespace Pipeline.Text;

/// <summary>
/// The text of a table's rows: as many copies of what is constant as a row has columns, with their values between them. Made once a table; one thread at a time.
/// </summary>
/// <param name="before">What stands before each value.</param>
/// <param name="cells">Writes the values.</param>
/// <param name="end">What stands behind the last.</param>
internal sealed class RowText(byte[][] before, CellWriter[] cells, byte[] end)
{
    /// <summary>Turns to a batch, which stays valid for the calls that follow.</summary>
    public void Open(RecordBatch batch)
    {
        foreach (var column in cells)
            column.Open(batch);
    }

    /// <summary>Appends one row, without a line end.</summary>
    public void Write(ByteBuffer output, int row)
    {
        // In locals: fields would be read again after each call.
        var (columns, constants) = (cells, before);
        for (var i = 0; i < columns.Length; i++)
        {
            output.Append(constants[i]);
            columns[i].Write(output, row);
        }

        output.Append(end);
    }
}
