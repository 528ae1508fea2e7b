using Pipeline.Transforms.Protocols.Http2.Hpack;
using Pipeline.Transforms.Protocols.Text;

namespace Pipeline.Transforms.Protocols.Http2;

/// <summary>What one direction of a connection is in the middle of.</summary>
internal sealed class Direction
{
    public DynamicTable Table { get; } = new();

    /// <summary>Bytes of the frame at hand that have not come.</summary>
    public int Left { get; private set; }

    /// <summary>The last of them, which mean nothing.</summary>
    public int Padding { get; private set; }

    /// <summary>Whether the frame at hand is one of DATA.</summary>
    public bool IsData { get; private set; }

    /// <summary>Whether the stream ends with it.</summary>
    public bool EndsStream { get; private set; }

    /// <summary>Whose it is; null: nobody's who is known.</summary>
    public Http2Exchange? Stream { get; set; }

    /// <summary>Bytes of a body that are left of it.</summary>
    public int BodyLeft => IsData ? Math.Max(0, Left - Padding) : 0;

    /// <summary>The frame whose fields go on in the next ones.</summary>
    public FrameHeader? Open { get; private set; }

    /// <summary>The stream that it promises.</summary>
    public uint Promised { get; private set; }

    /// <summary>When its first byte was moved.</summary>
    public long OpenTime { get; private set; }

    /// <summary>Its fields so far; null: they are too many.</summary>
    public ByteList? Fields { get; private set; }

    /// <summary>Bytes charged to the connection.</summary>
    public int Charged { get; set; }

    public int Memory => Table.Memory + (Fields?.Capacity ?? 0);

    public void BeginData(int left, int padding, bool endsStream, Http2Exchange? stream) =>
        (Left, Padding, IsData, EndsStream, Stream) = (left, padding, true, endsStream, stream);

    /// <summary>Nothing of the frame is wanted.</summary>
    public void BeginOther(int left) => (Left, IsData) = (left, false);

    public void Take(int bytes) => Left -= bytes;

    public void BeginFields(in FrameHeader frame, uint promised, long time, ByteList? fields) => (Open, Promised, OpenTime, Fields) = (frame, promised, time, fields);

    /// <summary>They are more than anybody takes: the list goes back.</summary>
    public ByteList? DropFields()
    {
        var fields = Fields;
        Fields = null;
        return fields;
    }

    public void EndFields() => Open = null;

    public void Clear() => (Left, IsData, Stream, Open) = (0, false, null, null);
}
