using Pipeline.Sinks.Stdout.Output;
using Pipeline.Text;

namespace Pipeline.Sinks.Stdout;

/// <summary>Lines on their way to the output, which gets them in pieces of a reasonable size.</summary>
internal sealed class LineOutput(IRowOutput output)
{
    // What a pipe holds by default; what is beyond it goes out in pieces.
    private const int WriteBytes = 64 << 10;

    /// <summary>Where lines are written to.</summary>
    public ByteBuffer Buffer { get; } = new(2 * WriteBytes);

    /// <summary>Forgets what a write that was given up left behind: it must not come out twice.</summary>
    public void Clear() => Buffer.Clear();

    /// <summary>Appends all rows of a batch, and lets go what is more than a piece.</summary>
    public void Write(IRowWriter writer, RecordBatch batch, CancellationToken cancel)
    {
        writer.Open(batch);
        for (var row = 0; row < batch.Rows; row++)
        {
            writer.Write(Buffer, row);
            if (Buffer.Length >= WriteBytes)
                Drain(cancel);
        }
    }

    /// <summary>Appends all rows of a batch to what leaves as one piece.</summary>
    public void Gather(IRowWriter writer, RecordBatch batch)
    {
        writer.Open(batch);
        for (var row = 0; row < batch.Rows; row++)
            writer.Write(Buffer, row);
    }

    /// <summary>Has other text leave in place of what was appended.</summary>
    public void Replace(ReadOnlySpan<byte> text)
    {
        Buffer.Clear();
        Buffer.Append(text);
    }

    /// <summary>Has everything out when it returns.</summary>
    public void Drain(CancellationToken cancel)
    {
        output.Write(Buffer.Written, cancel);
        Buffer.Clear();
    }
}
