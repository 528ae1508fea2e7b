using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Http;

/// <summary>What is kept of a request or a response. Used again for the next.</summary>
internal sealed class HttpMessage
{
    /// <summary>Compressed bytes kept for each that is wanted of the body, and at least so many: so that they yield it.</summary>
    private const int LeastCompressed = 4096;

    /// <summary>Method of a request, reason phrase of a response.</summary>
    public ByteList Word { get; } = new();

    /// <summary>Target of a request.</summary>
    public ByteList Target { get; } = new();

    /// <summary>Header fields, as <see cref="AttributeMap"/> has them.</summary>
    public ByteList Fields { get; } = new();

    /// <summary>Beginning of the body, as sent, without chunk framing.</summary>
    public ByteList Body { get; } = new();

    public ulong BodySize { get; set; }

    /// <summary>Whether bytes of the body were not seen: what comes behind them is not put where they belong.</summary>
    public bool IsBodyCut { get; private set; }

    public byte Major { get; set; }

    public byte Minor { get; set; }

    public ushort Status { get; set; }

    public ContentKind Kind { get; set; }

    public ContentCoding Coding { get; set; }

    /// <summary>Whether there may be a coding that nobody saw.</summary>
    public bool IsCodingDoubtful { get; set; }

    /// <summary>Bytes it holds, about.</summary>
    public int Memory => Word.Capacity + Target.Capacity + Fields.Capacity + Body.Capacity + 512;

    /// <summary>A part of the body.</summary>
    /// <param name="bytes">The part.</param>
    /// <param name="wanted">Bytes of text that will be wanted of the body.</param>
    public void AddBody(ReadOnlySpan<byte> bytes, int wanted)
    {
        BodySize += (ulong)bytes.Length;
        if (wanted == 0 || IsBodyCut || Kind is ContentKind.Binary or ContentKind.Grpc || Coding == ContentCoding.Other)
            return;
        var most = Coding == ContentCoding.Identity ? wanted : Math.Max(LeastCompressed, wanted);
        var room = most - Body.Length;
        if (room > 0)
            Body.Add(bytes[..Math.Min(room, bytes.Length)]);
    }

    /// <summary>A part of the body that nobody saw.</summary>
    public void SkipBody(ulong bytes)
    {
        BodySize += bytes;
        IsBodyCut = true;
    }

    public void Clear()
    {
        Word.Clear();
        Target.Clear();
        Fields.Clear();
        Body.Clear();
        (BodySize, IsBodyCut, Major, Minor, Status, Kind, Coding, IsCodingDoubtful) = (0, false, 0, 0, 0, ContentKind.Unknown, ContentCoding.Identity, false);
    }
}
