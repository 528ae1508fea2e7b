using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Pgsql;

/// <summary>A message of a client that is answered, as it waits for that. Used again for the next.</summary>
internal sealed class PgStep
{
    /// <summary>Its letter; 0: what a connection begins with.</summary>
    public byte Letter { get; private set; }

    /// <summary>When its first byte was moved.</summary>
    public long Time { get; private set; }

    /// <summary>Bytes as sent, and of what was copied behind it.</summary>
    public ulong Size { get; set; }

    /// <summary>Whether the body is all here.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>Whether its answer has begun.</summary>
    public bool IsOpen { get; set; }

    /// <summary>The first bytes behind the length.</summary>
    public ByteList Body { get; set; } = new();

    /// <summary>Bytes charged to its connection.</summary>
    public int Charged { get; set; }

    public int Memory => Body.Capacity + 120;

    public void Begin(byte letter, ReadOnlySpan<byte> body, bool isWhole, ulong size, long time)
    {
        (Letter, Time, Size, IsWhole, IsOpen) = (letter, time, size, isWhole, false);
        Body.Clear();
        Body.Add(body);
    }
}
