using Pipeline.Text;

namespace Pipeline.Sinks.Stdout;

/// <summary>One row a line and nothing else, for programs.</summary>
internal sealed class RowLines(RowText rows) : IRowWriter
{
    public void Begin(ByteBuffer output)
    {
        // A line says which table it is of.
    }

    public void Open(RecordBatch batch) => rows.Open(batch);

    public void Write(ByteBuffer output, int row)
    {
        rows.Write(output, row);
        output.Append((byte)'\n');
    }

    public void End(ByteBuffer output, int more)
    {
        // Nothing but rows belongs between rows.
    }
}
