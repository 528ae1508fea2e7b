namespace Pipeline.Transforms.Protocols.Mysql;

/// <summary>Where one side is within its packets.</summary>
internal struct MyFrame
{
    /// <summary>The longest payload of a packet: behind one of that length the message goes on in the next.</summary>
    public const int Most = 0xFFFFFF;

    public const int HeaderBytes = 4;

    /// <summary>Bytes of a packet that are still to come, and of no interest.</summary>
    public long Rest { get; set; }

    /// <summary>Whether the next packet goes on with the message.</summary>
    public bool IsContinued { get; set; }

    public static int LengthOf(ReadOnlySpan<byte> view) => view[0] | view[1] << 8 | view[2] << 16;
}
